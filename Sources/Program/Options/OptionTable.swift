// All options, once: parsing, the environment, the settings files, help and suggestions are made from this table.

import Agents
import Inference

/// The options that there are.
enum OptionTable {
  private static let all = Set(Command.allCases)
  private static let settled = all.filter(\.readsSettings)
  private static let agents: Set<Command> = [.console, .run]
  static let engine: Set<Command> = [.console, .run, .bench, .info]

  /// In the order of the help.
  static let options: [OptionSpecification] =
    (model + computing + worker + agentOptions + permissions + explain + sandbox + trust + pull + prompt + generation
    + measurement + sessions + general).map { option in
      // A session that is gone on with is a console, with the agents that it has.
      var option = option
      if option.commands.contains(.console), option.name != "agents" { option.commands.insert(.resume) }
      return option
    }

  /// The options of one command.
  static func options(of command: Command) -> [OptionSpecification] {
    options.filter { $0.commands.contains(command) }
  }

  /// What the settings files and the environment know.
  static let settings = options.filter(\.isSetting)

  private static let model: [OptionSpecification] = [
    .init(
      "model", "PATH", "the model, a GGUF file; looked for in the usual caches when not given", .model,
      engine.union([.prompt]), project: .mayWhenTrusted
    ) {
      value, options throws(ValueError) in
      options.model = try ValueParser.text(value, called: "the path of a GGUF file")
    },
    .init("context", "N", "tokens an agent may use", .model, [.console, .run, .info], project: .may) {
      value, options throws(ValueError) in
      options.context = try ValueParser.integer(value, InferenceConfig.contextLengths)
    },
    .init("kv-budget", "SIZE", "memory for the KV of all agents together, such as 2G", .model, engine) {
      value, options throws(ValueError) in
      options.kvBudget = try ValueParser.bytes(value)
    },
    .init(
      "idle-memory", "SIZE", "memory for the KV of idle agents beyond that (an eighth of the machine's); 0: none",
      .model,
      [.console, .run, .bench]
    ) { value, options throws(ValueError) in
      options.idleMemory = try ValueParser.bytes(value, orNone: true)
    },
    .init("idle-disk", "SIZE", "disk for it, where memory is short (4G); 0: none", .model, [.console, .run]) {
      value, options throws(ValueError) in
      options.idleDisk = try ValueParser.bytes(value, orNone: true)
    },
    .init("threads", "N", "threads that compute (the physical cores)", .model, engine.union([.rpcWorker])) {
      value, options throws(ValueError) in
      options.threads = try ValueParser.integer(value, InferenceConfig.threadCounts)
    },
    .init("gpu-layers", "N", "layers given to the accelerator (as many as fit); 0: none", .model, engine) {
      value, options throws(ValueError) in
      options.gpuLayers = try ValueParser.integer(value, InferenceConfig.gpuLayerCounts)
    },
    .init(
      "device", "NAME", "the device to compute on; 'agent-tui info' lists them", .model, engine.union([.rpcWorker]),
      project: .mayWhenTrusted
    ) {
      value, options throws(ValueError) in
      options.device = try ValueParser.text(value, called: "the name of a device")
    },
    .init(
      "rpc", "HOST:PORT,…", "remote workers that take parts of the model: 'agent-tui rpc-worker' on other machines",
      .model,
      engine, repeats: true, project: .mayWhenTrusted
    ) { value, options throws(ValueError) in
      options.rpc += try ValueParser.addresses(value)
    },
    .init(
      "chat-template", "FILE", "a chat template: a file, or llama3, chatML, llama2 (the model's own)", .model,
      [.console, .run, .info, .prompt], project: .mayWhenTrusted
    ) { value, options throws(ValueError) in
      options.chatTemplate = try ValueParser.text(value, called: "a file, llama3, chatML or llama2")
    },
  ]

  private static let worker: [OptionSpecification] = [
    .init(
      "listen", "HOST:PORT", "where to wait for --rpc of other machines (\(ResolvedOptions.Worker().listen))", .worker,
      [.rpcWorker], project: .mayNot
    ) { value, options throws(ValueError) in
      options.worker.listen = try ValueParser.address(value)
    },
    .init(
      "cache", "DIR", "keeps large tensors there, so that they are sent once; nothing is ever removed from it (none)",
      .worker, [.rpcWorker], project: .mayNot
    ) { value, options throws(ValueError) in
      options.worker.cache = try ValueParser.text(value, called: "the path of a folder")
    },
  ]

