/// How a model's makers want its tokens to be chosen, as the file says it under `general.sampling.*`.
public struct SuggestedSampling: Sendable, Equatable {
  /// The temperature; nil where the file suggests none.
  public var temperature: Double?
  /// Only so many of the likeliest tokens.
  public var topK: Int?
  /// Only the likeliest tokens that together have this probability.
  public var topP: Double?
  /// Only tokens at least this fraction as likely as the likeliest.
  public var minP: Double?
  /// Divides the logits of tokens generated lately.
  public var repeatPenalty: Double?
  /// How many of the last tokens the penalty looks at.
  public var repeatWindow: Int?
  /// What the file asks for and nothing here can do, such as `mirostat 2`.
  public var unused: [String] = []
  /// How many tokens of the vocabulary are never chosen.
  public var suppressedTokens = 0

  /// Nothing is asked for.
  public init() {}

  /// Reads a model's metadata. A value that is no number, or none that makes sense, is as good as none.
  init(metadata: (String) -> String?) {
    func number(_ key: String, _ range: ClosedRange<Double>) -> Double? {
      guard let text = metadata("general.sampling.\(key)"), let number = Double(text) else { return nil }
      return range.contains(number) ? Self.shortest(number) : nil
    }
    func integer(_ key: String) -> Int? { metadata("general.sampling.\(key)").flatMap(Int.init) }
    temperature = number("temp", 0...10)
    // Zero and less mean all of them.
    topK = integer("top_k").map { min(max(0, $0), 10_000_000) }
    topP = number("top_p", 0...1)
    minP = number("min_p", 0...1)
    repeatPenalty = number("penalty_repeat", 0.1...10)
    // Less than zero means the whole context; our window is bounded.
    repeatWindow = integer("penalty_last_n").map { $0 < 0 ? 4096 : min($0, 4096) }
    for key in ["sequence", "xtc_probability", "mirostat"] {
      guard let value = metadata("general.sampling.\(key)"), Double(value) != 0 else { continue }
      unused.append("\(key) \(value)")
    }
  }

  /// The file keeps 32 bits: of the numbers that round to these, the one that people would write.
  private static func shortest(_ number: Double) -> Double { Double("\(Float(number))") ?? number }
}
