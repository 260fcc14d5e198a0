// A range of numbers as text: the whole numbers within, each with any fraction, and at the two ends the fractions that
// stay within. 0.5…2.75 is 0 with a fraction from .5 on, 1 with any, and 2 with one up to .75. Exponents are offered only
// where there is no bound.

import OrderedJSON

/// The grammar of numbers within bounds.
enum NumberGrammar {
  private static let maxFraction = 15

  static func rule(_ number: NumberKeywords, in rules: inout GrammarRules) -> String {
    if let values = multiples(number) { return "(\(values.map { "\"\($0)\"" }.joined(separator: " | ")))" }
    if number.minimum == nil, number.maximum == nil {
      return rules.define("number") { _ in
        #""-"? ("0" | [1-9] [0-9]{0,15}) ("." [0-9]{1,15})? ([eE] [-+]? [0-9] [0-9]?)?"#
      }
    }
    let low = number.minimum.flatMap { Decimal($0) }
    let high = number.maximum.flatMap { Decimal($0) }
    // A bound that cannot be written in digits is left to the check after.
    var alternatives: [String] = []
    let mayBeNegative = low.map(\.isNegative) ?? (number.minimum.map { $0.value < 0 } ?? true)
    let mayBePositive = high.map { !$0.isNegative } ?? (number.maximum.map { $0.value >= 0 } ?? true)
    if mayBeNegative {
      // Nearer to 0 is the greater one.
      let nearest = high.flatMap { $0.isNegative ? $0.magnitude : nil } ?? Decimal.zero(isExclusive: true)
      let furthest = low.flatMap { $0.isNegative ? $0.magnitude : nil }
      alternatives += magnitudes(nearest, furthest).map { "\"-\" (\($0))" }
    }
    if mayBePositive {
      let nearest = low.flatMap { $0.isNegative ? nil : $0 } ?? Decimal.zero(isExclusive: false)
      alternatives += magnitudes(nearest, high)
    }
    if alternatives.isEmpty { return rule(NumberKeywords(), in: &rules) }
    return rules.define(text: alternatives.joined(separator: " | "), "number")
  }

  /// All numbers, where a step leaves few of them.
  static func multiples(_ number: NumberKeywords) -> [String]? {
    guard let step = number.multiples.first, let low = number.minimum, let high = number.maximum,
      high.value - low.value <= step * 100,
      // Beyond this a number has no next one at the distance of 1.
      (low.value / step).magnitude < 1e15
    else { return nil }
    var texts: [String] = []
    let first = (low.value / step).rounded(.down)
    for count in 0...101 {
      let value = ((first + Double(count)) * step * 1e9).rounded() / 1e9
      guard value > low.value || value == low.value && !low.isExclusive,
        value < high.value || value == high.value && !high.isExclusive,
        number.multiples.allSatisfy({ SchemaCheck.isMultiple(value, of: $0) })
      else { continue }
      let text = JSON.plain(value)
      if !text.contains("e") { texts.append(text) }
    }
    return texts.isEmpty ? nil : texts
  }

  /// A bound's digits.
  private struct Decimal {
    var whole: Int
    var fraction: [UInt8]
    var isNegative: Bool
    var isExclusive: Bool

    static func zero(isExclusive: Bool) -> Decimal {
      Decimal(whole: 0, fraction: [], isNegative: false, isExclusive: isExclusive)
    }

    init(whole: Int, fraction: [UInt8], isNegative: Bool, isExclusive: Bool) {
      (self.whole, self.fraction, self.isNegative, self.isExclusive) = (whole, fraction, isNegative, isExclusive)
    }

    init?(_ bound: NumberKeywords.Bound) {
      let text = JSON.plain(bound.value)
      guard !text.contains("e") else { return nil }
      let parts = text.drop { $0 == "-" }.split(separator: ".")
      guard let first = parts.first, let whole = Int(first), whole < NumberKeywords.widest else { return nil }
      self.whole = whole
      fraction = parts.count > 1 ? parts[1].utf8.map { $0 } : []
      while fraction.last == UInt8(ascii: "0") { fraction.removeLast() }
      isNegative = bound.value < 0
      isExclusive = bound.isExclusive
      guard fraction.count <= NumberGrammar.maxFraction else { return nil }
    }

    var magnitude: Decimal {
      var positive = self
      positive.isNegative = false
      return positive
    }
  }

  /// Numbers without a sign from one bound to another.
  private static func magnitudes(_ low: Decimal, _ high: Decimal?) -> [String] {
    let any = "(\".\" [0-9]{1,\(maxFraction)})?"
    guard let high else {
      return fractions(low.whole, atLeast: low) + whole(low.whole + 1, NumberKeywords.widest).map { "\($0) \(any)" }
    }
    if low.whole == high.whole { return fractions(low.whole, atLeast: low, atMost: high) }
    guard low.whole < high.whole else { return [] }
    return fractions(low.whole, atLeast: low) + whole(low.whole + 1, high.whole - 1).map { "\($0) \(any)" }
      + fractions(high.whole, atMost: high)
  }

  private static func whole(_ low: Int, _ high: Int) -> [String] {
    guard low <= high else { return [] }
    return ["(\(IntegerGrammar.expression(low...high)))"]
  }

  /// A whole number with the fractions that stay within the bounds.
  private static func fractions(_ whole: Int, atLeast low: Decimal? = nil, atMost high: Decimal? = nil) -> [String] {
    // Both ends with as many digits: then they are compared digit by digit.
    let count = max(low?.fraction.count ?? 0, high?.fraction.count ?? 0)
    let zero = UInt8(ascii: "0")
    func padded(_ digits: [UInt8]) -> [UInt8] { digits + Array(repeating: zero, count: count - digits.count) }
    var alternatives: [String] = []
    let from = low.map { padded($0.fraction) }
    let to = high.map { padded($0.fraction) }
    let prefix = "\"\(whole)\""
    let fromIsOpen = from?.allSatisfy { $0 == zero } ?? true && !(low?.isExclusive ?? false)
    if fromIsOpen, high.map({ !$0.fraction.isEmpty || !$0.isExclusive }) ?? true { alternatives.append(prefix) }
    let parts = digits(
      from?[...], to?[...], left: maxFraction, isLowExclusive: low?.isExclusive ?? false,
      isHighExclusive: high?.isExclusive ?? false)
    alternatives += parts.filter { !$0.isEmpty }.map { "\(prefix) \".\" \($0)" }
    return alternatives
  }

  /// Expressions for the digits behind the point, at least one; nil is no bound on that side (any more).
  private static func digits(
    _ low: ArraySlice<UInt8>?, _ high: ArraySlice<UInt8>?, left: Int, isLowExclusive: Bool, isHighExclusive: Bool
  ) -> [String] {
    guard left > 0 else { return [] }
    let (zero, nine) = (UInt8(ascii: "0"), UInt8(ascii: "9"))
    guard low != nil || high != nil else { return ["[0-9]{1,\(left)}"] }
    if low?.isEmpty ?? true, high?.isEmpty ?? true {
      // All digits of the bounds are used up; what follows makes the number greater, or only longer.
      if low != nil, isLowExclusive {
        return high != nil ? [] : ["[0-9]{0,\(left - 1)} [1-9]"]
      }
      return high != nil ? (isHighExclusive ? [] : ["\"0\"{1,\(min(left, 3))}"]) : ["[0-9]{1,\(left)}"]
    }
    let first = low?.first ?? zero
    let last = high?.first ?? nine
    guard first <= last else { return [] }
    let rest = "[0-9]{0,\(left - 1)}"
    var parts: [String] = []
    func at(_ digit: UInt8, _ low: ArraySlice<UInt8>?, _ high: ArraySlice<UInt8>?) {
      let one = "\"\(Unicode.Scalar(digit))\""
      let lowIsMet = low.map { $0.allSatisfy { $0 == zero } && !isLowExclusive } ?? true
      let highIsMet = high.map { !$0.allSatisfy { $0 == zero } || !isHighExclusive } ?? true
      if lowIsMet, highIsMet { parts.append(one) }
      parts += digits(low, high, left: left - 1, isLowExclusive: isLowExclusive, isHighExclusive: isHighExclusive)
        .map { "\(one) \($0)" }
    }
    if low != nil, high != nil, first == last {
      at(first, low?.dropFirst(), high?.dropFirst())
      return parts
    }
    var inner: ClosedRange<Int> = Int(first)...Int(last)
    if low != nil {
      at(first, low?.dropFirst(), nil)
      inner = Int(first) + 1...max(Int(first) + 1, Int(last))
      if Int(first) + 1 > Int(last) { return parts }
    }
    if high != nil {
      at(last, nil, high?.dropFirst())
      if inner.lowerBound > Int(last) - 1 { return parts }
      inner = inner.lowerBound...Int(last) - 1
    }
    let (a, b) = (Unicode.Scalar(UInt8(inner.lowerBound)), Unicode.Scalar(UInt8(inner.upperBound)))
    parts.append("[\(a)-\(b)] \(rest)")
    return parts
  }
}
