import Foundation
import Testing
import TestSupport

@testable import Inference

@Suite struct ModelHeaderTests {
  @Test func headerSaysWhatTheLoadedModelSays() throws {
    let header = try #require(ModelHeader.read(TestModel.path))
    let model = try InferenceEngine.loadModel(InferenceConfig(modelPath: TestModel.path), workers: nil) { _ in true }
    #expect(header == ModelHeader(architecture: "llama", trainedContext: 8192, attention: model.attention))
    #expect(
      header.cacheBytesPerToken(keys: .f16, values: .f16)
        == model.attention.cacheBytesPerToken(keys: .f16, values: .f16))
  }

  @Test func whatIsNoModelHasNoHeader() throws {
    let place = try TemporaryFolder()
    defer { place.remove() }
    let folder = place.path
    try Data("GGUF".utf8).write(to: URL(fileURLWithPath: "\(folder)/cut.gguf"))
    try Data((0..<4096).map { _ in 255 }).write(to: URL(fileURLWithPath: "\(folder)/noise.gguf"))
    #expect(mkfifo("\(folder)/pipe.gguf", 0o600) == 0)
    for name in ["cut.gguf", "noise.gguf", "pipe.gguf", "none.gguf", ""] {
      #expect(ModelHeader.read("\(folder)/\(name)") == nil, "\(name)")
    }
  }

  /// A GGUF file with these numbers as `uint32`, or as a list of one where the name ends in `[]`.
  private func file(_ numbers: KeyValuePairs<String, UInt32>) -> Data {
    var file = GGUFWriter()
    file.set("general.architecture", .string("x"))
    for (name, number) in numbers {
      let isList = name.hasSuffix("[]")
      file.set(isList ? String(name.dropLast(2)) : name, isList ? .uint32s([number]) : .uint32(number))
    }
    return file.data
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
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let path = "\(folder.path)/header.gguf"
    for (numbers, shape) in shapes {
      try file(numbers).write(to: URL(fileURLWithPath: path))
      let header = try #require(ModelHeader.read(path), "\(numbers)")
      #expect(header == ModelHeader(architecture: "x", trainedContext: nil, attention: shape), "\(numbers)")
    }
  }
}
