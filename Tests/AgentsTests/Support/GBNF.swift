// A small reading of llama.cpp's grammar notation, so that tests can ask what a grammar accepts without a model:
// literals, classes, groups, alternatives, ? * + {n} {n,} {n,m}. Slow and plain. What llama.cpp refuses is refused here too:
// rules that begin with themselves, and long repetitions.

import Foundation

/// A grammar that texts can be held against.
struct GBNF {
  indirect enum Node {
    case scalars([Unicode.Scalar])
    case oneOf(ranges: [ClosedRange<UInt32>], negated: Bool)
    case rule(String)
    case sequence([Node])
    case alternatives([Node])
    case repeated(Node, atLeast: Int, atMost: Int?)
  }

  struct SyntaxError: Error { let message: String }

  private(set) var rules: [String: Node] = [:]
  /// How deep the flattest text of a rule is.
  private var heights: [String: Int] = [:]

  init(_ text: String) throws {
    for line in text.split(separator: "\n") {
      guard let arrow = line.range(of: " ::= ") else { throw SyntaxError(message: "no rule: \(line)") }
      let name = String(line[..<arrow.lowerBound])
      guard rules[name] == nil else { throw SyntaxError(message: "rule \(name) twice") }
      var parser = Parser(scalars: Array(line[arrow.upperBound...].unicodeScalars))
      rules[name] = try parser.alternatives()
      guard parser.isAtEnd else { throw SyntaxError(message: "rule \(name): stopped at \(parser.place)") }
    }
    guard rules["root"] != nil else { throw SyntaxError(message: "no root") }
    for name in rules.values.flatMap(Self.references) where rules[name] == nil {
      throw SyntaxError(message: "rule \(name) is not defined")
    }
    measureHeights()
    if let name = rules.keys.first(where: { heights[$0] == nil }) {
      throw SyntaxError(message: "rule \(name) accepts no text that ends")
    }
    try refuseLeftRecursion()
  }

  /// Whether the grammar accepts the whole text.
  func accepts(_ text: String) -> Bool {
    let scalars = Array(text.unicodeScalars)
    return ends(.rule("root"), scalars, from: [0]).contains(scalars.count)
  }

  /// A text that the grammar accepts, with short repetitions.
  func randomText(using generator: inout some RandomNumberGenerator) -> String {
    var text = String.UnicodeScalarView()
    append(.rule("root"), to: &text, depth: 0, using: &generator)
    return String(text)
  }

  private func ends(_ node: Node, _ text: [Unicode.Scalar], from starts: Set<Int>) -> Set<Int> {
    switch node {
    case .scalars(let scalars):
      return Set(starts.filter { text[$0...].starts(with: scalars) }.map { $0 + scalars.count })
    case .oneOf(let ranges, let negated):
      return Set(
        starts.filter { place in
          place < text.count && ranges.contains { $0.contains(text[place].value) } != negated
        }.map { $0 + 1 })
    case .rule(let name):
      return ends(rules[name]!, text, from: starts)
    case .sequence(let nodes):
      return nodes.reduce(starts) { $0.isEmpty ? [] : ends($1, text, from: $0) }
    case .alternatives(let nodes):
      return nodes.reduce(into: []) { $0.formUnion(ends($1, text, from: starts)) }
    case .repeated(let inner, let atLeast, let atMost):
      var all: Set<Int> = atLeast == 0 ? starts : []
      var current = starts
      var count = 0
      while !current.isEmpty, count < atMost ?? .max {
        current = ends(inner, text, from: current)
        count += 1
        if count >= atLeast {
          if count > atLeast { current.subtract(all) }
          all.formUnion(current)
        }
      }
      return all
    }
  }

  private static let deep = 60

