// A small reading of llama.cpp's grammar notation, so that tests can ask what a grammar accepts without a model:
// literals, classes, groups, alternatives, ? * + {n} {n,m}. Slow and plain.

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
  }

  /// Whether the grammar accepts the whole text.
  func accepts(_ text: String) -> Bool {
    let scalars = Array(text.unicodeScalars)
    return ends(.rule("root"), scalars, from: [0]).contains(scalars.count)
  }

  /// A text that the grammar accepts, with short repetitions.
  func randomText(using generator: inout some RandomNumberGenerator) -> String {
    var text = String.UnicodeScalarView()
    append(.rule("root"), to: &text, using: &generator)
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

  private func append(
    _ node: Node, to text: inout String.UnicodeScalarView, using generator: inout some RandomNumberGenerator
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
        text.append(Unicode.Scalar(UInt32.random(in: range, using: &generator))!)
      }
    case .rule(let name): append(rules[name]!, to: &text, using: &generator)
    case .sequence(let nodes): for node in nodes { append(node, to: &text, using: &generator) }
    case .alternatives(let nodes): append(nodes.randomElement(using: &generator)!, to: &text, using: &generator)
    case .repeated(let inner, let atLeast, let atMost):
      let most = min(atMost ?? .max, atLeast + 3)
      for _ in 0..<Int.random(in: atLeast...most, using: &generator) { append(inner, to: &text, using: &generator) }
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
      let atMost = take(",") ? try number() : atLeast
      guard take("}"), atMost <= 1000 else { throw SyntaxError(message: "a repetition that llama.cpp refuses") }
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
      case "x":
        let digits = String(String.UnicodeScalarView(scalars[place..<min(place + 2, scalars.count)]))
        guard let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) else {
          throw SyntaxError(message: "bad escape \\x\(digits)")
        }
        place += 2
        return scalar
      default: throw SyntaxError(message: "unknown escape \\\(escaped)")
      }
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
      guard peek == scalar else { return false }
      place += 1
      return true
    }

    private mutating func skip() { while take(" ") {} }
  }
}
