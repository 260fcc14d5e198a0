import System

// From 24 bits down to what a terminal has. The first 16 colours of a palette are the person's own and can be
// anything, so the 256 are matched by the fixed ones only (the 6×6×6 cube and the greys); for 16, by xterm's.

extension ThemeColor {
  /// This colour, or the nearest one that a terminal of this depth shows.
  func reduced(to depth: ColorDepth) -> ThemeColor {
    switch (depth, self) {
    case (.direct, _), (_, .none): return self
    case (.none, _): return .none
    case (.palette256, .indexed): return self
    case (.palette256, .rgb): return nearest(among: 16...255)
    case (.sixteen, .indexed(let index)) where index < 16: return self
    case (.sixteen, _): return nearest(among: 0...15)
    }
  }

  /// Red, green and blue from 0 to 255; those of xterm for a colour of the palette, nil for the terminal's own.
  var components: (red: Int, green: Int, blue: Int)? {
    switch self {
    case .none: return nil
    case .rgb(let red, let green, let blue): return (Int(red), Int(green), Int(blue))
    case .indexed(let index):
      let index = Int(index)
      if index < 16 { return Self.base[index] }
      if index < 232 {
        let cube = index - 16
        return (Self.levels[cube / 36], Self.levels[cube / 6 % 6], Self.levels[cube % 6])
      }
      let grey = 8 + 10 * (index - 232)
      return (grey, grey, grey)
    }
  }

  private func nearest(among candidates: ClosedRange<UInt8>) -> ThemeColor {
    guard let wanted = components else { return self }
    var best: (index: UInt8, distance: Int) = (candidates.lowerBound, .max)
    for index in candidates {
      guard let color = ThemeColor.indexed(index).components else { continue }
      // Weighted by how much of each the eye sees at this redness.
      let redMean = (wanted.red + color.red) / 2
      let (red, green, blue) = (wanted.red - color.red, wanted.green - color.green, wanted.blue - color.blue)
      let distance = ((512 + redMean) * red * red) / 256 + 4 * green * green + ((767 - redMean) * blue * blue) / 256
      if distance < best.distance { best = (index, distance) }
    }
    return .indexed(best.index)
  }

  private static let levels = [0, 95, 135, 175, 215, 255]

  /// xterm's first sixteen.
  private static let base: [(red: Int, green: Int, blue: Int)] = [
    (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
    (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255),
    (255, 255, 255),
  ]

  /// The contrast of two colours after WCAG 2, from 1 to 21; nil where one is the terminal's own.
  func contrast(to other: ThemeColor) -> Double? {
    guard let mine = luminance, let theirs = other.luminance else { return nil }
    return (max(mine, theirs) + 0.05) / (min(mine, theirs) + 0.05)
  }

  /// Relative luminance, 0 to 1.
  var luminance: Double? {
    guard let (red, green, blue) = components else { return nil }
    func linear(_ value: Int) -> Double {
      let share = Double(value) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }
}
