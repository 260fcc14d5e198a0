import CNcurses

/// The colour pairs of curses, made when they are first needed.
struct ColorPairs {
  private struct Colors: Hashable {
    var foreground: Int32
    var background: Int32
  }

  let depth: ColorDepth
  private let limit: Int32
  private var pairs: [Colors: Int32] = [:]

  /// - Parameter depth: what the running curses can show.
  init(depth: ColorDepth) {
    self.depth = depth
    limit = agent_tui_color_pairs()
  }

  /// The attributes and the pair that show an appearance.
  mutating func look(of appearance: Appearance) -> (attributes: attr_t, pair: Int32) {
    var appearance = appearance
    let colors = Colors(
      foreground: number(appearance.foreground.reduced(to: depth), &appearance),
      background: number(appearance.background.reduced(to: depth), nil))
    let attributes = agent_tui_attributes(
      appearance.bold, appearance.italic, appearance.underline, appearance.reverse, appearance.dim)
    return (attributes, pair(colors))
  }

  /// Forgets the pairs: the theme has changed.
  mutating func reset() {
    pairs = [:]
  }

  private mutating func pair(_ colors: Colors) -> Int32 {
    if depth == .none || colors == Colors(foreground: -1, background: -1) { return 0 }
    if let known = pairs[colors] { return known }
    let pair = Int32(pairs.count + 1)
    // Where there are no more, the terminal's own colours are readable.
    guard pair < limit, agent_tui_init_pair(pair, colors.foreground, colors.background) == OK else { return 0 }
    pairs[colors] = pair
    return pair
  }

  private func number(_ color: ThemeColor, _ bold: UnsafeMutablePointer<Appearance>?) -> Int32 {
    if depth == .direct { return DirectColorDescription.number(of: color) }
    guard case .indexed(let index) = color else { return -1 }
    // Terminals of eight colours show the bright ones as bold; bold black may stay black, so grey is white there.
    guard depth == .sixteen, index >= 8, agent_tui_colors() < 16 else { return Int32(index) }
    if index == 8 { return bold == nil ? 0 : 7 }
    bold?.pointee.bold = true
    return Int32(index) - 8
  }
}
