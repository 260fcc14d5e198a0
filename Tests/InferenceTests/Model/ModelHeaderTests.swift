import Foundation
import Testing

@testable import Inference

@Suite struct ModelHeaderTests {
  @Test func headerSaysWhatTheLoadedModelSays() throws {
    let header = try #require(ModelHeader.read(RealModel.path))
    let model = try InferenceEngine.loadModel(InferenceConfig(modelPath: RealModel.path), workers: nil) { _ in true }
    #expect(header == ModelHeader(architecture: "llama", trainedContext: 8192, attention: model.attention))
    #expect(
      header.cacheBytesPerToken(keys: .f16, values: .f16)
        == model.attention.cacheBytesPerToken(keys: .f16, values: .f16))
  }

  @Test func whatIsNoModelHasNoHeader() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("headers-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data("GGUF".utf8).write(to: URL(fileURLWithPath: "\(folder)/cut.gguf"))
    try Data((0..<4096).map { _ in 255 }).write(to: URL(fileURLWithPath: "\(folder)/noise.gguf"))
    #expect(mkfifo("\(folder)/pipe.gguf", 0o600) == 0)
    for name in ["cut.gguf", "noise.gguf", "pipe.gguf", "none.gguf", ""] {
      #expect(ModelHeader.read("\(folder)/\(name)") == nil, "\(name)")
    }
  }

  /// A GGUF file with these numbers as `uint32`, or as a list of one where the name ends in `[]`.
  private func file(_ numbers: KeyValuePairs<String, UInt32>) -> Data {
    var data = Data("GGUF".utf8)
    func append<Number: FixedWidthInteger>(_ number: Number) {
      withUnsafeBytes(of: number.littleEndian) { data.append(contentsOf: $0) }
    }
    func append(_ text: String) {
      append(UInt64(text.utf8.count))
      data.append(Data(text.utf8))
    }
    append(UInt32(3))
    append(UInt64(0))  // tensors
    append(UInt64(numbers.count + 1))
    append("general.architecture")
    append(UInt32(8))
    append("x")
    for (name, number) in numbers {
      let isList = name.hasSuffix("[]")
      append(isList ? String(name.dropLast(2)) : name)
      if isList {
        append(UInt32(9))
        append(UInt32(4))
        append(UInt64(1))
      } else {
        append(UInt32(4))
      }
      append(number)
    }
    return data
  }

  @Test func headsAndTheirLengthsComeFromTheFileOrFromItsWidth() throws {
    let shapes: [(KeyValuePairs<String, UInt32>, AttentionShape?)] = [
      (
        ["x.block_count": 4, "x.embedding_length": 64, "x.attention.head_count": 8, "x.attention.head_count_kv": 4],
        AttentionShape(layers: 4, heads: 4, keyLength: 8, valueLength: 8)
      ),
      (
        [
          "x.block_count": 4, "x.embedding_length": 64, "x.attention.head_count": 8, "x.attention.head_count_kv": 2,
          "x.attention.key_length": 16, "x.attention.value_length": 32,
        ], AttentionShape(layers: 4, heads: 2, keyLength: 16, valueLength: 32)
      ),
      // Layers that differ, a recurrent state, and a width that is missing are for the loaded model to tell.
      (
        [
          "x.block_count": 4, "x.embedding_length": 64, "x.attention.head_count": 8, "x.attention.head_count_kv[]": 2,
        ], nil
      ),
      (
        [
          "x.block_count": 4, "x.embedding_length": 64, "x.attention.head_count": 8, "x.attention.head_count_kv": 4,
          "x.ssm.state_size": 16,
        ], nil
      ),
      (
        [
          "x.block_count": 4, "x.embedding_length": 64, "x.attention.head_count": 8, "x.attention.head_count_kv": 4,
          "x.attention.shared_kv_layers": 2,
        ], nil
      ),
      (["x.block_count": 4, "x.attention.head_count": 8, "x.attention.head_count_kv": 4], nil),
      (["x.block_count": 4, "x.embedding_length": 64, "x.attention.head_count": 8], nil),
      (
        ["x.block_count": 4, "x.embedding_length": 64, "x.attention.head_count": 0, "x.attention.head_count_kv": 4], nil
      ),
    ]
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("header-\(UUID()).gguf").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    for (numbers, shape) in shapes {
      try file(numbers).write(to: URL(fileURLWithPath: path))
      let header = try #require(ModelHeader.read(path), "\(numbers)")
      #expect(header == ModelHeader(architecture: "x", trainedContext: nil, attention: shape), "\(numbers)")
    }
  }
}
