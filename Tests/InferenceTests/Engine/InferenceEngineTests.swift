import Foundation
import Testing
import TestSupport
import Threading

@testable import Inference

/// Properties that must hold with the real model. One engine for the suite: loading is the dear part.
@Suite(.serialized) struct InferenceEngineTests {
  static let shared = Result { try RealModel.engine() }

  func chat(_ text: String, system: String = "You are brief.") throws -> [PromptPart] {
    try Self.shared.get().render(
      [
        ChatMessage(role: .system, content: .text(system)), ChatMessage(role: .user, content: .text(text)),
      ], addingGenerationPrompt: true)
  }

  @Test func generationGivesTextAndItsTokensAndUsage() throws {
    let engine = try Self.shared.get()
    let sequence = try engine.openSequence(named: "ada")
    let (result, events) = try sequence.generate(
      GenerationRequest(prompt: chat("Say hello."), sampling: .greedy, maxTokens: 12), on: engine)
    #expect(!result.text.isEmpty)
    #expect(result.tokens.count <= 12)
    #expect(result.promptTokens == engine.countTokens(try chat("Say hello.")))
    let streamed = events.compactMap { if case .text(let text) = $0 { text } else { nil } }.joined()
    #expect(streamed == result.text)
    #expect(events.contains { if case .prefill(let done, let total, _) = $0 { done == total } else { false } })
  }

  @Test func sameSeedInTheSameArrangementGivesTheSameText() throws {
    let texts = try (0..<2).map { _ in
      let engine = try RealModel.engine(sequences: 1, context: 256)
      defer { engine.shutdown() }
      let sequence = try engine.openSequence(named: "ada")
      return try sequence.generate(
        GenerationRequest(
          prompt: chat("Tell me a story."), sampling: SamplingOptions(temperature: 1, seed: 7), maxTokens: 24),
        on: engine
      ).result.text
    }
    #expect(texts[0] == texts[1])
  }

  @Test func secondTurnReusesAllButTheLastTokensOfTheFirst() throws {
    let engine = try Self.shared.get()
    let sequence = try engine.openSequence(named: "ada")
    var messages = [
      ChatMessage(role: .system, content: .text("You count.")),
      ChatMessage(role: .user, content: .text("Count to five.")),
    ]
    let first = try sequence.generate(
      GenerationRequest(
        prompt: engine.render(messages, addingGenerationPrompt: true), sampling: .greedy, maxTokens: 16), on: engine
    ).result
    messages.append(ChatMessage(role: .assistant, content: .generated(first.tokens)))
    messages.append(ChatMessage(role: .user, content: .text("And now to ten.")))
    let second = try sequence.generate(
      GenerationRequest(
        prompt: engine.render(messages, addingGenerationPrompt: true), sampling: .greedy, maxTokens: 4), on: engine
    ).result
    // The last generated token was sampled but never computed: it is the one token beyond the new message.
    #expect(second.reusedTokens >= first.promptTokens + first.tokens.count - 1)
  }

  /// The template gives an answer back as text, of which the model's own tokens are in the KV.
  @Test func turnsWhoseAnswersComeBackAsTextComputeOnlyWhatIsNew() throws {
    let engine = try Self.shared.get()
    let sequence = try engine.openSequence(named: "ada")
    var messages = [ChatMessage(role: .system, content: .text("You count <|im_end|> and <tool_call>."))]
    var held = 0
    for turn in 0..<5 {
      messages.append(ChatMessage(role: .user, content: .text("Count to \(turn + 3)0, \"é\" 漢字.")))
      let prompt = try engine.render(messages, addingGenerationPrompt: true)
      let known = engine.tokenizer.cache.misses
      let count = engine.countTokens(prompt)
      #expect(engine.tokenizer.cache.misses - known <= (turn == 0 ? 5 : 3), "turn \(turn)")
      let counted = engine.tokenizer.cache.misses
      let result = try sequence.generate(
        GenerationRequest(prompt: prompt, sampling: SamplingOptions(temperature: 1.5, seed: 7), maxTokens: 12),
        on: engine
      ).result
      #expect(engine.tokenizer.cache.misses <= counted + 1, "turn \(turn)")
      #expect(abs(result.promptTokens - count) < 12)
      // An answer may end within a character, which comes back as another one.
      #expect(result.reusedTokens >= held - 4, "turn \(turn)")
      held = result.promptTokens + result.tokens.count
      messages.append(ChatMessage(role: .assistant, content: .text(result.text)))
    }
  }

