/// A colour as a theme names it.
package enum ThemeColor: Hashable, Sendable {
  /// The terminal's own foreground or background.
  case none
  /// One of the 256 of the terminal's palette; the first 16 are the person's own.
  case indexed(UInt8)
  case rgb(red: UInt8, green: UInt8, blue: UInt8)
}
