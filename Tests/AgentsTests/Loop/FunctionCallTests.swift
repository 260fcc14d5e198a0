import Agents
import Foundation
import Inference
import OrderedJSON
import Testing
import TestSupport
import Threading

/// How a model calls functions of others; a measurement, and a test only of what must hold for every model.
@Suite("Calls of functions of others", .serialized, .enabled(if: FunctionList.isGiven)) struct FunctionCallTests {
  private enum Result { case valid, malformed(String), none(String) }

  @Test("A call that must be made is valid; how many are made where none must is counted")
  func calls() throws {
    var config = InferenceConfig(
      modelPath: TestModel.path, sequences: Int(FunctionList.seeds) + 1, contextLength: 4096)
    config.threads = Int(ProcessInfo.processInfo.environment["AGENT_TUI_FUNCTION_THREADS"] ?? "") ?? 1
    let engine = try InferenceEngine.load(config)
    defer { engine.shutdown() }
    var (valid, others) = (0, [String]())
    let list = try FunctionList()
    for item in list.cases {
      let tools = ToolRegistry(try item.tools())
      let results = Monitor<[UInt64: Result]>([:])
      // Side by side: the question is read once for all seeds.
      let threads = try (0..<FunctionList.seeds).map { seed in
        try WorkerThread(name: "seed \(seed)") {
          let result = call(item, tools, seed: seed, on: engine)
          results.withLock { $0[seed] = result }
        }
      }
      for thread in threads { thread.join() }
      for (seed, result) in results.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
        switch result {
        case .valid: valid += 1
        case .malformed(let problem): others.append("\(item.name), seed \(seed): malformed: \(problem)")
        case .none(let text): others.append("\(item.name), seed \(seed): no call: \(text)")
        }
      }
    }
    for line in others { print(line) }
    let all = valid + others.count
    print("calls of functions of others: \(valid) of \(all) valid (\(FunctionList.choice), \(engine.facts.name))")
    if FunctionList.choice == .required { #expect(valid == all) }
  }

  private func call(
    _ item: FunctionList.Case, _ tools: ToolRegistry, seed: UInt64, on engine: InferenceEngine
  ) -> Result {
    let settings = AgentSettings(
      instructions: "You call functions for a person.", workspace: "/ws", mode: .auto,
      tools: tools, toolChoice: FunctionList.choice,
      sampling: SamplingChoice(temperature: FunctionList.temperature, seed: seed), toolForm: .native,
      ledTemperature: nil, maxTokens: 1024, maxIterations: 1)
    let agent = Agent(
      name: "ada", engine: engine, settings: settings, approver: ScriptedApprover(), policy: PermissionPolicy(),
      identifiers: IdentifierSource())
    let told = Monitor<(valid: Int, problems: [String])>((0, []))
    let outcome = agent.run(task: item.question, cancellation: .init()) { event in
      guard case .toolFinished(_, _, let ok, let output, _, _) = event else { return }
      told.withLock { told in
        if ok { told.valid += 1 } else { told.problems.append(output) }
      }
    }
    return told.withLock { told in
      if let problem = told.problems.first {
        // The end shows where a model lost its way.
        guard case .assistant(let turn) = agent.conversation.entries.last(where: { $0.isAssistant }) else {
          return .malformed(problem)
        }
        return .malformed("\(problem): …\(turn.text.suffix(300))")
      }
      return told.valid > 0 ? .valid : .none(outcome.error ?? String(outcome.text.prefix(200)))
    }
  }
}

extension Conversation.Entry {
  fileprivate var isAssistant: Bool { if case .assistant = self { true } else { false } }
}