  private static let agentOptions: [OptionSpecification] = [
    .init("agents", "N", "agents at the start (4)", .agents, agents, project: .may) {
      value, options throws(ValueError) in
      options.agents = try ValueParser.integer(value, InferenceConfig.sequenceCounts)
    },
    .init("slots", "N", "agents that generate at the same time (all)", .agents, agents, project: .may) {
      value, options throws(ValueError) in
      options.slots = try ValueParser.integer(value, InferenceConfig.slotCounts)
    },
    .init("system", "TEXT|@FILE", "the system prompt, or the file that holds it", .agents, agents) {
      value, options throws(ValueError) in
      options.system = value
    },
    .init(
      "workspace", "DIR", "the folder that agents work in (this one)", .agents,
      [.console, .run, .info, .trust, .permissions],
      project: .mayNot
    ) {
      value, options throws(ValueError) in
      options.workspace = try ValueParser.text(value, called: "the path of a folder")
    },
    .init("task", "TEXT", "a task, for whoever is free first", .agents, [.run], repeats: true, isSetting: false) {
      value, options throws(ValueError) in
      options.tasks.append(try ValueParser.text(value, called: "what is to be done"))
    },
    .init("tasks-file", "FILE", "a file with a task a line", .agents, [.run], isSetting: false) {
      value, options throws(ValueError) in
      options.tasksFile = try ValueParser.text(value, called: "the path of a file")
    },
  ]

  private static let permissions: [OptionSpecification] = [
    .init(
      "permission-mode", PermissionMode.allCases.map(\.rawValue).joined(separator: "|"),
      "what agents may do without asking (ask)", .permissions, agents.union([.permissions]), project: .mayNarrow
    ) { value, options throws(ValueError) in
      options.permissionMode = try ValueParser.choice(value, PermissionMode.self)
    },
    .init(
      "allow", "RULE", "allow without asking, such as 'bash(git diff *)'", .permissions, agents.union([.permissions]),
      repeats: true, project: .mayWhenTrusted
    ) {
      value, options throws(ValueError) in
      options.rules.append(try ValueParser.rule(value, .allow))
    },
    .init(
      "ask", "RULE", "ask about it in every mode, such as 'bash(git push *)'", .permissions,
      agents.union([.permissions]),
      repeats: true, project: .may
    ) {
      value, options throws(ValueError) in
      options.rules.append(try ValueParser.rule(value, .ask))
    },
    .init(
      "deny", "RULE", "never allow, such as 'edit(secrets/**)'", .permissions, agents.union([.permissions]),
      repeats: true, project: .may
    ) {
      value, options throws(ValueError) in
      options.rules.append(try ValueParser.rule(value, .deny))
    },
    .init(
      "tools", "LIST", "the tools that agents have, between commas (all but 'task', which starts other agents)",
      .permissions, agents, project: .mayNarrow
    ) {
      value, options throws(ValueError) in
      options.tools = value == "none" ? [] : try ValueParser.words(value)
    },
  ]

  private static let explain: [OptionSpecification] = [
    .init(
      "mode", PermissionMode.allCases.map(\.rawValue).joined(separator: "|"),
      "the permission mode, as --permission-mode",
      .permissions, [.permissions], isSetting: false
    ) { value, options throws(ValueError) in
      options.permissionMode = try ValueParser.choice(value, PermissionMode.self)
    },
    .init(
      "file", "FILE", "a file with a call a line, or a JSON string a line; '-': standard input", .permissions,
      [.permissions], isSetting: false
    ) { value, options throws(ValueError) in
      options.explain.file = try ValueParser.text(value, called: "the path of a file, or -")
    },
  ]

  private static let trust: [OptionSpecification] = [
    .init("untrust", nil, "trust it no longer", .permissions, [.trust], isSetting: false) {
      _, options throws(ValueError) in
      options.isUntrusting = true
    }
  ]

  private static let pull: [OptionSpecification] = [
    .init("sha256", "HEX", "the SHA-256 that the file must have, or it is not used", .model, [.pull], isSetting: false)
    {
      value, options throws(ValueError) in
      options.pull.sha256 = try ValueParser.digest(value)
    }
  ]

