/// A line of the console's log.
struct LogLine: Equatable, Sendable {
  /// How much it matters.
  enum Level: Equatable, Sendable { case info, warning, error }

  /// Milliseconds since 1970.
  var time: Int64
  var level: Level
  var text: String

  /// Lines kept; older ones are forgotten.
  static let limit = 2000
}
