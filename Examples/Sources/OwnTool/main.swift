// An agent with a tool of one's own. Which model calls it well is another matter: here the first generation must be a
// call, which the sampler sees to, so that the smallest model shows the way from a call to its result.
// usage: OwnTool MODEL.gguf

import Agents
import Inference
import OrderedJSON
import Threading

let path = CommandLine.arguments.dropFirst().first ?? "model.gguf"
let engine = try InferenceEngine.load(InferenceConfig(modelPath: path, sequences: 1, contextLength: 2048))
defer { engine.shutdown() }

let dice = FunctionTool(
  "roll", "Rolls a die and tells what it shows.",
  parameters: [.init("sides", .integer(2...100), "how many sides it has")]
) { arguments, _ in
  "it shows \(Int.random(in: 1...(arguments["sides"]?.integer ?? 6)))"
}
let settings = AgentSettings(
  workspace: "/tmp", mode: .auto, tools: ToolRegistry([dice]), toolChoice: .required, maxTokens: 64, maxIterations: 2)
let agent = Agent(name: "ada", engine: engine, settings: settings)

let outcome = agent.run(task: "Roll a die with six sides.", cancellation: Cancellation()) { event in
  switch event {
  case .toolStarted(_, let name, let arguments): print("\(name) \(arguments.text)")
  case .toolFinished(_, _, _, let output, _, _): print("→ \(output)")
  default: break
  }
}
print("(\(outcome.reason.rawValue)) \(outcome.text)")