  private func append(
    _ node: Node, to text: inout String.UnicodeScalarView, depth: Int, using generator: inout some RandomNumberGenerator
  ) {
    switch node {
    case .scalars(let scalars): text.append(contentsOf: scalars)
    case .oneOf(let ranges, let negated):
      if negated {
        let candidates: [Unicode.Scalar] = ["a", " ", "{", "}", "<", "é", "日", "😀", "\u{301}", "\u{2028}"]
        text.append(
          candidates.filter { c in !ranges.contains { $0.contains(c.value) } }.randomElement(using: &generator)!)
      } else {
        let range = ranges.randomElement(using: &generator)!
        let scalar = Unicode.Scalar(UInt32.random(in: range, using: &generator))
        text.append(scalar ?? Unicode.Scalar(range.lowerBound)!)
      }
    case .rule(let name): append(rules[name]!, to: &text, depth: depth + 1, using: &generator)
    case .sequence(let nodes):
      for node in nodes { append(node, to: &text, depth: depth, using: &generator) }
    case .alternatives(let nodes):
      let chosen =
        depth > Self.deep
        ? nodes.min { height($0) ?? .max < height($1) ?? .max } : nodes.randomElement(using: &generator)
      append(chosen!, to: &text, depth: depth, using: &generator)
    case .repeated(let inner, let atLeast, let atMost):
      let most = depth > Self.deep ? atLeast : min(atMost ?? .max, atLeast + 3)
      for _ in 0..<Int.random(in: atLeast...most, using: &generator) {
        append(inner, to: &text, depth: depth, using: &generator)
      }
    }
  }

  private mutating func measureHeights() {
    var changes = true
    while changes {
      changes = false
      for (name, node) in rules where heights[name] == nil {
        guard let height = height(node) else { continue }
        heights[name] = height + 1
        changes = true
      }
    }
  }

  /// Nil while it is not known.
  private func height(_ node: Node) -> Int? {
    switch node {
    case .scalars, .oneOf: return 0
    case .rule(let name): return heights[name]
    case .sequence(let nodes):
      let all = nodes.map(height)
      return all.contains(nil) ? nil : all.compactMap { $0 }.max() ?? 0
    case .alternatives(let nodes): return nodes.compactMap(height).min()
    case .repeated(let inner, let atLeast, _): return atLeast == 0 ? 0 : height(inner)
    }
  }

  private func refuseLeftRecursion() throws {
    for name in rules.keys {
      var seen: Set<String> = []
      var waiting = [name]
      while let next = waiting.popLast() {
        for first in firsts(rules[next]!).names {
          guard first != name else { throw SyntaxError(message: "rule \(name) begins with itself") }
          if seen.insert(first).inserted { waiting.append(first) }
        }
      }
    }
  }

  /// Rules that a node may begin with, and whether it may be nothing. A repetition of what may be nothing begins with itself.
  private func firsts(_ node: Node) -> (names: [String], isEmptyable: Bool) {
    switch node {
    case .scalars(let scalars): return ([], scalars.isEmpty)
    case .oneOf: return ([], false)
    case .rule(let name): return ([name], isEmptyable(.rule(name), []))
    case .sequence(let nodes):
      var names: [String] = []
      for node in nodes {
        let first = firsts(node)
        names += first.names
        if !first.isEmptyable { return (names, false) }
      }
      return (names, true)
    case .alternatives(let nodes):
      let all = nodes.map(firsts)
      return (all.flatMap(\.names), all.contains { $0.isEmptyable })
    case .repeated(let inner, let atLeast, let atMost):
      let first = firsts(inner)
      if first.isEmptyable, atMost == nil { return (first.names + rules.keys, true) }
      return (first.names, first.isEmptyable || atLeast == 0)
    }
  }

  private func isEmptyable(_ node: Node, _ outer: Set<String>) -> Bool {
    switch node {
    case .scalars(let scalars): scalars.isEmpty
    case .oneOf: false
    case .rule(let name): !outer.contains(name) && isEmptyable(rules[name]!, outer.union([name]))
    case .sequence(let nodes): nodes.allSatisfy { isEmptyable($0, outer) }
    case .alternatives(let nodes): nodes.contains { isEmptyable($0, outer) }
    case .repeated(let inner, let atLeast, _): atLeast == 0 || isEmptyable(inner, outer)
    }
  }

  private static func references(_ node: Node) -> [String] {
    switch node {
    case .scalars, .oneOf: []
    case .rule(let name): [name]
    case .sequence(let nodes), .alternatives(let nodes): nodes.flatMap(references)
    case .repeated(let inner, _, _): references(inner)
    }
  }

