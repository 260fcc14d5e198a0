import Agents
import AgentTUI
import Inference
import OrderedJSON

/// What the program was asked for, after the command line, the environment and the settings files have had their say.
struct ResolvedOptions: Sendable, Equatable {
  /// How results are written.
  enum OutputFormat: String, CaseIterable, Sendable {
    case text, json, jsonl, md, html
  }

  /// What a measurement does.
  enum Workload: String, CaseIterable, Sendable {
    /// One turn of each agent, timing the generation alone.
    case decode
    /// Agents with a common prefix take several turns.
    case swarm
    /// A long prompt arrives while others stream.
    case newcomer
    /// Many more agents than the KV holds.
    case residents
    /// Slots alone, without a model.
    case permits
    /// The console with a long transcript, without a model.
    case transcript

    /// Whether a model is loaded for it.
    var needsModel: Bool {
      switch self {
      case .decode, .swarm, .newcomer, .residents: true
      case .permits, .transcript: false
      }
    }
  }

  /// How a measurement shares the model: the program's own way, or a pool of contexts for comparison.
  enum Design: String, CaseIterable, Sendable {
    case shared, contexts
  }

  /// What of a measurement was given; the rest suits the workload (`BenchAmounts`).
  struct Bench: Sendable, Equatable {
    var workload = Workload.swarm
    var design = Design.shared
    var prefix: Int?
    var turn: Int?
    var generate: Int?
    var turns: Int?
    var residents: Int?
    var waiters: Int?
    var lines: Int?
  }

  /// The other end of `--rpc`.
  struct Worker: Sendable, Equatable {
    var listen = WorkerAddress(host: "127.0.0.1", port: 50052)
    var cache: String?
  }

  /// What `prompt` renders.
  struct Prompt: Sendable, Equatable {
    /// The file with the messages; `-` is standard input.
    var messages: String?
    /// The file with the tools.
    var tools: String?
    var addsGenerationPrompt = true
    /// Read on standard input what a model said, and print it as a message.
    var parses = false
    /// Print what was learnt of how calls are written.
    var showsCallFormat = false
    /// Print the grammar of calls.
    var showsGrammar = false
    var showsTokens = false
    /// What the template calls `bos_token` and `eos_token` where there is no model.
    var beginning: String?
    var end: String?
  }

  /// What `pull` gets.
  struct Pull: Sendable, Equatable {
    /// A name, a repository or an address.
    var source: String?
    /// What the file's SHA-256 must be; hexadecimal, in lower case.
    var sha256: String?
  }

  /// What `permissions explain` tells about.
  struct Explain: Sendable, Equatable {
    /// Calls as they are written in rules.
    var calls: [String] = []
    /// The file with a call a line; `-` is standard input.
    var file: String?
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
  /// A folder with more back ends than lie beside libllama.
  var backendPath: String?
  /// Most tokens of prefill in a step while others generate.
  var prefillChunk: Int?
  /// Most tokens of a step.
  var batch: Int?

  // The agents.
  /// How many, where that was said.
  var givenAgents: Int?
  var slots: Int?
  var workspace: String
  var permissionMode = PermissionMode.ask
  /// Whether the command line or the environment says it: the person's word for this very start.
  var choosesPermissionMode = false
  var sandbox = SandboxSettings()
  /// Rules, in order: of those that match, the last one counts.
  var rules: [PermissionRule] = []
  /// Tools by name; nil: all.
  var tools: [String]?
  /// `auto`, `required`, `none`, or a tool's name.
  var toolChoice = "auto"
  var toolForm = ToolFormChoice.auto
  /// Whether the command line says it: then it is kept for the model.
  var choosesToolForm = false
  var parallelCalls = ParallelCalls.auto
  /// Whether a model that can think is to do so.
  var reasoning = ReasoningChoice.auto
  /// The file of `answerSchema`.
  var jsonSchema: String?
  /// What answers must satisfy, read already.
  var answerSchema: JSONSchema?
  var maxTokens: Int?
  var maxIterations: Int?
  var sampling = SamplingChoice()

  // Where things come from and go to.
  var theme: String?
  var config: String?
  var format = OutputFormat.text
  var log: String?
  var tasks: [String] = []
  var tasksFile: String?
  /// The session that `resume`, `export` and `run --resume` name.
  var session: String?
  /// What `config` is asked for.
  var configRequest: ConfigRequest?
  /// What `completions` is given.
  var shell: Shell?
  /// Whether `run` goes on with what was interrupted and what waited.
  var continues = false
  /// Whether `resume` is to print how the session went, and not to go on with it.
  var printsSession = false
  /// Bytes that the journals of earlier sessions may take.
  var sessionsSize = 10 << 30
  /// Days that they are kept; 0: without an end.
  var sessionsDays = 365
  var bench = Bench()
  var worker = Worker()
  var pull = Pull()
  var prompt = Prompt()
  /// How the workspace's own settings file stands; nil where there is none.
  var project: ProjectTrust?
  /// What `permissions explain` is asked about.
  var explain = Explain()
  /// `trust` takes back.
  var isUntrusting = false
  /// Settings of the console that are no options (`keys`, `notify`, …), as the settings file has them.
  var settings = JSONObject()
  /// What was wrong with the settings files without stopping the program: sentences for the person.
  var warnings: [String] = []

  /// How many agents there are at the start.
  var agents: Int {
    get { givenAgents ?? 4 }
    set { givenAgents = newValue }
  }

  /// Whether the console has the terminal.
  var hasScreen: Bool {
    command == .console || command == .resume && !printsSession && Output.standard.isTerminal
  }

  /// Slots: as many as agents unless given.
  var slotCount: Int { slots ?? agents }

  init(workspace: String = ".") {
    self.workspace = workspace
  }
}
