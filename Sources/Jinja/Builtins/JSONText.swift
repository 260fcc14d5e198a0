// `tojson` as transformers defines it: Python's `json.dumps` without escapes for HTML. Punctuation is the template's;
// what stands between the quotes of a string, escapes included, has the string's own mark.

struct JSONText {
  let evaluator: Evaluator
  let isASCII: Bool
  /// What each level is set in by; nil writes on one line.
  let indentation: Text?
  let separators: (item: Text, key: Text)
  let sortsKeys: Bool
  var builder = TextBuilder()

  mutating func write(_ value: Value, level: Int) throws(JinjaError) {
    try evaluator.charge()
    try evaluator.checkStack()
    guard builder.count <= evaluator.limits.textBytes else {
      throw JinjaError(.limit, line: evaluator.line, "a value is too large to be written as JSON")
    }
    switch value {
    case .none: builder.append("null")
    case .bool(let truth): builder.append(truth ? "true" : "false")
    case .int(let number): builder.append(String(number))
    case .float(let number): builder.append(Self.text(number))
    case .string(let text): write(text)
    case .list(let list), .tuple(let list):
      builder.append("[")
      for (number, item) in list.items.enumerated() {
        try startItem(number, level + 1)
        try write(item, level: level + 1)
      }
      try endItems(list.items.count, level)
      builder.append("]")
    case .dictionary(let dictionary):
      builder.append("{")
      for (number, (key, value)) in try members(dictionary).enumerated() {
        try startItem(number, level + 1)
        write(try self.key(key))
        builder.append(separators.key)
        try write(value, level: level + 1)
      }
      try endItems(dictionary.count, level)
      builder.append("}")
    case .undefined, .range, .view, .generator, .namespace, .macro, .loop, .cycler, .joiner, .global, .method:
      throw evaluator.fail("'\(value.typeName)' cannot be written as JSON")
    }
  }

  private func members(_ dictionary: ValueDictionary) throws(JinjaError) -> [(Value, Value)] {
    guard sortsKeys else { return dictionary.members }
    return try evaluator.sorted(dictionary.members) { (left, right) throws(JinjaError) in
      try evaluator.isLess(left.0, right.0)
    }
  }

  private func key(_ key: Value) throws(JinjaError) -> Text {
    switch key {
    case .string(let text): return text
    case .none: return "null"
    case .bool(let truth): return truth ? "true" : "false"
    case .int(let number): return Text(String(number))
    case .float(let number): return Text(Self.text(number))
    default: throw evaluator.fail("'\(key.typeName)' cannot be a key in JSON")
    }
  }

  private static func text(_ number: Double) -> String {
    number.isFinite ? number.pythonText : number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity"
  }

  private mutating func startItem(_ number: Int, _ level: Int) throws(JinjaError) {
    if number > 0 { builder.append(separators.item) }
    try startLine(level)
  }

  private mutating func endItems(_ count: Int, _ level: Int) throws(JinjaError) {
    if count > 0 { try startLine(level) }
  }

  private mutating func startLine(_ level: Int) throws(JinjaError) {
    guard let indentation else { return }
    builder.append("\n")
    try evaluator.charge(bytes: indentation.bytes.count * level)
    for _ in 0..<level { builder.append(indentation) }
  }

  private mutating func write(_ text: Text) {
    builder.append("\"")
    if text.bytes.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C || (isASCII && $0 > 0x7E) }) {
      for (scalar, range) in text.scalars {
        let mark = text.mark(at: range.lowerBound)
        switch scalar {
        case "\"": builder.append("\\\"", mark: mark)
        case "\\": builder.append("\\\\", mark: mark)
        case "\n": builder.append("\\n", mark: mark)
        case "\r": builder.append("\\r", mark: mark)
        case "\t": builder.append("\\t", mark: mark)
        case "\u{08}": builder.append("\\b", mark: mark)
        case "\u{0C}": builder.append("\\f", mark: mark)
        default:
          if scalar.value < 0x20 || (isASCII && scalar.value > 0x7E) {
            for unit in UTF16.encode(scalar)! { builder.append("\\u" + hexadecimal(UInt32(unit), 4), mark: mark) }
          } else {
            builder.append(text.bytes[range], mark: mark)
          }
        }
      }
    } else {
      builder.append(text)
    }
    builder.append("\"")
  }
}

extension Evaluator {
  func json(_ value: Value, _ arguments: Arguments) throws(JinjaError) -> Value {
    let given = try bind(
      arguments, to: ["ensure_ascii", "indent", "separators", "sort_keys"], of: "the filter 'tojson'")
    var indentation: Text?
    switch given[1] {
    case nil, .some(.none): break
    case .string(let text): indentation = text
    case let value?:
      let width = max(0, try integer(value, 0, "the indent of 'tojson'"))
      try charge(bytes: width)
      indentation = Text(bytes: [UInt8](repeating: 0x20, count: width), mark: 0)
    }
    var separators: (item: Text, key: Text) = (indentation == nil ? ", " : ",", ": ")
    if let value = given[2] {
      if case .none = value {
      } else {
        let parts = try iterate(value)
        guard parts.count == 2 else { throw fail("the separators of 'tojson' are two strings") }
        separators = (
          try text(parts[0], .empty, "the separators of 'tojson'"),
          try text(parts[1], .empty, "the separators of 'tojson'")
        )
      }
    }
    var writer = JSONText(
      evaluator: self, isASCII: given[0]?.isTrue ?? false, indentation: indentation, separators: separators,
      sortsKeys: given[3]?.isTrue ?? false)
    try writer.write(value, level: 0)
    return try string(writer.builder.text())
  }
}
