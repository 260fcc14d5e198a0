/// A program that draws our screen into a terminal of its own, and hands on only what is wrapped for it.
package enum Multiplexer: Equatable, Sendable {
  case tmux, screen

  /// Where we are inside; nil for a terminal itself. One within the other is told by `TERM`, as far as it can be.
  package init?(environment: [String: String]) {
    let isInScreen = environment["STY"] != nil && environment["TERM"]?.hasPrefix("screen") == true
    if isInScreen {
      self = .screen
    } else if environment["TMUX"] != nil {
      self = .tmux
    } else {
      return nil
    }
  }

  /// Characters of a sequence in one wrapping: GNU screen drops what is beyond 768.
  private static let screenPiece = 500

  /// A sequence so wrapped that it reaches the terminal around.
  package func wrapped(_ sequence: String) -> String {
    switch self {
    case .tmux:
      return "\u{1B}Ptmux;" + sequence.unicodeScalars.map { $0 == "\u{1B}" ? "\u{1B}\u{1B}" : String($0) }.joined()
        + "\u{1B}\\"
    case .screen:
      // Piece by piece: the terminal puts them together again.
      var output = ""
      var rest = sequence.unicodeScalars[...]
      while !rest.isEmpty {
        output += "\u{1B}P\(String(rest.prefix(Self.screenPiece)))\u{1B}\\"
        rest = rest.dropFirst(Self.screenPiece)
      }
      return output
    }
  }

  /// A text for the clipboard: tmux takes it itself and hands it on.
  package func copy(_ text: String) -> String {
    let sequence = ControlSequences.copy(text)
    return self == .tmux ? sequence : wrapped(sequence)
  }
}
