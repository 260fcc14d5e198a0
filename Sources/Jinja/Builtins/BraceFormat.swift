// `'{} is {name:>8}'.format(…)`, as Python does it, through the sandbox's ways to attributes.

extension Evaluator {
  func braceFormat(_ format: Text, _ arguments: Arguments) throws(JinjaError) -> Text {
    var automatic = 0
    return try braceFormat(format, arguments, &automatic, level: 0)
  }

  private func braceFormat(
    _ format: Text, _ arguments: Arguments, _ automatic: inout Int, level: Int
  ) throws(JinjaError) -> Text {
    guard level < 3 else { throw fail("a format is nested too deeply") }
    var builder = TextBuilder()
    let bytes = format.bytes
    var place = 0
    while place < bytes.count {
      let start = place
      while place < bytes.count, bytes[place] != UInt8(ascii: "{"), bytes[place] != UInt8(ascii: "}") { place += 1 }
      builder.append(format[start..<place])
      guard place < bytes.count else { break }
      let brace = bytes[place]
      if place + 1 < bytes.count, bytes[place + 1] == brace {
        builder.append(format[place..<(place + 1)])
        place += 2
        continue
      }
      guard brace == UInt8(ascii: "{") else { throw fail("a single '}' stands in a format") }
      let end = try endOfField(bytes, from: place + 1)
      let text = try field(format[(place + 1)..<end], arguments, &automatic, level: level)
      try charge(bytes: builder.count + text.bytes.count)
      builder.append(text)
      place = end + 1
    }
    return builder.text(safe: format.isSafe)
  }

  private func endOfField(_ bytes: [UInt8], from start: Int) throws(JinjaError) -> Int {
    var depth = 1
    var place = start
    while place < bytes.count {
      if bytes[place] == UInt8(ascii: "{") { depth += 1 }
      if bytes[place] == UInt8(ascii: "}") { depth -= 1 }
      if depth == 0 { return place }
      place += 1
    }
    throw fail("a '{' in a format has no '}'")
  }

  private func field(
    _ field: Text, _ arguments: Arguments, _ automatic: inout Int, level: Int
  ) throws(JinjaError) -> Text {
    var end = 0
    var brackets = 0
    while end < field.bytes.count {
      let byte = field.bytes[end]
      if byte == UInt8(ascii: "[") { brackets += 1 }
      if byte == UInt8(ascii: "]") { brackets -= 1 }
      if brackets <= 0, byte == UInt8(ascii: "!") || byte == UInt8(ascii: ":") { break }
      end += 1
    }
    let value = try lookUp(field[0..<end], arguments, &automatic)
    var rest = field[end..<field.bytes.count]
    var converted = value
    if rest.bytes.first == UInt8(ascii: "!") {
      switch rest.bytes.count > 1 ? rest.bytes[1] : 0 {
      case UInt8(ascii: "s"): converted = .string(try display(value))
      case UInt8(ascii: "r"), UInt8(ascii: "a"): converted = .string(try represent(value))
      default: throw fail("a conversion in a format is !s, !r or !a")
      }
      rest = rest[2..<rest.bytes.count]
    }
    guard rest.bytes.first == UInt8(ascii: ":") else { return try display(converted) }
    let spec = try braceFormat(rest[1..<rest.bytes.count], arguments, &automatic, level: level + 1)
    return try formatted(converted, spec)
  }

  private func lookUp(_ path: Text, _ arguments: Arguments, _ automatic: inout Int) throws(JinjaError) -> Value {
    let bytes = path.bytes
    var place = 0
    while place < bytes.count, bytes[place] != UInt8(ascii: "."), bytes[place] != UInt8(ascii: "[") { place += 1 }
    let name = path[0..<place]
    var index = Int(name.string)
    if name.isEmpty {
      index = automatic
      automatic += 1
    }
    var value: Value
    if let index {
      guard arguments.positional.indices.contains(index) else {
        throw fail("a format asks for the argument \(index), which is not given")
      }
      value = arguments.positional[index]
    } else {
      let wanted = name.string
      guard let found = arguments.named.first(where: { $0.name == wanted }) else {
        throw fail("a format asks for the argument '\(wanted)', which is not given")
      }
      value = found.value
    }
    while place < bytes.count {
      let isAttribute = bytes[place] == UInt8(ascii: ".")
      let start = place + 1
      place = start
      while place < bytes.count,
        isAttribute
          ? bytes[place] != UInt8(ascii: ".") && bytes[place] != UInt8(ascii: "[") : bytes[place] != UInt8(ascii: "]")
      { place += 1 }
      let part = path[start..<place]
      if isAttribute {
        value = try attribute(AttributeName(part), of: value)
      } else {
        guard place < bytes.count else { throw fail("a '[' in a format has no ']'") }
        place += 1
        value = try element(Int(part.string).map(Value.int) ?? .string(part), of: value)
      }
    }
    return value
  }

