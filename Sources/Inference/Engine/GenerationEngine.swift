public import Threading

/// What a generation may produce.
public enum GenerationConstraint: Sendable {
  /// Anything.
  case none
  /// What `grammar` (GBNF, rule `root`) accepts, from the first token on.
  case whole(grammar: String)
  /// Anything until the trigger says otherwise; from there on what its grammar accepts.
  case triggered(any GrammarTrigger)
}

/// One generation: continue this prompt.
public struct GenerationRequest: Sendable {
  /// The whole prompt. What of it is in the KV already, of this sequence or another one, is not computed again.
  public var prompt: [PromptPart]
  /// How tokens are chosen.
  public var sampling: SamplingOptions
  /// Most tokens to generate.
  public var maxTokens: Int
  /// What may be generated.
  public var constraint: GenerationConstraint
  /// Ends the generation where its text has come to an end that the model does not see; nil: only the model ends it.
  public var watch: (any OutputWatch)?
  /// Control tokens that are seen in the text, by what they are written as: the markers of calls and thinking. Others
  /// print nothing. Nil: those that most templates have.
  public var markers: [String]?
  /// Go on after end-of-generation tokens, for measurements that need a fixed length.
  public var ignoresEnd: Bool

  /// A request without constraint.
  public init(
    prompt: [PromptPart], sampling: SamplingOptions = .init(), maxTokens: Int, constraint: GenerationConstraint = .none,
    watch: (any OutputWatch)? = nil, markers: [String]? = nil, ignoresEnd: Bool = false
  ) {
    self.prompt = prompt
    self.sampling = sampling
    self.maxTokens = maxTokens
    self.constraint = constraint
    self.watch = watch
    self.markers = markers
    self.ignoresEnd = ignoresEnd
  }
}

/// What happens while a generation runs.
public enum GenerationEvent: Sendable, Equatable {
  /// The prompt is being computed: `done` of `total` tokens are in the KV, `reused` of them were there before.
  case prefill(done: Int, total: Int, reused: Int)
  /// Whole characters that were generated. Events that were not fetched in time are joined, never lost.
  case text(String)
}

/// Why a generation ended.
public enum CompletionReason: String, Sendable {
  /// The model ended its turn.
  case endOfTurn
  /// The request's watch ended it.
  case watch
  /// `maxTokens` were generated.
  case maxTokens
  /// The sequence may use no more tokens.
  case contextFull
  /// It was cancelled.
  case cancelled
}

/// A generation that has ended.
public struct GenerationResult: Sendable, Equatable {
  /// Why it ended.
  public var reason: CompletionReason
  /// All tokens generated, without the one that ended the turn.
  public var tokens: [Token]
  /// Their text: the events' texts joined.
  public var text: String
  /// Tokens of the prompt.
  public var promptTokens: Int
  /// Those of them that were in the KV already.
  public var reusedTokens: Int
  /// Seconds from the request to the first token.
  public var secondsToFirstToken: Double
  /// Seconds from the first token to the last.
  public var generationSeconds: Double
  /// When each of the tokens was made, on the decode thread; none where doubles do not say.
  public var tokenTimes: [MonotonicTime]

  /// A result; what is not given is as if nothing had been computed or timed.
  public init(
    reason: CompletionReason, tokens: [Token] = [], text: String, promptTokens: Int = 0, reusedTokens: Int = 0,
    secondsToFirstToken: Double = 0, generationSeconds: Double = 0, tokenTimes: [MonotonicTime] = []
  ) {
    self.reason = reason
    self.tokens = tokens
    self.text = text
    self.promptTokens = promptTokens
    self.reusedTokens = reusedTokens
    self.secondsToFirstToken = secondsToFirstToken
    self.generationSeconds = generationSeconds
    self.tokenTimes = tokenTimes
  }

  /// Tokens a second after the first one; 0 when fewer than two were generated.
  public var tokensPerSecond: Double {
    tokens.count > 1 && generationSeconds > 0 ? Double(tokens.count - 1) / generationSeconds : 0
  }
}

/// One agent's lane in the KV memory, through which it generates.
///
/// Dropping the last reference gives its memory back.
public protocol GenerationSequence: AnyObject, Sendable {
  /// Continues a prompt; blocks this thread until the generation has ended.
  ///
  /// - Parameters:
  ///   - request: the prompt, and what may be generated after it.
  ///   - permit: shows that the caller holds a slot for as long as this takes.
  ///   - cancellation: ends it early, with `CompletionReason.cancelled`.
  ///   - onEvent: called on this thread, in order.
  /// - Throws: `InferenceError` when the prompt cannot be computed; neighbours notice nothing.
  func generate(
    _ request: GenerationRequest, permit: borrowing InferencePermit, cancellation: Cancellation,
    onEvent: (GenerationEvent) -> Void
  ) throws(InferenceError) -> GenerationResult

  /// Computes a prompt without generating, so that a later one that begins alike has only its own tokens to compute;
  /// blocks this thread until that is done or cancelled. It takes no slot: nobody speaks.
  func prepare(_ prompt: [PromptPart], cancellation: Cancellation) throws(InferenceError)

  /// Tokens of this sequence that stand in the KV now.
  var residentTokens: Int { get }
}

extension GenerationSequence {
  /// Nothing, for sequences that keep nothing.
  public func prepare(_ prompt: [PromptPart], cancellation: Cancellation) throws(InferenceError) {}
}

/// What agents need of a loaded model. `InferenceEngine` is the real one; tests script another.
public protocol GenerationEngine: AnyObject, Sendable {
  /// What the model is.
  var facts: ModelFacts { get }
  /// Who may generate when.
  var scheduler: InferenceScheduler { get }
  /// A new lane, named after its agent on screen.
  func openSequence(named name: String) throws(InferenceError) -> any GenerationSequence
  /// The prompt for `messages`, in the model's own chat format.
  func render(_ messages: [ChatMessage], addingGenerationPrompt: Bool) throws(InferenceError) -> [PromptPart]
  /// The same, with tools and with what else the template asks for.
  func render(_ prompt: ChatPrompt) throws(InferenceError) -> [PromptPart]
  /// The chat template, to be asked how it writes calls; nil: there is none that could tell.
  var templateProgram: TemplateProgram? { get }
  /// How many tokens these parts are.
  func countTokens(_ parts: [PromptPart]) -> Int
  /// The state of the KV memory now.
  func memorySnapshot() -> MemorySnapshot
  /// Why it can generate no more, a sentence for people: a remote worker is gone. Nil: it can.
  var lossReason: String? { get }
  /// How errors call settings.
  var settingNames: SettingNames { get }
  /// Ends all generations and frees the model. Blocks until that is done; further calls do nothing.
  func shutdown()
}

extension GenerationEngine {
  /// None, for engines that have no template.
  public var templateProgram: TemplateProgram? { nil }

  /// The messages alone, for engines whose format knows nothing else.
  public func render(_ prompt: ChatPrompt) throws(InferenceError) -> [PromptPart] {
    try render(prompt.messages, addingGenerationPrompt: prompt.addsGenerationPrompt)
  }

  /// Nothing, for engines that are of one piece.
  public var lossReason: String? { nil }

  /// The library's own names.
  public var settingNames: SettingNames { SettingNames() }
}
