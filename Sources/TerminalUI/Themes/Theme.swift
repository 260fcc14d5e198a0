/// The colours of the console, by role, for dark and for light terminals.
struct Theme: Hashable, Sendable {
  var name: String
  var author: String
  /// Under what licence the palette was published.
  var license: String
  var dark: Palette
  var light: Palette

  /// The looks for a terminal whose background is dark or light; dark where that is not known.
  func palette(isDark: Bool?) -> Palette {
    isDark ?? true ? dark : light
  }
}
