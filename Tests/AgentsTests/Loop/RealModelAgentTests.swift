import Agents
import Foundation
import Inference
import OrderedJSON
import Testing
import TestSupport
import Threading

/// What must hold with a real model and libllama's own reading of the grammars, whatever the model says.
@Suite("An agent on the real model", .serialized) struct RealModelAgentTests {
  static func engine(context: Int) throws -> InferenceEngine {
    var config = InferenceConfig(modelPath: TestModel.path, sequences: 2, contextLength: context)
    config.threads = 1  // Other suites compute at the same time.
    return try InferenceEngine.load(config)
  }

  static func agent(
    _ name: String, _ engine: InferenceEngine, tools: [any Tool], choice: ToolChoice = .auto, seed: UInt64 = 1,
    maxTokens: Int = 200, maxIterations: Int = 1
  ) -> Agent {
    Agent(
      name: name, engine: engine,
      settings: AgentSettings(
        workspace: "/ws", mode: .auto, tools: ToolRegistry(tools), toolChoice: choice,
        sampling: SamplingChoice(temperature: 1, seed: seed), toolForm: .native, ledTemperature: nil,
        maxTokens: maxTokens, maxIterations: maxIterations),
      approver: ScriptedApprover(), policy: PermissionPolicy(), identifiers: IdentifierSource())
  }

  @Test("A required call satisfies its schema, whatever the seed")
  func requiredCall() throws {
    let engine = try Self.engine(context: 1024)
    defer { engine.shutdown() }
    let calls = Monitor<[JSON]>([])
    let schema = ToolSchema([
      .init("path", .string(maxLength: 24), "The file."),
      .init("level", .integer(-3...120), "The level."),
      .init("mode", .choice(["fast", "slow"]), "How.", required: false),
    ])
    let tool = TestTool(name: "read", parameters: schema) { arguments, _ in
      calls.withLock { $0.append(arguments) }
      return ToolResult(ok: true, output: "done")
    }
    let seeds = UInt64(ProcessInfo.processInfo.environment["AGENT_TUI_TEST_SEEDS"] ?? "2")!
    for seed in 0..<seeds {
      let before = calls.withLock { $0.count }
      let problems = Monitor<[String]>([])
      let agent = Self.agent("ada", engine, tools: [tool], choice: .required, seed: seed, maxTokens: 80)
      let outcome = agent.run(task: "Read the file notes.txt", cancellation: .init()) { event in
        if case .toolFinished(_, _, false, let output, _, _) = event { problems.withLock { $0.append(output) } }
      }
      #expect(outcome.reason == .maxIterations, "seed \(seed): \(outcome)")
      #expect(calls.withLock { $0.count } > before, "seed \(seed): \(problems.withLock { $0 })")
    }
    for arguments in calls.withLock({ $0 }) { #expect(schema.violation(of: arguments) == nil) }
  }

  @Test("libllama reads the grammar of every kind of schema, and of the summary")
  func grammars() throws {
    let engine = try Self.engine(context: 512)
    defer { engine.shutdown() }
    let sequence = try engine.openSequence(named: "ada")
    let prompt = try engine.render([ChatMessage(role: .user, content: .text("Go"))], addingGenerationPrompt: true)
    let grammars =
      TestSchemas.tools.tools.map { .whole(grammar: CallGrammar(.general, [OfferedTool($0)]).whole) }
      + [GenerationConstraint.valid(TestSchemas.tools.tools)]
    for constraint in grammars {
      let permit = try engine.scheduler.acquire(label: "test")
      let result = try sequence.generate(
        GenerationRequest(prompt: prompt, sampling: .greedy, maxTokens: 2, constraint: constraint), permit: permit,
        cancellation: .init(), onEvent: { _ in })
      if case .whole = constraint {
        #expect(!result.text.isEmpty && ToolMarkup.callStart.hasPrefix(result.text), "\(result.text)")
      }
    }
  }

  @Test("The front is computed once for all agents, and an agent's history is not computed again")
  func reuse() throws {
    let engine = try Self.engine(context: 1024)
    defer { engine.shutdown() }
    func usage(_ agent: Agent, _ task: String) -> AgentEvent.Usage? {
      let usage = Monitor<AgentEvent.Usage?>(nil)
      _ = agent.run(task: task, cancellation: .init()) { event in
        if case .usage(let value) = event { usage.withLock { $0 = value } }
      }
      return usage.withLock { $0 }
    }
    let tools = [TestTool(name: "read")]
    let ada = Self.agent("ada", engine, tools: tools, choice: .none, maxTokens: 16)
    let bob = Self.agent("bob", engine, tools: tools, choice: .none, maxTokens: 16)
    let first = try #require(usage(ada, "Say one word."))
    let other = try #require(usage(bob, "Count to three."))
    let second = try #require(usage(ada, "Another one."))
    let front = engine.countTokens([.text(SystemPrompt.standard)])
    #expect(other.reusedTokens >= front)
    #expect(second.reusedTokens >= first.promptTokens)
    #expect(second.reusedTokens >= first.promptTokens + first.generatedTokens - 1)
  }

  @Test("A conversation longer than the context goes on by compaction")
  func compaction() throws {
    let engine = try Self.engine(context: 320)
    defer { engine.shutdown() }
    let compacted = Monitor(0)
    let agent = Self.agent("ada", engine, tools: [], maxTokens: 48)
    for task in ["Tell me about rivers.", "And lakes?", "And seas?", "And rain?", "And snow?"] {
      let outcome = agent.run(task: task, cancellation: .init()) { event in
        if case .contextCompacted(let before, let after) = event {
          #expect(after < before)
          compacted.withLock { $0 += 1 }
        }
      }
      #expect(outcome.reason != .failed, "\(outcome)")
      #expect(agent.contextUsed <= 320)
    }
    #expect(compacted.withLock { $0 } >= 1)
  }
}