  @Test func commonSystemPromptIsComputedOnceForAllSequences() throws {
    let engine = try Self.shared.get()
    let system = String(repeating: "The rules are many and this is one of them. ", count: 20)
    let sequences = try (0..<4).map { try engine.openSequence(named: "agent \($0)") }
    let results = Monitor<[GenerationResult]>([])
    let threads = try sequences.enumerated().map { index, sequence in
      let prompt = try chat("Question \(index)?", system: system)
      return try WorkerThread(name: "agent") {
        if let result = try? sequence.generate(
          GenerationRequest(prompt: prompt, sampling: .greedy, maxTokens: 4), on: engine
        ).result {
          results.withLock { $0.append(result) }
        }
      }
    }
    for thread in threads { thread.join() }
    let reused = results.withLock { $0.map(\.reusedTokens).sorted() }
    #expect(reused.count == 4)
    let shared = engine.countTokens([.text(system)])
    #expect(reused.dropFirst().allSatisfy { $0 >= shared })
  }

  @Test func textOfPeopleNeverBecomesAControlToken() throws {
    let engine = try Self.shared.get()
    let markup = engine.countTokens([.markup("<|im_end|>")])
    #expect(markup == 1)
    #expect(engine.countTokens([.text("<|im_end|>")]) > 1)
  }

  @Test func grammarFromTheFirstTokenHoldsForEverySeed() throws {
    let engine = try Self.shared.get()
    let sequence = try engine.openSequence(named: "ada")
    let grammar = #"root ::= "{\"answer\":" ("yes" | "no") "}""#
    for seed in 0..<2 {
      let result = try sequence.generate(
        GenerationRequest(
          prompt: chat("Is it?"), sampling: SamplingOptions(temperature: 1.5, seed: UInt64(seed)), maxTokens: 30,
          constraint: .whole(grammar: grammar)), on: engine
      ).result
      #expect([#"{"answer":yes}"#, #"{"answer":no}"#].contains(result.text), "seed \(seed): \(result.text)")
      #expect(result.reason == .endOfTurn)
    }
  }

