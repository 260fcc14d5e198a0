/// How the next token is chosen from the logits.
///
/// Order of the steps: repeat penalty, top-k, softmax at `temperature`, top-p, min-p, draw.
public struct SamplingOptions: Sendable, Equatable {
  /// What `temperature` may be.
  public static let temperatures = 0.0...10.0
  /// What `topK` may be: no vocabulary is larger.
  public static let topKs = 0...10_000_000
  /// What `topP` and `minP` may be.
  public static let probabilities = 0.0...1.0
  /// What `repeatPenalty` may be.
  public static let repeatPenalties = 0.1...10.0

  /// 0 takes the likeliest token always (greedy); higher is more varied.
  public var temperature: Double
  /// Only the `topK` likeliest tokens; 0 means all.
  public var topK: Int
  /// Only the likeliest tokens that together have this probability; 1 means all.
  public var topP: Double
  /// Only tokens at least this fraction as likely as the likeliest; 0 means all.
  public var minP: Double
  /// Divides the logits of tokens generated lately; 1 means none.
  public var repeatPenalty: Double
  /// How many of the last tokens the penalty looks at.
  public var repeatWindow: Int
  /// Start of the random numbers: the same seed, prompt and arrangement give the same text. Nil: a new one each time.
  public var seed: UInt64?

  /// Sampling as most local models like it.
  public init(
    temperature: Double = 0.8, topK: Int = 40, topP: Double = 0.95, minP: Double = 0.05, repeatPenalty: Double = 1,
    repeatWindow: Int = 64, seed: UInt64? = nil
  ) {
    self.temperature = temperature
    self.topK = topK
    self.topP = topP
    self.minP = minP
    self.repeatPenalty = repeatPenalty
    self.repeatWindow = repeatWindow
    self.seed = seed
  }

  /// The likeliest token always.
  public static let greedy = SamplingOptions(temperature: 0)
}
