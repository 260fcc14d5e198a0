import Foundation
import TestSupport
import Testing

@testable import Inference

/// Whose states on disk are used again at the next start.
@Suite(.serialized) struct StateReuseTests {
  private static let beginning = tinyTokens(300, seed: 1)

  /// What the first prompt of an agent finds there, when it is that of an agent before it.
  private static func reused(
    model: String, folder: String, change: (inout InferenceConfig) -> Void = { _ in }
  ) throws -> Int {
    let engine = try InferenceEngine.load(
      TinyModel.plain.config(sequences: 2, context: 512) { config in
        config.modelPath = model
        config.stateFolder = folder
        change(&config)
      })
    defer { engine.shutdown() }
    let agents = TinyAgents(engine: engine, count: 2, turns: 1, maxTokens: 2, system: [])
    let sequences = try ["ada", "bob"].map { try engine.openSequence(named: $0) }
    let results = try sequences.enumerated().map { index, sequence in
      try agents.generate(beginning + [Token(20 + index)], in: sequence)
    }
    // The second has it from the first, which writes it down.
    #expect(results[1].reusedTokens == beginning.count)
    return results[0].reusedTokens
  }

  @Test func sameWeightsUnderAnotherNameAreReusedAndOtherWeightsUnderTheSameNameAreNot() throws {
    try withTemporaryFolder { folder in
      let (first, second) = ("\(folder)/first.gguf", "\(folder)/second.gguf")
      let states = "\(folder)/states"
      try FileManager.default.copyItem(atPath: TinyModel.plain.path, toPath: first)
      #expect(try Self.reused(model: first, folder: states) == 0)
      #expect(try Self.reused(model: first, folder: states) == Self.beginning.count)
      try FileManager.default.moveItem(atPath: first, toPath: second)
      #expect(try Self.reused(model: second, folder: states) == Self.beginning.count, "another name")
      var bytes = [UInt8](try Data(contentsOf: URL(filePath: second)))
      bytes[bytes.count - 3] ^= 1
      try Data(bytes).write(to: URL(filePath: first))
      #expect(try Self.reused(model: first, folder: states) == 0, "other weights")
      // Neither has taken the other's place.
      #expect(try Self.reused(model: first, folder: states) == Self.beginning.count)
      #expect(try Self.reused(model: second, folder: states) == Self.beginning.count)
    }
  }

  @Test func stateOfOtherSettingsIsNotReused() throws {
    try withTemporaryFolder { folder in
      let model = try TinyModel.plain.path
      #expect(try Self.reused(model: model, folder: folder) == 0)
      #expect(try Self.reused(model: model, folder: folder) { $0.keyType = .f16 } == 0)
      #expect(try Self.reused(model: model, folder: folder) { $0.contextLength = 480 } == 0)
      #expect(try Self.reused(model: model, folder: folder) == Self.beginning.count)
    }
  }
}
