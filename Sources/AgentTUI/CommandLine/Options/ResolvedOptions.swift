import Agents
import Inference
import OrderedJSON

/// What the program was asked for, after the command line, the environment and the settings files have had their say.
struct ResolvedOptions: Sendable, Equatable {
  /// How results are written.
  enum OutputFormat: String, CaseIterable, Sendable {
    case text, json, jsonl
  }

  /// What a measurement does.
  enum Workload: String, CaseIterable, Sendable {
    case decode, swarm
  }

  /// How a measurement shares the model: the program's own way, or a pool of contexts for comparison.
  enum Design: String, CaseIterable, Sendable {
    case shared, contexts
  }

  /// The amounts of a measurement, in tokens and turns.
  struct Bench: Sendable, Equatable {
    var workload = Workload.swarm
    var design = Design.shared
    var prefix = 1000
    var turn = 100
    var generate = 64
    var turns = 3
  }

  /// The other end of `--rpc`.
  struct Worker: Sendable, Equatable {
    var listen = WorkerAddress(host: "127.0.0.1", port: 50052)
    var cache: String?
  }

  var command = Command.console
  var wantsHelp = false
  var wantsVersion = false

  // The model.
  var model: String?
  var context: Int?
  var kvBudget: Int?
  var idleMemory: Int?
  var idleDisk: Int?
  var threads: Int?
  var gpuLayers: Int?
  var device: String?
  var rpc: [WorkerAddress] = []
  /// The system prompt; read from its file already where it was given as `@FILE`.
  var system: String?
  /// The name of a built-in template, or the path of a file.
  var chatTemplate: String?

  // How it is computed.
  var flashAttention = InferenceConfig.FlashAttention.automatic
  var keyType = InferenceConfig.CacheType.f16
  var valueType = InferenceConfig.CacheType.f16
  var lockMemory = false
  /// Most tokens of prefill in a step while others generate.
  var prefillChunk: Int?
  /// Most tokens of a step.
  var batch: Int?

  // The agents.
  var agents = 4
  var slots: Int?
  var workspace: String
  var permissionMode = PermissionMode.ask
  /// Rules, in order: of those that match, the last one counts.
  var rules: [PermissionRule] = []
  /// Tools by name; nil: all.
  var tools: [String]?
  /// `auto`, `required`, `none`, or a tool's name.
  var toolChoice = "auto"
  var maxTokens: Int?
  var maxIterations: Int?
  var sampling = SamplingOptions()

  // Where things come from and go to.
  var theme: String?
  var config: String?
  var format = OutputFormat.text
  var log: String?
  var tasks: [String] = []
  var tasksFile: String?
  /// The session that `resume` names.
  var session: String?
  var bench = Bench()
  var worker = Worker()
  /// Settings of the console that are no options (`keys`, `notify`, …), as the settings file has them.
  var settings = JSONObject()
  /// What was wrong with the settings files without stopping the program: sentences for the person.
  var warnings: [String] = []

  /// Slots: as many as agents unless given.
  var slotCount: Int { slots ?? agents }

  init(workspace: String = ".") {
    self.workspace = workspace
  }
}