  private struct Parser {
    let scalars: [Unicode.Scalar]
    var place = 0

    var isAtEnd: Bool { place == scalars.count }
    private var peek: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

    init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

    mutating func alternatives() throws -> Node {
      var branches = [try sequence()]
      while take("|") { branches.append(try sequence()) }
      return branches.count == 1 ? branches[0] : .alternatives(branches)
    }

    private mutating func sequence() throws -> Node {
      var nodes: [Node] = []
      skip()
      while let scalar = peek, scalar != "|", scalar != ")" {
        nodes.append(try repetition(of: try item()))
        skip()
      }
      return .sequence(nodes)
    }

    private mutating func item() throws -> Node {
      if take("(") {
        let inner = try alternatives()
        guard take(")") else { throw SyntaxError(message: "no ) at \(place)") }
        return inner
      }
      if take("\"") {
        var text: [Unicode.Scalar] = []
        while let scalar = peek, scalar != "\"" { text.append(try character(scalar)) }
        guard take("\"") else { throw SyntaxError(message: "no end of a literal") }
        return .scalars(text)
      }
      if take("[") {
        let negated = take("^")
        var ranges: [ClosedRange<UInt32>] = []
        while let scalar = peek, scalar != "]" {
          let low = try character(scalar).value
          if peek == "-", let next = scalars[(place + 1)...].first, next != "]" {
            place += 1
            ranges.append(low...(try character(scalars[place]).value))
          } else {
            ranges.append(low...low)
          }
        }
        guard take("]") else { throw SyntaxError(message: "no end of a class") }
        return .oneOf(ranges: ranges, negated: negated)
      }
      var name = ""
      while let scalar = peek, scalar == "-" || ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) {
        name.unicodeScalars.append(scalar)
        place += 1
      }
      guard !name.isEmpty else { throw SyntaxError(message: "unexpected \(peek.map { "\($0)" } ?? "end") at \(place)") }
      return .rule(name)
    }

    private mutating func repetition(of node: Node) throws -> Node {
      if take("?") { return .repeated(node, atLeast: 0, atMost: 1) }
      if take("*") { return .repeated(node, atLeast: 0, atMost: nil) }
      if take("+") { return .repeated(node, atLeast: 1, atMost: nil) }
      guard take("{") else { return node }
      let atLeast = try number()
      var atMost: Int? = atLeast
      if take(",") { atMost = peek == "}" ? nil : try number() }
      guard take("}"), atMost ?? atLeast <= 1000 else {
        throw SyntaxError(message: "a repetition that llama.cpp refuses")
      }
      return .repeated(node, atLeast: atLeast, atMost: atMost)
    }

    private mutating func number() throws -> Int {
      var digits = ""
      while let scalar = peek, ("0"..."9").contains(scalar) {
        digits.unicodeScalars.append(scalar)
        place += 1
      }
      guard let number = Int(digits) else { throw SyntaxError(message: "no number at \(place)") }
      return number
    }

    private mutating func character(_ scalar: Unicode.Scalar) throws -> Unicode.Scalar {
      place += 1
      guard scalar == "\\" else { return scalar }
      guard let escaped = peek else { throw SyntaxError(message: "nothing after \\") }
      place += 1
      switch escaped {
      case "n": return "\n"
      case "r": return "\r"
      case "t": return "\t"
      case "\"", "\\", "[", "]": return escaped
      case "-": return escaped
      case "x": return try hexadecimal(2)
      case "u": return try hexadecimal(4)
      case "U": return try hexadecimal(8)
      default: throw SyntaxError(message: "unknown escape \\\(escaped)")
      }
    }

    private mutating func hexadecimal(_ count: Int) throws -> Unicode.Scalar {
      let digits = String(String.UnicodeScalarView(scalars[place..<min(place + count, scalars.count)]))
      guard let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) else {
        throw SyntaxError(message: "bad escape \(digits)")
      }
      place += count
      return scalar
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
      guard peek == scalar else { return false }
      place += 1
      return true
    }

    private mutating func skip() { while take(" ") {} }
  }
}
