/// The command line, the environment or a settings file asks for what there is not; exit status 2.
struct UsageError: Error, Equatable, CustomStringConvertible {
  /// One sentence: what was given, what is accepted, the nearest right name.
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
