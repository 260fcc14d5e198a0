import AgentTUI
import Foundation
import System
import TerminalUI
import Testing
import TestSupport

@testable import Program

@Suite struct ModelFinderTests {
  /// A home folder with these files (path to number of bytes, or text), gone afterwards.
  private func withHome<Result>(_ files: [String: String], _ body: (String) throws -> Result) throws -> Result {
    let home = try TemporaryFolder()
    defer { home.remove() }
    for (path, text) in files { try home.file(path, text) }
    return try body(home.path)
  }

  private func found(_ home: String, _ variables: [String: String] = [:]) -> [String] {
    let environment = ProgramEnvironment(variables: variables.merging(["HOME": home]) { $1 }, directory: "/")
    return ModelFinder(environment: environment).candidates().map {
      "\($0.origin.rawValue): \($0.name), \($0.bytes), \($0.path.replacing(home, with: "~"))"
    }
  }

  @Test func `Models are found where the programs keep them, our own first`() throws {
    let manifest = """
      {"layers": [{"mediaType": "application/vnd.ollama.image.template", "digest": "sha256:bb"},
                  {"mediaType": "application/vnd.ollama.image.model", "digest": "sha256:aa"}]}
      """
    let files = [
      ".ollama/models/manifests/registry.ollama.ai/library/qwen/0.5b": manifest,
      ".ollama/models/blobs/sha256-aa": "12345",
      ".cache/huggingface/hub/models--a--b/snapshots/123/B-Q8_0.gguf": "123",
      ".cache/llama.cpp/l.gguf": "12",
      ".lmstudio/models/who/what/w.gguf": "1234",
      ".cache/agent-tui/models/own.gguf": "1",
      ".cache/agent-tui/models/notes.txt": "1",
    ]
    try withHome(files) { home in
      #expect(
        found(home) == [
          "agent-tui: own, 1, ~/.cache/agent-tui/models/own.gguf",
          "llama.cpp: l, 2, ~/.cache/llama.cpp/l.gguf",
          "Hugging Face: B-Q8_0, 3, ~/.cache/huggingface/hub/models--a--b/snapshots/123/B-Q8_0.gguf",
          "LM Studio: w, 4, ~/.lmstudio/models/who/what/w.gguf",
          "Ollama: qwen:0.5b, 5, ~/.ollama/models/blobs/sha256-aa",
        ])
    }
  }

  @Test func `A model in several files is one, named without its part, as large as all`() throws {
    let files = [
      "c/m-00001-of-00002.gguf": "123", "c/m-00002-of-00002.gguf": "45", "c/mmproj-m.gguf": "1",
      "c/half-00002-of-00002.gguf": "1",
    ]
    try withHome(files) { home in
      #expect(found(home, ["LLAMA_CACHE": "\(home)/c"]) == ["llama.cpp: m, 5, ~/c/m-00001-of-00002.gguf"])
    }
  }

  @Test func `A manifest that is broken, leads away or to nothing is passed over`() throws {
    let start = ".ollama/models/manifests/r/l"
    let files = [
      "\(start)/a/1": "{",
      "\(start)/b/1": #"{"layers": [{"mediaType": "application/vnd.ollama.image.model", "digest": "sha256:../../x"}]}"#,
      "\(start)/c/1": #"{"layers": [{"mediaType": "application/vnd.ollama.image.model", "digest": "sha256:none"}]}"#,
    ]
    try withHome(files) { home in #expect(found(home) == []) }
  }

  @Test func `The model that is named is used, else the first found, and that is said`() throws {
    var options = ResolvedOptions()
    let candidate = ModelCandidate(name: "own", path: "/own.gguf", bytes: 98_362_432, origin: .own)
    #expect(
      try ModelChoice.choose(options, from: [candidate])
        == .init(path: "/own.gguf", note: "No model was given; using own (98.4 MB, agent-tui) at /own.gguf."))
    #expect(throws: UsageError(ModelChoice.nothingFound)) { try ModelChoice.choose(options, from: []) }
    options.model = "/m.gguf"
    #expect(try ModelChoice.choose(options, from: [candidate]) == .init(path: "/m.gguf", note: nil))
  }

  @Test(arguments: [
    ("SmolLM2-135M-Instruct.Q4_1", "Q4_1"), ("qwen2.5-7b-instruct-q4_k_m", "Q4_K_M"), ("m-IQ3_XS", "IQ3_XS"),
    ("m-f16", "F16"), ("plain", nil), ("qwen2.5:7b", nil),
  ])
  func `A quantisation is read off the name`(name: String, expected: String?) {
    #expect(ModelCandidate(name: name, path: "", bytes: 0, origin: .own).quantisation == expected)
  }
}
