// One harness for all models would either bind the large ones or leave the small ones alone. What differs between them
// is decided here, once, from what is known of the loaded model, and said with its reasons.

public import Inference

/// How an agent works with the model that is loaded.
public struct Approach: Sendable, Equatable {
  /// A model of fewer weights counts as small: it guesses what it could look up, loses track of long prompts, and gains by
  /// being led. Measured up to 1.5 billion; where the limit lies above that is a judgement.
  public static let smallest: UInt64 = 4_000_000_000

  /// How calls are written.
  public var form: ToolForm
  /// How the model's own template writes calls and thoughts.
  public var format: CallFormat
  /// Why, as the end of a sentence: `because …`.
  public var formReason: String
  /// Whether an answer may hold several calls.
  public var severalCalls: Bool
  /// Whether the model is to think before it answers; nil: as its template has it.
  public var thinks: Bool?
  /// Whether the model is led: a look back before each end, short results, little chance in the choice of tokens.
  public var isLed: Bool
  /// Most tokens of one generation, unless a person says otherwise.
  public var maxTokens: Int
  /// Why so many.
  public var maxTokensReason: String

  /// The approach to a model.
  ///
  /// - Parameters:
  ///   - facts: the loaded model.
  ///   - format: what was learnt from its template.
  ///   - form: what the person wants.
  ///   - parallelCalls: likewise.
  ///   - reasoning: likewise.
  public init(
    _ facts: ModelFacts, format: CallFormat = .general, form: ToolFormChoice = .auto,
    parallelCalls: ParallelCalls = .auto, reasoning: ReasoningChoice = .auto
  ) {
    self.format = format
    thinks =
      switch reasoning {
      case .auto: nil
      case .on: true
      case .off: false
      }
    let isThinking = format.reasoning.isLearnt && thinks ?? format.reasoningSwitch?.isOnByDefault ?? true
    let isSmall = facts.parameters < Self.smallest
    let size = Self.billions(facts.parameters)
    isLed = isSmall
    switch form {
    case .native: (self.form, formReason) = (.native, "because it was chosen")
    case .blocks: (self.form, formReason) = (.blocks, "because it was chosen")
    case .auto where !format.rendersCalls:
      (self.form, formReason) = (.blocks, "because its template does not teach calls")
    case .auto where isSmall:
      (self.form, formReason) = (
        .blocks, "because it is small (\(size)), and small models do more in blocks than in JSON"
      )
    case .auto: (self.form, formReason) = (.native, "because its template teaches calls, and it is large (\(size))")
    }
    severalCalls =
      switch parallelCalls {
      case .on: true
      case .off: false
      case .auto: self.form == .native && format.severalCalls && !isSmall
      }
    // A quarter of the context at the most: what was said before must stay readable.
    let quarter = max(16, facts.contextLength / 4)
    switch (isThinking, isSmall) {
    case (true, _): (maxTokens, maxTokensReason) = (min(8192, quarter), "it thinks before it answers")
    case (false, true): (maxTokens, maxTokensReason) = (min(2048, quarter), "it is small")
    case (false, false): (maxTokens, maxTokensReason) = (min(4096, quarter), "it does not think before it answers")
    }
    if maxTokens == quarter { maxTokensReason += ", and a quarter of the context is the most" }
  }

  /// `1.5 billion weights`.
  private static func billions(_ weights: UInt64) -> String {
    let tenths = (weights + 50_000_000) / 100_000_000
    return tenths == 0 ? "less than 0.1 billion weights" : "\(tenths / 10).\(tenths % 10) billion weights"
  }
}
