/// What the word at the start of a task can become: `@agent`, `@all`, `@any`, or `/prompt`.
struct Completion: Equatable, Sendable {
  /// Whole words, with their mark.
  var candidates: [String]
  /// Pieces of the input that come before the word.
  var start: Int

  /// The completion of the word that ends at the cursor; nil when there is nothing to complete.
  init?(_ input: TextInput, agents: [String], prompts: [String]) {
    let before = input.textBeforeCursor
    guard let mark = before.first, mark == "@" || mark == "/", !before.contains(where: \.isWhitespace) else {
      return nil
    }
    let names = mark == "@" ? agents + Address.groups : prompts
    let typed = before.dropFirst().lowercased()
    candidates = names.filter { $0.lowercased().hasPrefix(typed) }.map { "\(mark)\($0)" }
    start = 0
    if candidates.isEmpty { return nil }
  }

  /// As far as all candidates agree; with the blank after it when there is one candidate.
  var agreed: String {
    guard let first = candidates.first else { return "" }
    if candidates.count == 1 { return first + " " }
    return candidates.dropFirst().reduce(first) { common, next in
      String(zip(common, next).prefix { $0.lowercased() == $1.lowercased() }.map(\.0))
    }
  }
}
