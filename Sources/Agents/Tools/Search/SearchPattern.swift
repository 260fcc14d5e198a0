/// A regular expression as models write it, made such that the programs that search take it in the same way.
enum SearchPattern {
  /// The expression with a backslash before each brace that is no part of a repetition: `struct Foo {` is meant as it
  /// stands, and one program takes it so while another finds no expression in it.
  static func escapingBraces(_ text: String) -> String {
    var result = ""
    var rest = Substring(text)
    while let sign = rest.popFirst() {
      switch sign {
      case "\\":
        result.append(sign)
        guard let next = rest.popFirst() else { break }
        result.append(next)
        // `\x{41}`, `\p{L}`.
        if rest.first == "{", "xpPuU".contains(next), let end = rest.firstIndex(of: "}") {
          result += rest[...end]
          rest = rest[rest.index(after: end)...]
        }
      case "{":
        if let count = repetition(rest), !result.isEmpty {
          result += "{" + count
          rest = rest.dropFirst(count.count)
        } else {
          result += "\\{"
        }
      default: result.append(sign)
      }
    }
    return result
  }

  /// What stands behind the brace of a repetition, `3}` or `1,2}`; nil where it is none.
  private static func repetition(_ rest: Substring) -> Substring? {
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    var end = digits.endIndex
    guard !digits.isEmpty, end < rest.endIndex else { return nil }
    if rest[end] == "," {
      let more = rest[rest.index(after: end)...].prefix { $0.isASCII && $0.isNumber }
      end = more.endIndex
    }
    return end < rest.endIndex && rest[end] == "}" ? rest[...end] : nil
  }
}
