// What matches, as a JSON string writes it: a quote and a backslash are escaped, line breaks and tabs as `\n` and `\t`.
// Where an expression asks for what a grammar cannot say (to look ahead, an anchor in the middle), there is none, and the
// check after is all there is.

/// The grammar of the texts in which a regular expression is found.
enum PatternGrammar {
  /// A GBNF expression for the inside of a JSON string; nil where there is none.
  ///
  /// - Parameter length: how long the text may be, as far as that can be said together with the expression.
  static func expression(
    _ pattern: TextPattern, length: (atLeast: Int, atMost: Int?) = (0, nil), in rules: inout GrammarRules
  ) -> String? {
    let branches: [TextPattern.Node] = if case .either(let nodes) = pattern.root { nodes } else { [pattern.root] }
    var alternatives: [String] = []
    for branch in branches {
      var (nodes, isAtStart, isAtEnd) = ([branch], false, false)
      if case .sequence(let parts) = branch { nodes = parts }
      while nodes.first == .start { (nodes, isAtStart) = (Array(nodes.dropFirst()), true) }
      while nodes.last == .end { (nodes, isAtEnd) = (Array(nodes.dropLast()), true) }
      if isAtStart, isAtEnd, nodes.count == 1, case .repeated(let inner, let atLeast, let atMost) = nodes[0],
        case .set = inner
      {
        // The one shape that can be as long as is asked for, as well.
        let low = max(atLeast, length.atLeast)
        let high = [atMost, length.atMost].compactMap { $0 }.min()
        if low <= high ?? .max { nodes = [.repeated(inner, atLeast: low, atMost: high)] }
      }
      guard let body = expression(.sequence(nodes), in: &rules) else { return nil }
      let any = "\(StringGrammar.character(&rules))*"
      alternatives.append(
        [isAtStart ? "" : any, body, isAtEnd ? "" : any].filter { !$0.isEmpty }.joined(separator: " "))
    }
    return alternatives.count == 1
      ? alternatives[0] : "(\(alternatives.map { $0.isEmpty ? "\"\"" : $0 }.joined(separator: " | ")))"
  }

  private static func expression(_ node: TextPattern.Node, in rules: inout GrammarRules) -> String? {
    switch node {
    case .set(let set): return characters(set)
    case .sequence(let nodes):
      var parts: [String] = []
      for node in nodes {
        guard let part = expression(node, in: &rules) else { return nil }
        if !part.isEmpty { parts.append(part) }
      }
      return parts.joined(separator: " ")
    case .either(let nodes):
      var parts: [String] = []
      for node in nodes {
        guard let part = expression(node, in: &rules) else { return nil }
        parts.append(part.isEmpty ? "\"\"" : part)
      }
      return "(\(parts.joined(separator: " | ")))"
    case .repeated(let inner, let atLeast, let atMost):
      if atMost == 0 { return "" }
      if isEmptyable(inner) {
        // llama.cpp takes a rule that may go on with nothing for one that begins with itself.
        guard case .repeated(let core, 0...1, let most) = inner, most == nil || most == 1, !isEmptyable(core) else {
          return nil
        }
        return expression(.repeated(core, atLeast: 0, atMost: most == 1 ? atMost : nil), in: &rules)
      }
      guard let part = expression(inner, in: &rules) else { return nil }
      if atLeast == 1, atMost == 1 { return part }
      let unit =
        part.hasPrefix("[") && part.dropFirst().firstIndex(of: " ") == nil ? part : rules.define(text: part, "part")
      return rules.repeated(unit, atLeast: atLeast, atMost: atMost)
    case .start, .end, .boundary, .ahead: return nil
    }
  }

  private static func isEmptyable(_ node: TextPattern.Node) -> Bool {
    switch node {
    case .set: false
    case .sequence(let nodes): nodes.allSatisfy(isEmptyable)
    case .either(let nodes): nodes.contains(where: isEmptyable)
    case .repeated(let inner, let atLeast, _): atLeast == 0 || isEmptyable(inner)
    case .start, .end, .boundary, .ahead: true
    }
  }

  /// One of these characters.
  private static func characters(_ set: ScalarSet) -> String? {
    let quoted = ScalarSet("\"", "\\")
    let plain = set.subtracting(quoted.union(ScalarSet([0...0x1F, 0x7F...0x7F, 0xD800...0xDFFF])))
    var alternatives: [String] = []
    if !plain.isEmpty { alternatives.append("[\(plain.ranges.map(range).joined())]") }
    if set.contains(0x22) { alternatives.append(#""\\\"""#) }
    if set.contains(0x5C) { alternatives.append(#""\\\\""#) }
    for (value, escape) in [(0x0A, "n"), (0x0D, "r"), (0x09, "t")] as [(UInt32, String)] where set.contains(value) {
      alternatives.append("\"\\\\\(escape)\"")
    }
    if alternatives.count < 2 { return alternatives.first }
    return "(\(alternatives.joined(separator: " | ")))"
  }

  /// Characters of a class.
  static func range(_ range: ClosedRange<UInt32>) -> String {
    range.count == 1 ? scalar(range.lowerBound) : scalar(range.lowerBound) + "-" + scalar(range.upperBound)
  }

  private static func scalar(_ value: UInt32) -> String {
    if ScalarSet.word.contains(value) { return String(Unicode.Scalar(UInt8(value))) }
    let digits = String(value, radix: 16, uppercase: true)
    let (letter, width) = value <= 0xFF ? ("x", 2) : value <= 0xFFFF ? ("u", 4) : ("U", 8)
    return "\\\(letter)" + String(repeating: "0", count: width - digits.count) + digits
  }
}
