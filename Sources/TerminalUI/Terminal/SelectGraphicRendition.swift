/// The sequence that gives the text after it a look (`ESC [ … m`), for what is written past curses.
enum SelectGraphicRendition {
  static func sequence(_ appearance: Appearance, depth: ColorDepth) -> String {
    var codes = ["0"]
    if appearance.bold { codes.append("1") }
    if appearance.dim { codes.append("2") }
    if appearance.italic { codes.append("3") }
    if appearance.underline { codes.append("4") }
    if appearance.reverse { codes.append("7") }
    codes += self.codes(appearance.foreground.reduced(to: depth), normal: 30, bright: 90, extended: 38)
    codes += self.codes(appearance.background.reduced(to: depth), normal: 40, bright: 100, extended: 48)
    return "\u{1B}[\(codes.joined(separator: ";"))m"
  }

  private static func codes(_ color: ThemeColor, normal: Int, bright: Int, extended: Int) -> [String] {
    switch color {
    case .none: []
    case .indexed(let index) where index < 8: ["\(normal + Int(index))"]
    case .indexed(let index) where index < 16: ["\(bright + Int(index) - 8)"]
    case .indexed(let index): ["\(extended)", "5", "\(index)"]
    case .rgb(let red, let green, let blue): ["\(extended)", "2", "\(red)", "\(green)", "\(blue)"]
    }
  }
}
