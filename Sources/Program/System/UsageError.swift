/// The command line, the environment or a settings file asks for what there is not; exit status 2.
struct UsageError: Error, Equatable, CustomStringConvertible {
  /// One sentence: what was given, what is accepted, the nearest right name.
  let description: String

  init(_ description: String) {
    self.description = description
  }
}

/// A value that an option does not take: what it takes instead. Where the value came from is said by whoever asked.
struct ValueError: Error, Equatable {
  /// "a whole number from 1 to 256".
  let accepted: String
  /// The nearest right word, where there is one.
  var nearest: String?
  /// A sentence that says all of it already, where there is one.
  var whole: String?

  /// The whole sentence for `value` given by `source`.
  func sentence(_ value: String, source: String) -> String {
    if let whole { return "\(source): \(whole)." }
    let hint = nearest.map { "; did you mean '\($0)'?" } ?? "."
    return "\(source): '\(value)' is not accepted; give \(accepted)\(hint)"
  }
}
