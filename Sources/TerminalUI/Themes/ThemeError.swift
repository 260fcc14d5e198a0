/// Why a theme cannot be used.
package enum ThemeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// There is no theme of this name.
  case unknown(name: String, known: [String], nearest: String?)
  /// The file cannot be read, or holds no JSON.
  case unreadable(file: String, reason: String)
  /// A part of the file is not what the format wants; `place` is the path of names to it.
  case invalid(file: String, place: String, value: String, accepted: String)

  package var description: String {
    switch self {
    case .unknown(let name, let known, let nearest):
      let hint = nearest.map { "; did you mean '\($0)'?" } ?? ""
      return "there is no theme '\(name)'\(hint) (themes: \(known.joined(separator: ", ")))"
    case .unreadable(let file, let reason):
      return "the theme \(file) cannot be read: \(reason)"
    case .invalid(let file, let place, let value, let accepted):
      return "the theme \(file) has \(value) for \(place); accepted is \(accepted)"
    }
  }
}
