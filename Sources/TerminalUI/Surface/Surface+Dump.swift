// A surface as text, for tests and for people who read them: what would stand on the screen, or which role
// stands where.

extension Surface {
  /// The rows as text, without the blanks at their ends.
  package var lines: [String] {
    (0..<size.height).map { y in
      var text = row(y).map(\.text).joined()
      while text.last == " " { text.removeLast() }
      return text
    }
  }

  /// The screen as a fixture: `surface 120x36`, the cursor, then each row with its number between bars.
  package var fixture: String {
    var output = "surface \(size.width)x\(size.height)"
    if let cursor { output += " cursor \(cursor.x),\(cursor.y)" }
    output += "\n"
    for y in 0..<size.height {
      output += "\(Surface.number(y)) |\(row(y).map(\.text).joined())|\n"
    }
    return output
  }

  /// The styles as a fixture: for each row its stretches of equal style, from column to column.
  var styleFixture: String {
    var output = "styles \(size.width)x\(size.height)\n"
    for y in 0..<size.height {
      var parts: [String] = []
      var start = 0
      let cells = Array(row(y))
      for x in 0..<size.width where x + 1 == size.width || cells[x + 1].style != cells[x].style {
        parts.append("\(start)-\(x) \(cells[x].style.name)")
        start = x + 1
      }
      output += "\(Surface.number(y)) \(parts.joined(separator: ", "))\n"
    }
    return output
  }

  private static func number(_ y: Int) -> String {
    let digits = String(y)
    return String(repeating: "0", count: max(0, 3 - digits.count)) + digits
  }
}

extension Style {
  /// The role and attributes in words: `heading+bold on overlay`.
  package var name: String {
    var name = role.rawValue
    if bold { name += "+bold" }
    if italic { name += "+italic" }
    if underline { name += "+underline" }
    if reverse { name += "+reverse" }
    if let ground { name += " on \(ground.rawValue)" }
    return name
  }
}
