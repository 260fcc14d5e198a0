/// What a person has denied in a run: the model is told so again, and the person is not asked again.
///
/// The same call right after it counts as the same; later it may be another matter, once something else was done. And so
/// does, in the whole run, another write that would lose most of the same file: small models send the same mistake in
/// other words.
struct DeniedCalls {
  private var last: (call: ToolCall, reason: String)?
  /// Why a write was denied, by the file that it would have lost most of.
  private var losses: [String: String] = [:]

  /// A call that is made.
  mutating func pass(_ call: ToolCall) {
    if call != last?.call { last = nil }
  }

  /// - Parameter lossOf: the file of which the call would have lost most.
  mutating func note(_ call: ToolCall, lossOf: String?, reason: String) {
    last = (call, reason)
    if let lossOf { losses[lossOf] = reason }
  }

  /// What a model is told to do in place of a write that would lose most of a file.
  static let otherWay = "Change only the lines that are to differ, with a command or an edit."

  /// What the model is told in place of asking the person again; nil where this was not denied before.
  func refusal(of call: ToolCall, lossOf: String?) -> String? {
    guard let earlier = lossOf.flatMap({ losses[$0] }) ?? (last?.call == call ? last?.reason : nil) else { return nil }
    let reason = earlier.isEmpty ? "" : ": \(earlier)"
    guard let lossOf else { return "not run: the person has denied just this before\(reason). Do something else." }
    return "not run: the person has denied a write before that would lose most of \(lossOf)\(reason). "
      + Self.otherWay
  }
}
