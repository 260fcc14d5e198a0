/// How something looks: colours and attributes, with no role left in it.
struct Appearance: Hashable, Sendable {
  var foreground = ThemeColor.none
  var background = ThemeColor.none
  var bold = false
  var italic = false
  var underline = false
  var reverse = false
  var dim = false
}
