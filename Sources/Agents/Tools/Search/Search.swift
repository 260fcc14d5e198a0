/// What is looked for in files, and what is to be told of it.
struct Search: Sendable {
  /// What a search tells.
  enum Output: String, CaseIterable {
    case lines
    /// Only which files.
    case files
    /// How many lines in each file.
    case count
  }

  var pattern: String
  /// Whether the pattern is a text that is meant as it stands.
  var isPlainText = false
  var ignoresCase = false
  /// Lines before and after each that matches.
  var context = 0
  var output = Output.lines
}
