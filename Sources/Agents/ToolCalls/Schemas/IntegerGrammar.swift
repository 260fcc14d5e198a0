// A range of whole numbers as digits: [38, 1250] is 3[8-9] | [4-9][0-9] | [1-9][0-9]{2} | 1[0-1][0-9]{2} |
// 12[0-4][0-9] | 1250. Numbers are taken apart by their count of digits, and then from the first digit on: as
// long as both ends agree the digit is fixed; where they part, the ends go on alone and what lies between is free.

/// The grammar of the whole numbers within a range, as JSON writes them.
enum IntegerGrammar {
  /// Defines the rule for the whole numbers within bounds, and gives its name.
  static func rule(_ number: NumberKeywords, in rules: inout GrammarRules) -> String {
    if let values = NumberGrammar.multiples(number)?.filter({ Int($0) != nil }), !values.isEmpty {
      return "(\(values.map { "\"\($0)\"" }.joined(separator: " | ")))"
    }
    let bounds = number.integers ?? -NumberKeywords.widest..<NumberKeywords.widest + 1
    guard !bounds.isEmpty else { return "\"0\"" }
    let range = bounds.lowerBound...bounds.upperBound - 1
    guard number.integers != nil else { return rules.define("integer") { _ in expression(range) } }
    return rules.define("integer-\(word(range.lowerBound))-\(word(range.upperBound))") { _ in expression(range) }
  }

  /// A number as part of a rule's name, which has no sign.
  private static func word(_ number: Int) -> String {
    number < 0 ? "minus\(number.magnitude)" : "\(number)"
  }

  /// A GBNF expression that accepts exactly the numbers of `range`, without leading zeros.
  static func expression(_ range: ClosedRange<Int>) -> String {
    var alternatives: [String] = []
    if range.lowerBound < 0 {
      let smallest = range.upperBound < 0 ? range.upperBound.magnitude : 1
      alternatives += magnitudes(smallest, range.lowerBound.magnitude).map { "\"-\" " + $0 }
    }
    if range.upperBound >= 0 {
      alternatives += magnitudes(UInt(max(0, range.lowerBound)), range.upperBound.magnitude)
    }
    return alternatives.joined(separator: " | ")
  }

  private static func magnitudes(_ low: UInt, _ high: UInt) -> [String] {
    var alternatives: [String] = []
    var from = low
    while true {
      let digits = String(from).count
      // As many lengths as are whole go into one: 10…99999 is [1-9] [0-9]{1,4}.
      if from == 1 || from > 9, String(from).dropFirst().allSatisfy({ $0 == "0" }), String(from).first == "1" {
        let nines = String(high).allSatisfy { $0 == "9" } ? String(high).count : String(high).count - 1
        if nines > digits, let to = UInt(String(repeating: "9", count: nines)) {
          alternatives.append("[1-9] [0-9]{\(digits - 1),\(nines - 1)}")
          guard to < high else { return alternatives }
          from = to + 1
          continue
        }
      }
      let nines = String(repeating: "9", count: digits)
      // The largest number with as many digits; it does not fit where `high` has as many digits as a `UInt` can.
      let to = UInt(nines).map { min($0, high) } ?? high
      alternatives += sameLength(Array(String(from).utf8)[...], Array(String(to).utf8)[...])
      guard to < high else { return alternatives }
      from = to + 1
    }
  }

  /// Expressions for the numbers from `low` to `high`, which have equally many digits.
  private static func sameLength(_ low: ArraySlice<UInt8>, _ high: ArraySlice<UInt8>) -> [String] {
    guard let first = low.first, let last = high.first else { return [""] }
    let zero = UInt8(ascii: "0")
    let nine = UInt8(ascii: "9")
    let (lowRest, highRest) = (low.dropFirst(), high.dropFirst())
    let lowIsOpen = lowRest.allSatisfy { $0 == zero }
    let highIsOpen = highRest.allSatisfy { $0 == nine }
    if lowIsOpen && highIsOpen { return [digits(first...last, free: lowRest.count)] }
    if first == last { return sameLength(lowRest, highRest).map { join(digits(first...first, free: 0), $0) } }
    var alternatives: [String] = []
    var free = first...last
    if !lowIsOpen {
      let top = lowRest.map { _ in nine }[...]
      alternatives += sameLength(lowRest, top).map { join(digits(first...first, free: 0), $0) }
      free = first + 1...last
    }
    var atTop: [String] = []
    if !highIsOpen {
      let bottom = highRest.map { _ in zero }[...]
      atTop = sameLength(bottom, highRest).map { join(digits(last...last, free: 0), $0) }
      if free.lowerBound == last { return alternatives + atTop }
      free = free.lowerBound...last - 1
    }
    return alternatives + [digits(free, free: lowRest.count)] + atTop
  }

  private static func digits(_ range: ClosedRange<UInt8>, free count: Int) -> String {
    let low = Unicode.Scalar(range.lowerBound)
    let high = Unicode.Scalar(range.upperBound)
    let first = low == high ? "\"\(low)\"" : "[\(low)-\(high)]"
    return switch count {
    case 0: first
    case 1: first + " [0-9]"
    default: first + " [0-9]{\(count)}"
    }
  }

  private static func join(_ first: String, _ rest: String) -> String {
    rest.isEmpty ? first : first + " " + rest
  }
}
