/// What a rule's brackets say about commands: `*` stands for any text, `\` before a sign takes it as it is, and
/// ` *` at the end also stands for nothing, so that `git diff *` matches `git diff`.
struct CommandPattern: Sendable, Hashable {
  private let whole: Wildcard
  /// Without the ` *` at its end.
  private let bare: Wildcard?

  init(_ text: String) {
    whole = Wildcard(text, flavour: .command)
    let endsOpen = whole.pieces.suffix(2) == [.sign(" "), .anyText]
    bare = endsOpen ? Wildcard(pieces: whole.pieces.dropLast(2)) : nil
  }

  /// The pattern that matches this text and nothing else.
  static func escaping(_ text: String) -> String { Wildcard.escaping(text, flavour: .command) }

  /// Whether it matches one text only.
  var isExact: Bool { whole.isExact }

  /// Whether it matches everything.
  var isUniversal: Bool { whole.isUniversal }

  /// Whether the whole of `text` matches.
  ///
  /// - Parameter forbidding: a rule that forbids sees letters in both cases, since the program's file may be found so.
  func matches(_ text: String, forbidding: Bool = false) -> Bool {
    whole.matches(text, ignoringCase: forbidding) || bare?.matches(text, ignoringCase: forbidding) == true
  }

  /// Whether what is not known yet of a text, where `ShellScript.Word.hole` stands, may come to match.
  func mayMatch(_ text: String) -> Bool {
    whole.mayMatch(text) || bare?.mayMatch(text) == true
  }
}
