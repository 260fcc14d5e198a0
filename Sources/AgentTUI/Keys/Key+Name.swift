// Keys as people write and read them: `ctrl-x` in the config file, `Ctrl-X` on screen.

import TerminalUI

extension Key {
  private static let named: [(code: Code, name: String, shown: String)] = [
    (.enter, "enter", "Enter"), (.escape, "esc", "Esc"), (.tab, "tab", "Tab"), (.backspace, "backspace", "Backspace"),
    (.delete, "delete", "Del"), (.insert, "insert", "Ins"), (.up, "up", "Up"), (.down, "down", "Down"),
    (.left, "left", "Left"), (.right, "right", "Right"), (.home, "home", "Home"), (.end, "end", "End"),
    (.pageUp, "pgup", "PgUp"), (.pageDown, "pgdn", "PgDn"), (.character(" "), "space", "Space"),
  ]

  /// The key that `text` names: `q`, `G`, `?`, `f1`, `ctrl-x`, `alt-enter`, `shift-tab`; nil when it names none.
  init?(named text: String) {
    var rest = Substring(text)
    var control = false
    var alt = false
    var shift = false
    while rest.count > 1 {
      let lowered = rest.lowercased()
      if lowered.hasPrefix("ctrl-"), rest.count > 5 {
        control = true
        rest = rest.dropFirst(5)
      } else if lowered.hasPrefix("alt-"), rest.count > 4 {
        alt = true
        rest = rest.dropFirst(4)
      } else if lowered.hasPrefix("shift-"), rest.count > 6 {
        shift = true
        rest = rest.dropFirst(6)
      } else {
        break
      }
    }
    guard let code = Key.code(named: rest, lowercasingLetters: control) else { return nil }
    self.init(code, control: control, alt: alt, shift: shift)
  }

  private static func code(named name: Substring, lowercasingLetters: Bool) -> Code? {
    if name.count == 1, let character = name.first {
      return .character(lowercasingLetters ? Character(character.lowercased()) : character)
    }
    let lowered = name.lowercased()
    if let known = named.first(where: { $0.name == lowered }) { return known.code }
    if lowered.hasPrefix("f"), let number = Int(lowered.dropFirst()), (1...24).contains(number) {
      return .function(number)
    }
    return nil
  }

  /// As it stands on screen: `Ctrl-X`, `Alt-Enter`, `F1`, `G`.
  var shown: String {
    var text = ""
    if control { text += "Ctrl-" }
    if alt { text += "Alt-" }
    if shift { text += "Shift-" }
    if let known = Key.named.first(where: { $0.code == code }) { return text + known.shown }
    switch code {
    case .character(let character): return text + (control ? character.uppercased() : String(character))
    case .function(let number): return text + "F\(number)"
    case .enter, .escape, .tab, .backspace, .delete, .insert, .up, .down, .left, .right, .home, .end, .pageUp,
      .pageDown:
      return text  // all in `named`
    }
  }

  /// The text that pressing it writes, if any.
  var text: Character? {
    guard case .character(let character) = code, !control, !alt else { return nil }
    return character
  }
}
