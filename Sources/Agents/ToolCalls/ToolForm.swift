/// How a model writes its calls.
public enum ToolForm: String, Sendable, CaseIterable {
  /// As JSON between markers, in the way that models are trained to call tools.
  case native
  /// As fenced blocks: a path on a line and the whole file in a fence, or a command in a `bash` fence. Small models are bad
  /// at code inside a JSON string, and good at what they have read most of.
  case blocks
}

/// Which form a person wants.
public enum ToolFormChoice: String, Sendable, CaseIterable {
  /// The one that suits the model; see `Approach`.
  case auto
  case native
  case blocks
}

/// Whether a model that can think before it answers is to do so.
public enum ReasoningChoice: String, Sendable, CaseIterable {
  /// As its template has it.
  case auto
  case on
  case off
}

/// Whether an answer may hold several calls.
public enum ParallelCalls: String, Sendable, CaseIterable {
  /// Where the model's template is made for it and the model is not a small one.
  case auto
  case on
  /// One call, then its result.
  case off
}
