public import Inference

/// What an agent is, beside its name: how it is told to work, with what, and how far.
public struct AgentSettings: Sendable {
  /// The instructions at the front of each prompt; the tools are described behind them.
  public var instructions: String
  /// The folder it works in, an absolute path.
  public var workspace: String
  /// What it may do without asking, at first.
  public var mode: PermissionMode
  /// What its commands run in.
  public var sandbox = CommandSandbox.none
  /// Its tools, in the order in which the model reads them.
  public var tools: ToolRegistry
  /// Whether it may, must or must not call tools.
  public var toolChoice: ToolChoice
  /// What the answer of a run must satisfy, as JSON; nil: it is free.
  public var answerSchema: JSONSchema?
  /// How tokens are chosen; what is not said here is as the model asks.
  public var sampling: SamplingChoice
  /// In which form calls are written.
  public var toolForm: ToolFormChoice
  /// What was learnt of models' own formats.
  public var formats = LearntFormats()
  /// The form by the model's name, where a person has chosen one for it earlier; counts where `toolForm` is `auto`.
  public var keptForms: [String: ToolFormChoice] = [:]
  /// Whether an answer may hold several calls.
  public var parallelCalls: ParallelCalls
  /// Whether a model that can think is to do so.
  public var reasoning: ReasoningChoice
  /// The temperature for a model that is led (`Approach.isLed`), in place of its own; nil: as others. A temperature in
  /// `sampling` beats it.
  public var ledTemperature: Double?
  /// Most tokens of one generation; nil: what suits the model (`Approach.maxTokens`).
  public var maxTokens: Int?
  /// Most generations of a run.
  public var maxIterations: Int
  /// So many equal calls in a row, and a person is asked, in every mode.
  public var repeatedCallLimit: Int

  /// Settings; what is not given is as most people want it.
  public init(
    instructions: String = SystemPrompt.standard, workspace: String, mode: PermissionMode = .ask,
    tools: ToolRegistry = ToolRegistry([]), toolChoice: ToolChoice = .auto, sampling: SamplingChoice = .init(),
    toolForm: ToolFormChoice = .auto, parallelCalls: ParallelCalls = .auto, reasoning: ReasoningChoice = .auto,
    ledTemperature: Double? = 0.2,
    maxTokens: Int? = nil, maxIterations: Int = 50, repeatedCallLimit: Int = 3
  ) {
    self.instructions = instructions
    self.workspace = workspace
    self.mode = mode
    self.tools = tools
    self.toolChoice = toolChoice
    self.sampling = sampling
    self.toolForm = toolForm
    self.parallelCalls = parallelCalls
    self.reasoning = reasoning
    self.ledTemperature = ledTemperature
    self.maxTokens = maxTokens
    self.maxIterations = maxIterations
    self.repeatedCallLimit = repeatedCallLimit
  }

  /// How agents with these settings work with a model.
  public func approach(to engine: any GenerationEngine) -> Approach {
    approach(to: engine.facts, format: formats.format(of: engine))
  }

  /// The same for a model of which the facts and the format are known.
  public func approach(to facts: ModelFacts, format: CallFormat = .general) -> Approach {
    let form = toolForm == .auto ? keptForms[facts.name] ?? .auto : toolForm
    return Approach(facts, format: format, form: form, parallelCalls: parallelCalls, reasoning: reasoning)
  }

  /// How tokens are chosen with a model.
  ///
  /// - Parameter isStuck: whether it does the same again and again: then with a little more chance, where it is led.
  func sampling(with facts: ModelFacts, isLed: Bool, isStuck: Bool = false) -> SamplingOptions {
    sampling.options(
      for: facts.sampling, ledTemperature: isLed ? ledTemperature.map { isStuck ? max(0.7, $0) : $0 } : nil)
  }

  /// The tools that the model is told of: the same in every mode, so that another mode costs no prefill.
  var toldTools: ToolRegistry { toolChoice == .none ? ToolRegistry([]) : tools }

  /// Those of them that it can call in a mode, by the grammar.
  func offeredTools(in mode: PermissionMode) -> ToolRegistry { toldTools.offered(in: mode) }
}
