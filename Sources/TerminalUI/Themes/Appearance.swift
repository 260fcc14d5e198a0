/// How something looks: colours and attributes, with no role left in it.
package struct Appearance: Hashable, Sendable {
  package var foreground = ThemeColor.none
  package var background = ThemeColor.none
  package var bold = false
  package var italic = false
  package var underline = false
  package var reverse = false
  package var dim = false

  package init(
    foreground: ThemeColor = .none, background: ThemeColor = .none, bold: Bool = false, italic: Bool = false,
    underline: Bool = false, reverse: Bool = false, dim: Bool = false
  ) {
    self.foreground = foreground
    self.background = background
    self.bold = bold
    self.italic = italic
    self.underline = underline
    self.reverse = reverse
    self.dim = dim
  }
}
