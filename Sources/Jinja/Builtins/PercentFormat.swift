// `'%s is %d' % (…)`, as Python does it.

extension Evaluator {
  func percentFormat(_ format: Text, _ given: Value) throws(JinjaError) -> Text {
    var reader = FormatReader(format)
    var builder = TextBuilder()
    var items: [Value] = if case .tuple(let list) = given { list.items } else { [given] }
    var next = 0
    func nextValue() throws(JinjaError) -> Value {
      guard next < items.count else { throw fail("there are fewer arguments than the format asks for") }
      defer { next += 1 }
      return items[next]
    }
    while let literal = reader.literal(until: UInt8(ascii: "%")) {
      builder.append(literal)
      guard reader.accept(UInt8(ascii: "%")) else { break }
      var spec = FormatSpec()
      var isNamed = false
      var named = Value.none
      if reader.accept(UInt8(ascii: "(")) {
        guard case .dictionary(let dictionary) = given, let name = reader.balanced() else {
          throw fail("a format with names takes a dictionary")
        }
        guard let found = dictionary[name] else { throw fail("there is no '\(name.string)' for the format") }
        named = found
        isNamed = true
      }
      spec.readFlags(&reader)
      if reader.accept(UInt8(ascii: "*")) {
        spec.width = try integer(try nextValue(), 0, "the width of a format")
        if spec.width < 0 {
          spec.alignment = UInt8(ascii: "<")
          spec.width = spec.width == .min ? .max : -spec.width
        }
      } else {
        spec.width = reader.number() ?? 0
      }
      if reader.accept(UInt8(ascii: ".")) {
        spec.precision =
          reader.accept(UInt8(ascii: "*"))
          ? try integer(try nextValue(), 0, "the precision of a format") : reader.number() ?? 0
      }
      while reader.accept(UInt8(ascii: "l")) || reader.accept(UInt8(ascii: "h")) || reader.accept(UInt8(ascii: "L")) {}
      guard let kind = reader.next() else { throw fail("the format is incomplete") }
      if kind == UInt8(ascii: "%") {
        builder.append("%")
        continue
      }
      spec.kind = kind
      try charge(bytes: builder.count + max(0, spec.width))
      builder.append(try percentFormatted(isNamed ? named : try nextValue(), spec))
    }
    if case .tuple = given {
      guard next == items.count else { throw fail("there are more arguments than the format asks for") }
    } else if next == 0, !items.isEmpty {
      switch given {
      case .dictionary, .list: items = []
      default: throw fail("there are more arguments than the format asks for")
      }
    }
    return builder.text(safe: format.isSafe)
  }

  private func percentFormatted(_ value: Value, _ spec: FormatSpec) throws(JinjaError) -> Text {
    var spec = spec
    switch spec.kind {
    case UInt8(ascii: "s"), UInt8(ascii: "r"), UInt8(ascii: "a"):
      let text = spec.kind == UInt8(ascii: "s") ? try display(value) : try represent(value)
      spec.fillsWithZeros = false
      return spec.padded(spec.precision.map { text[0..<text.place(ofScalar: max(0, $0))] } ?? text, .right)
    case UInt8(ascii: "c"):
      if let number = value.index, number >= 0, number <= 0x10FFFF, let scalar = Unicode.Scalar(UInt32(number)) {
        return spec.padded(Text(String(scalar)), .right)
      }
      let text = try text(value, .empty, "'%c'")
      guard text.scalarCount == 1 else { throw fail("'%c' takes one character") }
      return spec.padded(text, .right)
    case UInt8(ascii: "d"), UInt8(ascii: "i"), UInt8(ascii: "u"):
      guard value.number != nil else { throw wrongType(value, "'%d'", "a number") }
      let number: Int
      if let index = value.index {
        number = index
      } else {
        guard let whole = Int(exactly: (value.number ?? 0).rounded(.towardZero)) else {
          throw fail("the number is too large")
        }
        number = whole
      }
      return spec.number(isNegative: number < 0, String(number.magnitude), minimum: spec.precision ?? 0)
    case UInt8(ascii: "x"), UInt8(ascii: "X"), UInt8(ascii: "o"):
      guard let number = value.index else { throw wrongType(value, "'%x' and '%o'", "a whole number") }
      let isOctal = spec.kind == UInt8(ascii: "o")
      let isUpper = spec.kind == UInt8(ascii: "X")
      let digits = String(number.magnitude, radix: isOctal ? 8 : 16, uppercase: isUpper)
      return spec.number(
        isNegative: number < 0, digits, prefix: spec.isAlternate ? isOctal ? "0o" : isUpper ? "0X" : "0x" : "",
        minimum: spec.precision ?? 0)
    case UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "f"), UInt8(ascii: "F"), UInt8(ascii: "g"),
      UInt8(ascii: "G"):
      guard let number = value.number else { throw wrongType(value, "a format for numbers", "a number") }
      return spec.number(isNegative: number.sign == .minus, try floatDigits(number, spec))
    default: throw fail("the format '%\(Unicode.Scalar(spec.kind))' is not known")
    }
  }

  /// The digits of a number without its sign, in the format `e`, `f` or `g`.
  func floatDigits(_ number: Double, _ spec: FormatSpec) throws(JinjaError) -> String {
    let isUpper = spec.kind < 0x61
    guard number.isFinite else { return number.isNaN ? (isUpper ? "NAN" : "nan") : isUpper ? "INF" : "inf" }
    let precision = spec.precision ?? 6
    try charge(bytes: max(0, precision))
    guard precision < 1000 else { throw fail("a format takes at most 999 digits") }
    let format = "%\(spec.isAlternate ? "#" : "").*\(Character(Unicode.Scalar(spec.kind)))"
    return printed(format, precision, number.magnitude)
  }
}
