/// What the word at the cursor can become: `@agent`, `@all`, `@any` or `/prompt` at the start of a task, `@path`
/// anywhere.
struct Completion: Equatable, Sendable {
  /// One thing that it can become.
  enum Candidate: Equatable, Sendable {
    /// A word with its mark.
    case word(String)
    /// A file of the workspace.
    case file(String)

    /// As it is shown.
    var shown: String {
      switch self {
      case .word(let word): word
      case .file(let path): "@\(path)"
      }
    }
  }

  /// The candidates that `Tab` goes through, one at each press.
  struct Cycle: Equatable, Sendable {
    var candidates: [Candidate]
    var place = 0
    /// Pieces of the input that come before the word.
    var start: Int
  }

  var candidates: [Candidate]
  /// Pieces of the input that come before the word.
  var start: Int
  /// The word as it stands.
  var typed: String

  /// The completion of the word that ends at the cursor; nil when there is nothing to complete.
  ///
  /// - Parameter files: those that the word may mean, the best first.
  init?(_ input: TextInput, agents: [String], prompts: [String], files: [String]) {
    (start, typed) = input.wordBeforeCursor
    guard let mark = typed.first, mark == "@" || mark == "/" else { return nil }
    let letters = typed.dropFirst().lowercased()
    let names = start > 0 ? [] : mark == "@" ? agents + Address.groups : prompts
    candidates = names.filter { $0.lowercased().hasPrefix(letters) }.map { .word("\(mark)\($0)") }
    if mark == "@" { candidates += files.map { .file($0) } }
    if candidates.isEmpty { return nil }
  }

  /// How the candidates go on after what is typed, as far as all of them agree; nil when they do not go on from there.
  var agreed: String? {
    guard let first = candidates.first?.shown else { return nil }
    let common = candidates.dropFirst().reduce(first) { common, next in
      String(zip(common, next.shown).prefix { $0.lowercased() == $1.lowercased() }.map(\.0))
    }
    return common.count > typed.count && common.lowercased().hasPrefix(typed.lowercased()) ? common : nil
  }
}

extension ConsoleState {
  /// What the word at the cursor can become.
  var completion: Completion? {
    Completion(
      composer.input, agents: agents.map(\.name), prompts: composer.prompts.keys.sorted(),
      files: composer.mentions.matches)
  }
}
