import Foundation
import Inference
import Testing
import TestSupport

/// What is put away of the real model's KV comes back as it was, from memory and from disk.
@Suite(.serialized) struct ResidencyTests {
  private static let rules = String(repeating: "Speak of rivers, hills and towns. ", count: 6)

  /// A conversation of one agent, in turns, each of which only appends.
  private struct Talk {
    let sequence: any GenerationSequence
    var messages: [ChatMessage]

    init(_ name: String, _ engine: InferenceEngine) throws {
      sequence = try engine.openSequence(named: name)
      messages = [
        ChatMessage(role: .system, content: .text(rules)),
        ChatMessage(
          role: .user,
          content: .text("I am \(name). " + String(repeating: "Tell me of the river \(name). ", count: 8))),
      ]
    }

    mutating func speak(_ engine: InferenceEngine) throws -> GenerationResult {
      let result = try sequence.generate(
        GenerationRequest(
          prompt: engine.render(messages, addingGenerationPrompt: true), sampling: .greedy, maxTokens: 6,
          ignoresEnd: true), on: engine
      ).result
      messages.append(ChatMessage(role: .assistant, content: .generated(result.tokens)))
      messages.append(ChatMessage(role: .user, content: .text("And then?")))
      return result
    }
  }

  /// Three agents take turns in a KV with room for about one and a half: before each turn the others are put away.
  private func takeTurns(memory: Int, folder: String?) throws -> (results: [[GenerationResult]], MemorySnapshot) {
    let engine = try RealModel.engine(sequences: 3, slots: 1, context: 256) { config in
      config.kvBudget = 256 * 23_040
      config.idleMemory = memory
      config.stateFolder = folder
    }
    defer { engine.shutdown() }
    var talks = try ["ada", "bob", "cyd"].map { try Talk($0, engine) }
    let results = try (0..<3).map { _ in
      try talks.indices.map { try talks[$0].speak(engine) }
    }
    return (results, engine.memorySnapshot())
  }

  @Test func agentsThatArePutAwayGoOnWithNothingComputedAgain() throws {
    let place = try TemporaryFolder(isMade: false)
    defer { place.remove() }
    let folder = place.path
    let (forgotten, without) = try takeTurns(memory: 0, folder: nil)
    #expect(without.restoredTokens == 0)
    for (memory, folder) in [(1 << 30, nil), (0, folder)] {
      let (results, snapshot) = try takeTurns(memory: memory, folder: folder)
      #expect(snapshot.restoredTokens > 0)
      #expect(snapshot.computedTokens < without.computedTokens)
      for turn in 1..<3 {
        for (now, before) in zip(results[turn], results[turn - 1]) {
          // All that was there after the turn before, but for its last token, which was never computed.
          #expect(now.reusedTokens == before.promptTokens + before.tokens.count - 1)
        }
      }
      #expect(results.map { $0.map(\.tokens) } == forgotten.map { $0.map(\.tokens) })
    }
  }

  @Test func beginningThatAgentsShareIsThereAtTheNextStartUnlessItsFileIsDamaged() throws {
    let place = try TemporaryFolder(isMade: false)
    defer { place.remove() }
    let folder = place.path
    let system = String(repeating: "Speak of rivers, hills and towns. ", count: 36)
    /// What the first prompts of two agents found there, one after the other.
    func reusedByTwo() throws -> [Int] {
      let engine = try RealModel.engine(sequences: 2, slots: 1, context: 384) { $0.stateFolder = folder }
      defer { engine.shutdown() }
      let tasks = ["Go on.", "Begin."]
      let sequences = try tasks.map { try engine.openSequence(named: $0) }
      return try zip(tasks, sequences).map { task, sequence in
        let prompt = try engine.render(
          [ChatMessage(role: .system, content: .text(system)), ChatMessage(role: .user, content: .text(task))],
          addingGenerationPrompt: true)
        let request = GenerationRequest(prompt: prompt, sampling: .greedy, maxTokens: 2, ignoresEnd: true)
        return try sequence.generate(request, on: engine).result.reusedTokens
      }
    }
    let first = try reusedByTwo()
    #expect(first[0] == 0 && first[1] >= 256)
    #expect(try reusedByTwo() == [first[1], first[1]])
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      let whole = try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
      try whole.prefix(whole.count / 2).write(to: URL(filePath: "\(folder)/\(name)"))
    }
    #expect(try reusedByTwo() == first)
  }
}
