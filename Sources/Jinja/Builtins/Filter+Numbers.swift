import System

extension Evaluator {
  func apply(numeric filter: Filter, to value: Value, _ arguments: Arguments) throws(JinjaError) -> Value {
    let what = "the filter '\(filter.rawValue)'"
    switch filter {
    case .abs:
      if case .float(let number) = value { return .float(number.magnitude) }
      guard let number = value.index else { throw wrongType(value, what, "a number") }
      return number < 0 ? try negate(.int(number)) : .int(number)
    case .int:
      if case .undefined(let undefined) = value { throw fail(undefined) }
      let given = try bind(arguments, to: ["default", "base"], of: what)
      let base = try integer(given[1], 10, what)
      return whole(value, base: base).map(Value.int) ?? given[0] ?? .int(0)
    case .float:
      if case .undefined(let undefined) = value { throw fail(undefined) }
      let otherwise = try bind(arguments, to: ["default"], of: what)[0] ?? .float(0)
      if case .string(let text) = value { return text.number.map(Value.float) ?? otherwise }
      return value.number.map(Value.float) ?? otherwise
    case .round: return try round(value, try bind(arguments, to: ["precision", "method"], of: what), what)
    case .sum: return try sum(value, try bind(arguments, to: ["attribute", "start"], of: what), what)
    case .min, .max:
      return try extreme(value, filter, try bind(arguments, to: ["case_sensitive", "attribute"], of: what))
    default: return try fileSize(value, try bind(arguments, to: ["binary"], of: what)[0]?.isTrue ?? false, what)
    }
  }

  /// What Python's `int()` gives, or through `float()`.
  private func whole(_ value: Value, base: Int) -> Int? {
    if let number = value.index { return number }
    var number = value.number
    if case .string(let text) = value {
      if let whole = text.wholeNumber(base: base) { return whole }
      number = text.number
    }
    guard let number, number.isFinite else { return nil }
    return Int(exactly: number.rounded(.towardZero))
  }

  private func round(_ value: Value, _ given: [Value?], _ what: String) throws(JinjaError) -> Value {
    guard let number = value.number else { throw wrongType(value, what, "a number") }
    let precision = try integer(given[0], 0, what)
    let method = try text(given[1], "common", what).string
    if method == "common", value.index != nil, precision >= 0 { return .int(value.index ?? 0) }
    let scale = pow(10, Double(precision))
    switch method {
    case "common":
      guard number.isFinite, precision < 300, precision > -300 else { return value }
      if precision == 0 { return .float(number.rounded(.toNearestOrEven)) }
      if precision > 0 { return .float(Double(fixed(number, precision)) ?? number) }
      let rounded = (number * scale).rounded(.toNearestOrEven) / scale
      return value.index == nil ? .float(rounded) : .int(Int(exactly: rounded) ?? 0)
    case "ceil": return .float((number * scale).rounded(.up) / scale)
    case "floor": return .float((number * scale).rounded(.down) / scale)
    default: throw fail("\(what) knows the methods common, ceil and floor, found '\(method)'")
    }
  }

  private func sum(_ value: Value, _ given: [Value?], _ what: String) throws(JinjaError) -> Value {
    var total = given[1] ?? .int(0)
    let path = try optionalPath(given[0], what)
    for item in try iterate(value) {
      if case .string = total { throw fail("\(what) adds no strings") }
      total = try calculate(
        total, .add, try path.map { (path) throws(JinjaError) in try follow(path, from: item) } ?? item)
    }
    return total
  }

  private func extreme(_ value: Value, _ filter: Filter, _ given: [Value?]) throws(JinjaError) -> Value {
    let path = try optionalPath(given[1], "the filter '\(filter.rawValue)'")
    let isCaseSensitive = given[0]?.isTrue ?? false
    var best: (item: Value, key: Value)?
    for item in try iterate(value) {
      let key = try sortKey(item, path, isCaseSensitive)
      guard let known = best else {
        best = (item, key)
        continue
      }
      if try filter == .min ? isLess(key, known.key) : isLess(known.key, key) { best = (item, key) }
    }
    return best?.item ?? .undefined(Undefined(hint: .sentence("there is nothing to choose from")))
  }

  private func fileSize(_ value: Value, _ isBinary: Bool, _ what: String) throws(JinjaError) -> Value {
    var number = value.number
    if case .string(let text) = value { number = text.number }
    guard let bytes = number else { throw wrongType(value, what, "a number") }
    let base: Double = isBinary ? 1024 : 1000
    if bytes == 1 { return "1 Byte" }
    if bytes < base { return .text("\(Int(bytes)) Bytes") }
    let prefixes =
      isBinary
      ? ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"] : ["kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"]
    var unit = base
    for (place, prefix) in prefixes.enumerated() {
      unit *= base
      if bytes < unit || place == prefixes.count - 1 { return .text("\(fixed(base * bytes / unit, 1)) \(prefix)") }
    }
    return .string(.empty)
  }
}

/// A number with so many digits after the point, rounded as C rounds.
func fixed(_ number: Double, _ digits: Int) -> String { printed("%.*f", digits, number) }

/// A number by a format of C that takes a precision.
func printed(_ format: String, _ precision: Int, _ number: Double) -> String {
  let arguments: [any CVarArg] = [Int32(clamping: precision), number]
  let needed = withVaList(arguments) { vsnprintf(nil, 0, format, $0) }
  guard needed > 0 else { return "" }
  var buffer = [CChar](repeating: 0, count: Int(needed) + 1)
  _ = withVaList(arguments) { vsnprintf(&buffer, buffer.count, format, $0) }
  return String(decoding: buffer.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

extension Value: ExpressibleByStringLiteral {
  init(stringLiteral value: StaticString) { self = .string(Text(stringLiteral: value)) }
}

extension Text {
  /// The number that Python's `float()` reads in it.
  var number: Double? {
    let word = stripped().string.lowercased()
    guard !word.contains("x"), !word.contains("p"), !word.hasPrefix("_"), !word.hasSuffix("_"), !word.contains("(")
    else { return nil }
    return Double(word.contains("_") ? word.filter { $0 != "_" } : word)
  }

  /// The number that Python's `int()` reads in it.
  func wholeNumber(base: Int) -> Int? {
    guard base == 0 || (2...36).contains(base) else { return nil }
    var word = Substring(stripped().string.lowercased())
    let isNegative = word.hasPrefix("-")
    if isNegative || word.hasPrefix("+") { word = word.dropFirst() }
    var radix = base == 0 ? 10 : base
    for (prefix, its) in [("0x", 16), ("0o", 8), ("0b", 2)] where word.hasPrefix(prefix) && (base == 0 || base == its) {
      radix = its
      word = word.dropFirst(2)
    }
    guard let first = word.first, first != "+", first != "-", first != "_" else { return nil }
    return Int((isNegative ? "-" : "") + word.filter { $0 != "_" }, radix: radix)
  }
}
