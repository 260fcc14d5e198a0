/// The looks of the roles, for one kind of background.
package struct Palette: Hashable, Sendable {
  /// What a theme says of one role; nil where it leaves a colour to the ground.
  package struct Entry: Hashable, Sendable {
    package var foreground: ThemeColor?
    package var background: ThemeColor?
    package var bold = false
    package var italic = false
    package var underline = false
    package var reverse = false
    package var dim = false
  }

  package var entries: [Role: Entry]

  package init(entries: [Role: Entry]) { self.entries = entries }

  /// What a style looks like.
  ///
  /// The background is the role's own, or else that of its ground (plain `text` takes the ground's always). On a
  /// selection, a match or the cursor the ground's foreground counts too: what is chosen must be readable
  /// whatever colour it had before.
  func appearance(of style: Style) -> Appearance {
    let ground = style.ground ?? style.role.ground
    let below = entries[ground] ?? Entry()
    let own = isMarked(ground) ? below : entries[style.role] ?? Entry()
    let text = entries[.text] ?? Entry()
    let background = style.role == .text ? nil : own.background
    return Appearance(
      foreground: own.foreground ?? below.foreground ?? text.foreground ?? .none,
      background: background ?? below.background ?? text.background ?? .none,
      bold: own.bold || style.bold, italic: own.italic || style.italic,
      underline: own.underline || style.underline, reverse: own.reverse != style.reverse, dim: own.dim)
  }

  private func isMarked(_ ground: Role) -> Bool {
    ground == .selection || ground == .match || ground == .cursor
  }
}
