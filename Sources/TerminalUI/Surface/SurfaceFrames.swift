// Frames in a picture are drawn as lines: a font's own box characters meet only where its line height is the picture's.

/// Takes the frames out of a run of cells.
enum SurfaceFrames {
  /// Which ways a character's line goes from the middle of its cell.
  private static let arms: [Character: (left: Bool, right: Bool, up: Bool, down: Bool)] = [
    "─": (true, true, false, false), "│": (false, false, true, true), "┌": (false, true, false, true),
    "┐": (true, false, false, true), "└": (false, true, true, false), "┘": (true, false, true, false),
  ]

  /// The run with a blank in place of each frame's character, and the frames as the data of an SVG path.
  ///
  /// - Parameters:
  ///   - left, top: of the run, in the picture's units.
  ///   - cell: width and height of a cell.
  static func taken(
    from run: String, left: Double, top: Double, cell: (width: Double, height: Double)
  ) -> (rest: String, path: String) {
    var rest = ""
    var path = ""
    var column = 0
    /// Where a line to the right began that has not ended yet.
    var begun: Double?
    let middle = top + cell.height / 2
    for character in run {
      let x = left + Double(column) * cell.width
      let centre = x + cell.width / 2
      column += character.displayWidth
      let arms = arms[character]
      rest.append(arms == nil ? character : " ")
      if arms?.left != true, let start = begun {
        path += "M\(Self.figure(start)) \(Self.figure(middle))H\(Self.figure(x))"
        begun = nil
      }
      guard let arms else { continue }
      if arms.left, begun == nil { begun = x }
      if arms.left, !arms.right, let start = begun {
        path += "M\(Self.figure(start)) \(Self.figure(middle))H\(Self.figure(centre))"
        begun = nil
      }
      if arms.right, begun == nil { begun = centre }
      if arms.up || arms.down {
        let from = arms.up ? top : middle
        let to = arms.down ? top + cell.height : middle
        path += "M\(Self.figure(centre)) \(Self.figure(from))V\(Self.figure(to))"
      }
    }
    if let start = begun {
      path += "M\(Self.figure(start)) \(Self.figure(middle))H\(Self.figure(left + Double(column) * cell.width))"
    }
    return (rest, path)
  }

  /// A figure of the picture, to a tenth.
  static func figure(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }
}
