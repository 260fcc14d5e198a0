public import OrderedJSON

/// What an agent's run tells, in order, to whoever watches it.
public enum AgentEvent: Sendable, Equatable {
  /// The agent waits for a slot; 1 is next.
  case slotWaiting(position: Int)
  /// It holds a slot now.
  case slotAcquired(waitedMilliseconds: Int)
  /// It is about to give its slot back: told before another can get it, so that whoever counts never counts too many.
  case slotReleased(heldMilliseconds: Int)
  /// Its prompt is being computed, in tokens.
  case prefill(done: Int, total: Int, reused: Int)
  /// The model's words.
  case text(String)
  /// The model's thinking, where it marks it as such.
  case reasoning(String)
  /// The model calls a tool; it runs once it is allowed to. `call` is unique within the session. Told again, with the
  /// same `call`, when a person has changed the arguments.
  case toolStarted(call: String, name: String, arguments: JSON)
  /// A running tool's output, as it comes.
  case toolOutput(call: String, text: String)
  /// A tool has ended, been denied or failed; `output` is what the model is told, `diff` the whole of what it changed in a
  /// file, for people.
  case toolFinished(call: String, name: String, ok: Bool, output: String, milliseconds: Int, diff: String? = nil)
  /// A person must decide.
  case permissionRequested(PermissionRequest)
  /// It has been decided: by a person, a rule, a mode, or the run's end.
  case permissionResolved(request: String, decision: String, by: String)
  /// The older part of the conversation was replaced by a summary.
  case contextCompacted(tokensBefore: Int, tokensAfter: Int)
  /// What a generation took.
  case usage(Usage)

  /// What a generation took.
  public struct Usage: Sendable, Equatable {
    /// Tokens of the prompt.
    public var promptTokens: Int
    /// Those of them that were in the KV already.
    public var reusedTokens: Int
    /// Tokens that were generated.
    public var generatedTokens: Int
    /// From the request to the first token.
    public var millisecondsToFirstToken: Int
    /// Tokens generated a second after the first one.
    public var tokensPerSecond: Double

    /// Usage of one generation.
    public init(
      promptTokens: Int, reusedTokens: Int, generatedTokens: Int, millisecondsToFirstToken: Int, tokensPerSecond: Double
    ) {
      self.promptTokens = promptTokens
      self.reusedTokens = reusedTokens
      self.generatedTokens = generatedTokens
      self.millisecondsToFirstToken = millisecondsToFirstToken
      self.tokensPerSecond = tokensPerSecond
    }
  }
}

/// How a run ended.
public struct RunOutcome: Sendable, Equatable {
  /// Why it ended; raw values as in the event stream.
  public enum Reason: String, Sendable, CaseIterable {
    case done
    case maxIterations = "max_iterations"
    case maxTokens = "max_tokens"
    case stopped
    case failed
  }

  /// Why it ended.
  public var reason: Reason
  /// The answer: what the model said last.
  public var text: String
  /// One sentence when it failed.
  public var error: String?

  /// How a run ended, with what it said last, and why where it failed.
  public init(reason: Reason, text: String, error: String? = nil) {
    self.reason = reason
    self.text = text
    self.error = error
  }
}