  private func formatted(_ value: Value, _ written: Text) throws(JinjaError) -> Text {
    guard !written.isEmpty else { return try display(value) }
    let spec = try spec(written)
    try charge(bytes: spec.width)
    switch value {
    case .string(let text):
      guard spec.kind == 0 || spec.kind == UInt8(ascii: "s") else {
        throw fail("a string cannot be written in the format '\(written.string)'")
      }
      let cut = spec.precision.map { text[0..<text.place(ofScalar: $0)] } ?? text
      var filled = spec
      if spec.fillsWithZeros { filled.filling = "0" }
      return filled.padded(cut, .left)
    case .bool, .int, .float: return try formatted(number: value, spec)
    default: throw fail("'\(value.typeName)' cannot be written in the format '\(written.string)'")
    }
  }

  private func formatted(number value: Value, _ spec: FormatSpec) throws(JinjaError) -> Text {
    var spec = spec
    if let number = value.index {
      var digits: String?
      var prefix = ""
      switch spec.kind {
      case 0, UInt8(ascii: "d"), UInt8(ascii: "n"):
        if spec.kind == 0, case .bool = value { return spec.padded(try display(value), .left) }
        digits = String(number.magnitude)
      case UInt8(ascii: "x"), UInt8(ascii: "X"):
        digits = String(number.magnitude, radix: 16, uppercase: spec.kind < 0x61)
        prefix = spec.isAlternate ? spec.kind < 0x61 ? "0X" : "0x" : ""
      case UInt8(ascii: "o"):
        digits = String(number.magnitude, radix: 8)
        prefix = spec.isAlternate ? "0o" : ""
      case UInt8(ascii: "b"):
        digits = String(number.magnitude, radix: 2)
        prefix = spec.isAlternate ? "0b" : ""
      case UInt8(ascii: "c"):
        guard number >= 0, number <= 0x10FFFF, let scalar = Unicode.Scalar(UInt32(number)) else {
          throw fail("\(number) is no character")
        }
        return spec.padded(Text(String(scalar)), .left)
      default: break
      }
      if let digits { return spec.number(isNegative: number < 0, digits, prefix: prefix) }
    }
    let number = value.number ?? 0
    let isNegative = number.sign == .minus
    switch spec.kind {
    case 0:
      guard spec.precision != nil else { return spec.number(isNegative: isNegative, number.magnitude.pythonText) }
      spec.kind = UInt8(ascii: "g")
      let digits = try floatDigits(number, spec)
      return spec.number(isNegative: isNegative, digits)
    case UInt8(ascii: "%"):
      spec.kind = UInt8(ascii: "f")
      return spec.number(isNegative: isNegative, try floatDigits(number * 100, spec) + "%")
    case UInt8(ascii: "n"):
      spec.kind = UInt8(ascii: "g")
      return spec.number(isNegative: isNegative, try floatDigits(number, spec))
    case UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "f"), UInt8(ascii: "F"), UInt8(ascii: "g"),
      UInt8(ascii: "G"):
      return spec.number(isNegative: isNegative, try floatDigits(number, spec))
    default: throw fail("a number cannot be written in the format '\(Unicode.Scalar(spec.kind))'")
    }
  }

  /// `[[fill]align][sign][#][0][width][grouping][.precision][type]`
  private func spec(_ written: Text) throws(JinjaError) -> FormatSpec {
    var reader = FormatReader(written)
    var spec = FormatSpec()
    let alignments: [UInt8] = [UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "^"), UInt8(ascii: "=")]
    var ahead = reader
    if let filling = ahead.character(), let alignment = ahead.peek, alignments.contains(alignment) {
      spec.filling = filling
      spec.alignment = alignment
      _ = ahead.next()
      reader = ahead
    } else if let alignment = reader.peek, alignments.contains(alignment) {
      spec.alignment = alignment
      _ = reader.next()
    }
    if let sign = reader.peek, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") || sign == UInt8(ascii: " ") {
      spec.sign = sign
      _ = reader.next()
    }
    spec.isAlternate = reader.accept(UInt8(ascii: "#"))
    spec.fillsWithZeros = reader.accept(UInt8(ascii: "0"))
    spec.width = reader.number() ?? 0
    if let grouping = reader.peek, grouping == UInt8(ascii: ",") || grouping == UInt8(ascii: "_") {
      spec.grouping = grouping
      _ = reader.next()
    }
    if reader.accept(UInt8(ascii: ".")) {
      guard let precision = reader.number() else { throw fail("the format '\(written.string)' lacks a precision") }
      spec.precision = precision
    }
    spec.kind = reader.next() ?? 0
    guard reader.peek == nil else { throw fail("the format '\(written.string)' is not known") }
    return spec
  }
}
