/// Reads a regular expression.
struct PatternParser {
  typealias Node = TextPattern.Node
  typealias Problem = TextPattern.Problem

  /// How deep groups may stand in each other.
  private static let maxDepth = 40
  /// Most of a repetition's bounds.
  private static let maxRepetitions = 100_000

  private let scalars: [Unicode.Scalar]
  private var place = 0

  init(_ source: String) { scalars = Array(source.unicodeScalars) }

  mutating func parse() throws(Problem) -> Node {
    let node = try alternatives(depth: 0)
    guard place == scalars.count else { throw .malformed("')' without '('") }
    return node
  }

  private mutating func alternatives(depth: Int) throws(Problem) -> Node {
    guard depth <= Self.maxDepth else { throw .unsupported("groups stand in each other too deep") }
    var branches = [try sequence(depth: depth)]
    while accept("|") { branches.append(try sequence(depth: depth)) }
    return branches.count == 1 ? branches[0] : .either(branches)
  }

  private mutating func sequence(depth: Int) throws(Problem) -> Node {
    var nodes: [Node] = []
    while let scalar = peek, scalar != "|", scalar != ")" {
      let node = try item(depth: depth)
      nodes.append(try repetition(of: node))
    }
    return nodes.count == 1 ? nodes[0] : .sequence(nodes)
  }

  private mutating func item(depth: Int) throws(Problem) -> Node {
    if accept("^") { return .start }
    if accept("$") { return .end }
    if accept(".") { return .set(ScalarSet.lineEnds.inverted) }
    if accept("(") { return try group(depth: depth) }
    if accept("[") { return .set(try set()) }
    if accept("\\") { return try escape() }
    guard let scalar = peek else { throw .malformed("it ends too early") }
    if scalar == "*" || scalar == "+" || scalar == "?" { throw .malformed("'\(scalar)' has nothing before it") }
    place += 1
    return .set(ScalarSet(scalar))
  }

  private mutating func group(depth: Int) throws(Problem) -> Node {
    var ahead: Bool?
    if accept("?") {
      if accept("=") {
        ahead = false
      } else if accept("!") {
        ahead = true
      } else if accept("<") {
        guard peek != "=", peek != "!" else { throw .unsupported("it looks behind") }
        while peek != nil, peek != ">" { place += 1 }
        guard accept(">") else { throw .malformed("a group's name has no end") }
      } else if !accept(":") {
        throw .unsupported("it has a group of an unknown kind")
      }
    }
    let inner = try alternatives(depth: depth + 1)
    guard accept(")") else { throw .malformed("'(' without ')'") }
    return ahead.map { .ahead(inner, isNegated: $0) } ?? inner
  }

  private mutating func repetition(of node: Node) throws(Problem) -> Node {
    var node = node
    while true {
      let bounds: (Int, Int?)
      if accept("*") {
        bounds = (0, nil)
      } else if accept("+") {
        bounds = (1, nil)
      } else if accept("?") {
        bounds = (0, 1)
      } else if let read = counts() {
        bounds = read
      } else {
        return node
      }
      guard bounds.0 <= bounds.1 ?? .max else { throw .malformed("a repetition's bounds are the wrong way round") }
      guard max(bounds.0, bounds.1 ?? 0) <= Self.maxRepetitions else { throw .unsupported("it repeats too often") }
      _ = accept("?")  // A lazy one matches the same texts.
      node = .repeated(node, atLeast: bounds.0, atMost: bounds.1)
    }
  }

  /// `{2}`, `{2,}`, `{2,5}`; anything else is text.
  private mutating func counts() -> (Int, Int?)? {
    let start = place
    guard accept("{"), let low = number() else {
      place = start
      return nil
    }
    var high: Int? = low
    if accept(",") { high = number() }
    guard accept("}") else {
      place = start
      return nil
    }
    return (low, high)
  }

  private mutating func number() -> Int? {
    var digits = ""
    while let scalar = peek, ScalarSet.digits.contains(scalar.value) {
      digits.unicodeScalars.append(scalar)
      place += 1
    }
    return digits.isEmpty ? nil : Int(digits) ?? .max
  }

  // MARK: Sets

  private mutating func set() throws(Problem) -> ScalarSet {
    let isNegated = accept("^")
    var result = ScalarSet()
    while !accept("]") {
      let low = try member()
      if peek == "-", place + 1 < scalars.count, scalars[place + 1] != "]", low.ranges.count == 1,
        let from = low.ranges.first, from.count == 1
      {
        place += 1
        let high = try member()
        guard high.ranges.count == 1, let to = high.ranges.first, to.count == 1 else {
          throw .malformed("a range in […] ends in no character")
        }
        guard from.lowerBound <= to.lowerBound else { throw .malformed("a range in […] is the wrong way round") }
        result = result.union(ScalarSet([from.lowerBound...to.lowerBound]))
      } else {
        result = result.union(low)
      }
    }
    return isNegated ? result.inverted : result
  }

  private mutating func member() throws(Problem) -> ScalarSet {
    guard let scalar = peek else { throw .malformed("'[' without ']'") }
    place += 1
    guard scalar == "\\" else { return ScalarSet(scalar) }
    if accept("b") { return ScalarSet("\u{08}") }
    return try escapedSet()
  }

  private mutating func escape() throws(Problem) -> Node {
    if accept("b") { return .boundary(isNegated: false) }
    if accept("B") { return .boundary(isNegated: true) }
    if let scalar = peek, ("1"..."9").contains(scalar) { throw .unsupported("it refers to a group") }
    if peek == "k" { throw .unsupported("it refers to a group") }
    return .set(try escapedSet())
  }

  private mutating func escapedSet() throws(Problem) -> ScalarSet {
    guard let scalar = peek else { throw .malformed("it ends in '\\'") }
    place += 1
    switch scalar {
    case "d": return .digits
    case "D": return ScalarSet.digits.inverted
    case "w": return .word
    case "W": return ScalarSet.word.inverted
    case "s": return .space
    case "S": return ScalarSet.space.inverted
    case "n": return ScalarSet("\n")
    case "r": return ScalarSet("\r")
    case "t": return ScalarSet("\t")
    case "f": return ScalarSet("\u{0C}")
    case "v": return ScalarSet("\u{0B}")
    case "0": return ScalarSet("\0")
    case "x": return ScalarSet(try hexadecimal(2))
    case "u":
      guard accept("{") else { return ScalarSet(try hexadecimal(4)) }
      var digits = 0
      while place + digits < scalars.count, scalars[place + digits] != "}" { digits += 1 }
      let value = try hexadecimal(digits)
      guard accept("}") else { throw .malformed("'\\u{' without '}'") }
      return ScalarSet(value)
    case "p", "P": throw .unsupported("it names a property of characters")
    case "c": throw .unsupported("it names a control character")
    default: return ScalarSet(scalar)
    }
  }

  private mutating func hexadecimal(_ count: Int) throws(Problem) -> Unicode.Scalar {
    guard count > 0, count <= 8, place + count <= scalars.count else {
      throw .malformed("hexadecimal digits are missing")
    }
    var text = ""
    text.unicodeScalars.append(contentsOf: scalars[place..<place + count])
    guard let value = UInt32(text, radix: 16) else { throw .malformed("'\(text)' is no hexadecimal number") }
    guard let scalar = Unicode.Scalar(value) else { throw .unsupported("it names half a surrogate pair") }
    place += count
    return scalar
  }

  // MARK: Scalars

  private var peek: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

  private mutating func accept(_ wanted: Unicode.Scalar) -> Bool {
    guard peek == wanted else { return false }
    place += 1
    return true
  }
}
