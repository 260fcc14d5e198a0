/// A model that could not be got; exit status 1, or 130 where the person ended it.
struct PullError: Error, Equatable, CustomStringConvertible {
  /// One sentence: what did not work, and what to do.
  let description: String
  /// Whether the person ended it.
  var isInterruption = false

  init(_ description: String, isInterruption: Bool = false) {
    self.description = description
    self.isInterruption = isInterruption
  }
}
