/// Why a change is not undone; nothing was touched, unless it says so.
public struct UndoError: Error, Equatable, Sendable, CustomStringConvertible {
  /// One or two sentences for the person.
  public let description: String

  init(_ description: String) { self.description = description }

  static func unkept(_ path: String) -> UndoError {
    UndoError(
      "What \(path) held before the run, or what the run made of it, is too much to be kept: it cannot be undone.")
  }

  /// Files are not as the run left them.
  static func changed(_ paths: [String]) -> UndoError {
    let names = paths.prefix(3).joined(separator: ", ") + (paths.count > 3 ? " and \(paths.count - 3) more" : "")
    let verb = paths.count == 1 ? "has" : "have"
    return UndoError(
      "\(names) \(verb) changed since the run wrote \(paths.count == 1 ? "it" : "them"); nothing was undone.")
  }
}
