extension Evaluator {
  /// The items with a separator between them.
  func join(_ items: [Value], with separator: Text, requiresStrings: Bool) throws(JinjaError) -> Value {
    var builder = TextBuilder()
    for (number, item) in items.enumerated() {
      if number > 0 { builder.append(separator) }
      if requiresStrings {
        guard case .string(let text) = item else { throw wrongType(item, "'join'", "strings") }
        builder.append(text)
      } else {
        builder.append(try display(item))
      }
      try charge()
      guard builder.count <= limits.textBytes else { break }
    }
    return try string(builder.text())
  }

  func padded(_ text: Text, _ method: StringMethod, _ given: [Value?], _ what: String) throws(JinjaError) -> Value {
    let filling = try self.text(given[1], " ", what)
    guard filling.scalarCount == 1 else { throw fail("\(what) fills with one character") }
    return try padded(text, method, width: try integer(given[0], 0, what), filling)
  }

  func padded(_ text: Text, _ method: StringMethod, width: Int, _ filling: Text) throws(JinjaError) -> Value {
    let missing = width - text.scalarCount
    guard missing > 0 else { return .string(text) }
    try charge(bytes: min(missing, Int.max >> 3) * filling.bytes.count)
    let left =
      switch method {
      case .rjust: missing
      case .center: missing / 2 + (missing & width & 1)
      default: 0
      }
    var builder = TextBuilder()
    for _ in 0..<left { builder.append(filling) }
    builder.append(text)
    for _ in left..<missing { builder.append(filling) }
    return .string(builder.text(safe: text.isSafe))
  }

  func filled(_ text: Text, _ width: Int) throws(JinjaError) -> Value {
    let missing = width - text.scalarCount
    guard missing > 0 else { return .string(text) }
    try charge(bytes: missing)
    let hasSign = text.bytes.first == UInt8(ascii: "-") || text.bytes.first == UInt8(ascii: "+")
    var builder = TextBuilder()
    if hasSign { builder.append(text[0..<1]) }
    builder.appendPadding(missing, UInt8(ascii: "0"))
    builder.append(text[(hasSign ? 1 : 0)..<text.bytes.count])
    return .string(builder.text())
  }

  func expanded(_ text: Text, _ size: Int) throws(JinjaError) -> Value {
    var builder = TextBuilder()
    var column = 0
    for (scalar, range) in text.scalars {
      if scalar == "\t" {
        let width = size > 0 ? size - column % size : 0
        try charge(bytes: builder.count + width)
        builder.appendPadding(width)
        column += width
      } else {
        builder.append(text[range])
        column = scalar == "\n" || scalar == "\r" ? 0 : column + 1
      }
    }
    return try string(builder.text())
  }
}
