/// What computing and copying cost here, as far as it has been seen: whether a sequence that is put away is worth
/// saving, or is computed again more cheaply.
struct PutAwayCosts: Sendable, Equatable {
  /// Fewer tokens than this are computed again in a part of a step.
  static let fewestTokens = 16
  /// Weight of the newest observation.
  private static let weight = 0.2

  /// Seconds to compute one token of prefill; nil while none has been computed.
  private(set) var secondsPerPrefill: Double?
  /// Seconds to copy one byte of state out of the KV or into it; nil while none has been.
  private(set) var secondsPerByte: Double?

  mutating func computed(tokens: Int, seconds: Double) {
    secondsPerPrefill = Self.mixed(secondsPerPrefill, seconds / Double(max(1, tokens)))
  }

  mutating func copied(bytes: Int, seconds: Double) {
    secondsPerByte = Self.mixed(secondsPerByte, seconds / Double(max(1, bytes)))
  }

  /// Whether copying so many tokens out and in again is cheaper than computing them. What is not known yet is tried.
  func isWorthSaving(tokens: Int, bytes: Int) -> Bool {
    guard tokens >= Self.fewestTokens else { return false }
    guard let secondsPerPrefill, let secondsPerByte else { return true }
    return 2 * Double(bytes) * secondsPerByte <= Double(tokens) * secondsPerPrefill
  }

  private static func mixed(_ old: Double?, _ new: Double) -> Double {
    old.map { $0 + (new - $0) * weight } ?? new
  }
}
