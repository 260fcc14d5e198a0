/// What a person said about how tokens are chosen; what is nil here is as the model asks, and where it does not, as most
/// models like it.
public struct SamplingChoice: Sendable, Equatable {
  /// See `SamplingOptions.temperature`.
  public var temperature: Double?
  /// See `SamplingOptions.topK`.
  public var topK: Int?
  /// See `SamplingOptions.topP`.
  public var topP: Double?
  /// See `SamplingOptions.minP`.
  public var minP: Double?
  /// See `SamplingOptions.repeatPenalty`.
  public var repeatPenalty: Double?
  /// See `SamplingOptions.seed`.
  public var seed: UInt64?

  /// A choice; nothing is chosen that is not given.
  public init(
    temperature: Double? = nil, topK: Int? = nil, topP: Double? = nil, minP: Double? = nil,
    repeatPenalty: Double? = nil, seed: UInt64? = nil
  ) {
    self.temperature = temperature
    self.topK = topK
    self.topP = topP
    self.minP = minP
    self.repeatPenalty = repeatPenalty
    self.seed = seed
  }

  /// The likeliest token always.
  public static let greedy = SamplingChoice(temperature: 0)

  /// How tokens are chosen with a model.
  ///
  /// - Parameters:
  ///   - model: what the model's makers suggest.
  ///   - ledTemperature: the temperature for a model that is led, which beats the model's own; nil: it is not.
  public func options(for model: SuggestedSampling, ledTemperature: Double? = nil) -> SamplingOptions {
    let usual = SamplingOptions()
    return SamplingOptions(
      temperature: temperature ?? ledTemperature ?? model.temperature ?? usual.temperature,
      topK: topK ?? model.topK ?? usual.topK, topP: topP ?? model.topP ?? usual.topP,
      minP: minP ?? model.minP ?? usual.minP,
      repeatPenalty: repeatPenalty ?? model.repeatPenalty ?? usual.repeatPenalty,
      repeatWindow: model.repeatWindow ?? usual.repeatWindow, seed: seed)
  }

  /// What is used with a model, a line each, with where it comes from: `temperature 0.6, as the model asks`.
  public func lines(for model: SuggestedSampling, ledTemperature: Double? = nil) -> [String] {
    let used = options(for: model, ledTemperature: ledTemperature)
    func line<Value: CustomStringConvertible>(
      _ name: String, _ used: Value, _ given: Value?, led: Value? = nil, _ asked: Value?
    ) -> String {
      if given != nil { return "\(name) \(used), as you chose" + (asked.map { "; the model asks for \($0)" } ?? "") }
      if led != nil {
        return "\(name) \(used), because a small model is led" + (asked.map { "; the model asks for \($0)" } ?? "")
      }
      return "\(name) \(used), " + (asked != nil ? "as the model asks" : "as most models like it")
    }
    var lines = [
      line("temperature", used.temperature, temperature, led: ledTemperature, model.temperature),
      line("top-k", used.topK, topK, model.topK), line("top-p", used.topP, topP, model.topP),
      line("min-p", used.minP, minP, model.minP),
      line("repeat-penalty", used.repeatPenalty, repeatPenalty, model.repeatPenalty),
    ]
    if !model.unused.isEmpty {
      lines.append("the model asks for \(model.unused.joined(separator: ", ")) too, which is not used")
    }
    if model.suppressedTokens > 0 {
      lines.append("\(model.suppressedTokens) tokens are never chosen, as the model asks")
    }
    return lines
  }
}