  @Test func grammarThatDoesNotParseIsAnErrorAndTheEngineGoesOn() throws {
    let engine = try Self.shared.get()
    let sequence = try engine.openSequence(named: "ada")
    #expect(throws: InferenceError.self) {
      try sequence.generate(
        GenerationRequest(prompt: chat("x"), maxTokens: 4, constraint: .whole(grammar: "root ::= (((")), on: engine)
    }
    #expect(
      try sequence.generate(GenerationRequest(prompt: chat("x"), maxTokens: 2), on: engine).result.tokens.count <= 2)
  }

  @Test func cancelledGenerationEndsAndItsNeighbourGoesOn() throws {
    let engine = try Self.shared.get()
    let (one, other) = (try engine.openSequence(named: "one"), try engine.openSequence(named: "other"))
    let cancellation = Cancellation()
    let neighbour = Monitor<GenerationResult?>(nil)
    let prompt = try chat("Tell me everything.")
    let thread = try WorkerThread(name: "neighbour") {
      let result = try? other.generate(
        GenerationRequest(prompt: prompt, sampling: .greedy, maxTokens: 40, ignoresEnd: true), on: engine
      ).result
      neighbour.withLock { $0 = result }
    }
    let permit = try engine.scheduler.acquire()
    let result = try one.generate(
      GenerationRequest(prompt: prompt, maxTokens: 900, ignoresEnd: true), permit: permit, cancellation: cancellation
    ) { event in
      if case .text = event { cancellation.cancel() }
    }
    thread.join()
    #expect(result.reason == .cancelled)
    #expect(result.tokens.count < 900)
    #expect(neighbour.withLock { $0?.tokens.count } == 40)
  }

  @Test func sequenceThatFillsItsContextEndsWithContextFull() throws {
    let engine = try RealModel.engine(sequences: 1, context: 64)
    defer { engine.shutdown() }
    let sequence = try engine.openSequence(named: "ada")
    let result = try sequence.generate(
      GenerationRequest(prompt: chat("Go on."), maxTokens: 500, ignoresEnd: true), on: engine
    ).result
    #expect(result.reason == .contextFull)
    #expect(result.promptTokens + result.tokens.count == 64)
  }

  @Test func promptLargerThanTheContextIsRefusedWithBothNumbers() throws {
    let engine = try RealModel.engine(sequences: 1, context: 64)
    defer { engine.shutdown() }
    let sequence = try engine.openSequence(named: "ada")
    let error = #expect(throws: InferenceError.self) {
      try sequence.generate(
        GenerationRequest(prompt: [.text(String(repeating: "word ", count: 100))], maxTokens: 5), on: engine)
    }
    #expect(error?.code == .contextFull)
    #expect(error?.message.contains("64") == true)
  }

  @Test func moreSequencesThanTheMemoryHoldsAllFinish() throws {
    let engine = try RealModel.engine(sequences: 6, slots: 2, context: 128) { $0.kvBudget = 128 * 23_040 * 2 }
    defer { engine.shutdown() }
    let finished = Monitor(0)
    let threads = try (0..<6).map { index in
      let sequence = try engine.openSequence(named: "agent \(index)")
      let prompt = try chat("Question \(index)?", system: "Agent \(index) has rules of its own.")
      return try WorkerThread(name: "agent") {
        for _ in 0..<2 {
          let result = try? sequence.generate(
            GenerationRequest(prompt: prompt, sampling: .greedy, maxTokens: 40, ignoresEnd: true), on: engine
          ).result
          if result?.tokens.count == 40 { finished.withLock { $0 += 1 } }
        }
      }
    }
    for thread in threads { thread.join() }
    #expect(finished.withLock { $0 } == 12)
  }

  @Test func loadingCanBeStopped() throws {
    let error = #expect(throws: InferenceError.self) {
      try InferenceEngine.load(InferenceConfig(modelPath: TestModel.path)) { _ in false }
    }
    #expect(error?.code == .loadCancelled)
  }

  @Test func everythingThatIsNoModelIsRefusedWithItsPathAndReason() throws {
    let place = try TemporaryFolder()
    defer { place.remove() }
    let folder = place.path
    let text = "\(folder)/text.gguf"
    try Data("hello there".utf8).write(to: URL(fileURLWithPath: text))
    let short = "\(folder)/short.gguf"
    let whole = try #require(FileHandle(forReadingAtPath: TestModel.path))
    try #require(try whole.read(upToCount: 20_000_000)).write(to: URL(fileURLWithPath: short))
    let huge = "\(folder)/huge.gguf"
    try Data("GGUF".utf8).write(to: URL(fileURLWithPath: huge))
    #expect(truncate(huge, 1 << 43) == 0)
    let cases: [(String, InferenceError.Code)] = [
      ("\(folder)/none.gguf", .modelNotFound), (folder, .modelIsFolder), (text, .notAModel), (short, .modelTruncated),
      (huge, .modelTooLarge),
    ]
    for (path, code) in cases {
      let error = #expect(throws: InferenceError.self, "\(path)") {
        try InferenceEngine.load(InferenceConfig(modelPath: path))
      }
      #expect(error?.code == code, "\(path): \(error.map(\.description) ?? "")")
      #expect(error?.message.contains(path) == true)
    }
  }

  @Test func generationAfterShutdownIsAnError() throws {
    let engine = try RealModel.engine(sequences: 1, context: 64)
    let sequence = try engine.openSequence(named: "ada")
    engine.shutdown()
    #expect(throws: SchedulerError.closed) {
      try sequence.generate(GenerationRequest(prompt: [.text("x")], maxTokens: 1), on: engine)
    }
  }
}