  private static let generation: [OptionSpecification] = [
    .init(
      "tool-choice", "auto|required|none|NAME", "whether a run must begin with a tool call (auto)", .generation, agents
    ) {
      value, options throws(ValueError) in
      options.toolChoice = try ValueParser.text(value, called: "auto, required, none or the name of a tool")
    },
    .init(
      "tool-form", "auto|native|blocks",
      "how calls are written: as the model's template teaches it, or as fenced blocks (as 'agent-tui info' says)",
      .generation, agents.union([.info]), project: .may
    ) { value, options throws(ValueError) in
      options.toolForm = try ValueParser.choice(value, ToolFormChoice.self)
    },
    .init(
      "parallel-calls", "auto|on|off",
      "whether an answer may hold several calls (auto: where the model is made for it)", .generation,
      agents.union([.info]), project: .may
    ) { value, options throws(ValueError) in
      options.parallelCalls = try ValueParser.choice(value, ParallelCalls.self)
    },
    .init(
      "reasoning", "auto|on|off", "whether a model that can think is to do so (auto: as its template has it)",
      .generation, agents.union([.info, .prompt]), project: .may
    ) { value, options throws(ValueError) in
      options.reasoning = try ValueParser.choice(value, ReasoningChoice.self)
    },
    .init(
      "json-schema", "FILE", "a JSON Schema that the answer of each run must satisfy", .generation, [.run],
      project: .mayNot
    ) { value, options throws(ValueError) in
      options.jsonSchema = try ValueParser.text(value, called: "the path of a file with a JSON Schema")
    },
    .init("max-tokens", "N", "most tokens of one generation (as suits the model)", .generation, agents, project: .may) {
      value, options throws(ValueError) in
      options.maxTokens = try ValueParser.integer(value, 1...16_777_216)
    },
    .init("max-iterations", "N", "most generations of a run", .generation, agents, project: .may) {
      value, options throws(ValueError) in
      options.maxIterations = try ValueParser.integer(value, 1...100_000)
    },
    .init(
      "temperature", "X",
      "0 takes the likeliest token always; higher is more varied (0.2 for small models, else the model's own)",
      .generation, agents.union([.info]), project: .may
    ) {
      value, options throws(ValueError) in
      options.sampling.temperature = try ValueParser.number(value, SamplingOptions.temperatures)
    },
    .init(
      "top-k", "N", "only the N likeliest tokens; 0: all (the model's own, else 40)", .generation,
      agents.union([.info]), project: .may
    ) {
      value, options throws(ValueError) in
      options.sampling.topK = try ValueParser.integer(value, SamplingOptions.topKs)
    },
    .init(
      "top-p", "X", "only the likeliest tokens that together have this probability (the model's own)", .generation,
      agents, project: .may
    ) {
      value, options throws(ValueError) in
      options.sampling.topP = try ValueParser.number(value, SamplingOptions.probabilities)
    },
    .init(
      "min-p", "X", "only tokens at least this fraction as likely as the likeliest (the model's own)", .generation,
      agents, project: .may
    ) {
      value, options throws(ValueError) in
      options.sampling.minP = try ValueParser.number(value, SamplingOptions.probabilities)
    },
    .init(
      "repeat-penalty", "X", "divides the likelihood of tokens generated lately; 1: none (the model's own)",
      .generation, agents.union([.info]), project: .may
    ) {
      value, options throws(ValueError) in
      options.sampling.repeatPenalty = try ValueParser.number(value, SamplingOptions.repeatPenalties)
    },
    .init("seed", "N", "start of the random numbers (a new one each time)", .generation, agents, project: .may) {
      value, options throws(ValueError) in
      options.sampling.seed = try ValueParser.seed(value)
    },
  ]

  private static let general: [OptionSpecification] = [
    .init("theme", "NAME", "the colours (terminal)", .general, [.console], project: .may) {
      value, options throws(ValueError) in
      options.theme = try ValueParser.text(value, called: "the name of a theme")
    },
    .init("format", "text|jsonl", "how the stream is written (text)", .general, [.run], project: .mayNot) {
      value, options throws(ValueError) in
      options.format = try ValueParser.choice(value, ResolvedOptions.OutputFormat.self, among: [.text, .jsonl])
    },
    .init(
      "format", "text|json", "how the result is written (text)", .general, [.bench, .info, .sessions, .permissions],
      isSetting: false
    ) {
      value, options throws(ValueError) in
      options.format = try ValueParser.choice(value, ResolvedOptions.OutputFormat.self, among: [.text, .json])
    },
    .init("config", "FILE", "settings, in place of the usual file", .general, settled, project: .mayNot) {
      value, options throws(ValueError) in
      options.config = try ValueParser.text(value, called: "the path of a JSON file")
    },
    .init(
      "log", "FILE", "where messages go that are for nobody's screen", .general,
      [.console, .run, .bench, .rpcWorker], project: .mayNot
    ) {
      value, options throws(ValueError) in
      options.log = try ValueParser.text(value, called: "the path of a file")
    },
    .init("help", nil, "this", .general, all, isSetting: false) { _, options throws(ValueError) in
      options.wantsHelp = true
    },
    .init("version", nil, "the versions of this program and of libllama", .general, all, isSetting: false) {
      _, options throws(ValueError) in
      options.wantsVersion = true
    },
  ]
}
