// What Python's `str()` and `repr()` print.

extension Evaluator {
  /// The value as text.
  func display(_ value: Value) throws(JinjaError) -> Text {
    switch value {
    case .string(let text): return text.isSafe ? text.marked(safe: false) : text
    case .undefined: return .empty
    default:
      var builder = TextBuilder()
      try represent(value, in: &builder, level: 0)
      return builder.text()
    }
  }

  func represent(_ value: Value) throws(JinjaError) -> Text {
    var builder = TextBuilder()
    try represent(value, in: &builder, level: 0)
    return builder.text()
  }

  private func represent(_ value: Value, in builder: inout TextBuilder, level: Int) throws(JinjaError) {
    try charge()
    guard builder.count <= limits.textBytes, level <= limits.valueDepth + 8 else {
      throw JinjaError(.limit, line: line, "a value is too large or too deep to be printed")
    }
    try checkStack()
    switch value {
    case .undefined: builder.append("Undefined")
    case .none: builder.append("None")
    case .bool(let truth): builder.append(truth ? "True" : "False")
    case .int(let number): builder.append(String(number))
    case .float(let number): builder.append(number.pythonText)
    case .string(let text):
      if text.isSafe { builder.append("Markup(") }
      text.represent(in: &builder)
      if text.isSafe { builder.append(")") }
    case .list(let list): try represent(list.items, between: "[", "]", in: &builder, level)
    case .tuple(let list):
      try represent(list.items, between: "(", list.items.count == 1 ? ",)" : ")", in: &builder, level)
    case .dictionary(let dictionary):
      try represent(dictionary.members, in: &builder, level)
    case .range(let range):
      builder.append("range(\(range.start), \(range.element(range.count))")
      builder.append(range.step == 1 ? ")" : ", \(range.step))")
    case .view(let view):
      builder.append("\(view.kind.rawValue)(")
      try represent(view.list.items, between: "[", "]", in: &builder, level)
      builder.append(")")
    case .namespace(let namespace):
      builder.append("<Namespace ")
      try represent(namespace.members.map { (.string($0.0), $0.1) }, in: &builder, level)
      builder.append(">")
    case .macro(let macro):
      builder.append("<Macro ")
      Text(macro.definition.name).represent(in: &builder)
      builder.append(">")
    case .loop(let loop): builder.append("<LoopContext \(loop.index + 1)/\(loop.items.count)>")
    case .generator, .cycler, .joiner, .global, .method: builder.append("<\(value.typeName)>")
    }
  }

  private func represent(
    _ items: [Value], between opening: String, _ closing: String, in builder: inout TextBuilder, _ level: Int
  ) throws(JinjaError) {
    builder.append(opening)
    for (number, item) in items.enumerated() {
      if number > 0 { builder.append(", ") }
      try represent(item, in: &builder, level: level + 1)
    }
    builder.append(closing)
  }

  private func represent(
    _ members: [(Value, Value)], in builder: inout TextBuilder, _ level: Int
  ) throws(JinjaError) {
    builder.append("{")
    for (number, (key, value)) in members.enumerated() {
      if number > 0 { builder.append(", ") }
      try represent(key, in: &builder, level: level + 1)
      builder.append(": ")
      try represent(value, in: &builder, level: level + 1)
    }
    builder.append("}")
  }
}

extension Text {
  /// The text as Python writes it in its source, with quotes; they are the template's, what is between keeps its marks.
  func represent(in builder: inout TextBuilder) {
    let quote: UInt8 =
      bytes.contains(UInt8(ascii: "'")) && !bytes.contains(UInt8(ascii: "\"")) ? UInt8(ascii: "\"") : UInt8(ascii: "'")
    builder.append(byte: quote, mark: 0)
    for (scalar, range) in scalars {
      let mark = mark(at: range.lowerBound)
      switch scalar {
      case "\\": builder.append("\\\\", mark: mark)
      case "\n": builder.append("\\n", mark: mark)
      case "\r": builder.append("\\r", mark: mark)
      case "\t": builder.append("\\t", mark: mark)
      default:
        if scalar.value == UInt32(quote) {
          builder.append("\\'", mark: mark)
        } else if scalar.isPrintable {
          builder.append(bytes[range], mark: mark)
        } else {
          let (letter, width) = scalar.value < 0x100 ? ("x", 2) : scalar.value < 0x10000 ? ("u", 4) : ("U", 8)
          builder.append("\\" + letter + hexadecimal(scalar.value, width), mark: mark)
        }
      }
    }
    builder.append(byte: quote, mark: 0)
  }
}

/// Small hexadecimal digits, at least `width` of them.
func hexadecimal(_ value: UInt32, _ width: Int) -> String {
  let digits = String(value, radix: 16)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

extension Unicode.Scalar {
  /// What Python's `str.isprintable` says.
  var isPrintable: Bool {
    if value >= 0x20, value < 0x7F { return true }
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: return false
    case .spaceSeparator: return self == " "
    default: return true
    }
  }
}

extension Double {
  /// As Python's `repr` writes it: the shortest digits that mean it, with an exponent below 1e-4 and from 1e16.
  var pythonText: String {
    guard isFinite else { return isNaN ? "nan" : self < 0 ? "-inf" : "inf" }
    if self == 0 { return sign == .minus ? "-0.0" : "0.0" }
    var digits = ""
    var exponent = 0
    var pointAt: Int?
    var afterExponent = false
    var written = ""
    for character in "\(magnitude)" {
      if character == "e" {
        afterExponent = true
      } else if afterExponent {
        written.append(character)
      } else if character == "." {
        pointAt = digits.count
      } else {
        digits.append(character)
      }
    }
    exponent = Int(written) ?? 0
    // The value is 0.DIGITS × 10^point.
    var point = (pointAt ?? digits.count) + exponent
    let leading = digits.prefix { $0 == "0" }.count
    digits.removeFirst(leading)
    point -= leading
    while digits.last == "0" { digits.removeLast() }
    let minus = self < 0 ? "-" : ""
    if point > 16 || point < -3 {
      let power = point - 1
      let mantissa = digits.count > 1 ? "\(digits.prefix(1)).\(digits.dropFirst())" : digits
      return "\(minus)\(mantissa)e\(power < 0 ? "-" : "+")\(abs(power) < 10 ? "0" : "")\(abs(power))"
    }
    if point <= 0 { return "\(minus)0.\(String(repeating: "0", count: -point))\(digits)" }
    if point >= digits.count { return "\(minus)\(digits)\(String(repeating: "0", count: point - digits.count)).0" }
    return "\(minus)\(digits.prefix(point)).\(digits.dropFirst(point))"
  }
}
