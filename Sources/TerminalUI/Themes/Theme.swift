/// The colours of the console, by role, for dark and for light terminals.
package struct Theme: Hashable, Sendable {
  package var name: String
  var author: String
  /// Under what licence the palette was published.
  var license: String
  package var dark: Palette
  package var light: Palette

  /// The looks for a terminal whose background is dark or light; dark where that is not known.
  package func palette(isDark: Bool?) -> Palette {
    isDark ?? true ? dark : light
  }
}
