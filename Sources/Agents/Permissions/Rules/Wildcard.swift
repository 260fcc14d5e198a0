/// A text in which `*` stands for any text, and `\` takes the next sign as it is; in names `?` stands for any sign, in
/// glob patterns `[a-z]` and `[!a-z]` for one of several, too.
struct Wildcard: Sendable, Hashable {
  /// Which signs are special.
  enum Flavour: Sendable {
    case command
    case name
    case glob
  }
  enum Piece: Hashable, Sendable {
    case sign(Character)
    case anySign
    case anyText
    case oneOf([ClosedRange<Character>], negated: Bool)
  }
  let pieces: [Piece]

  init(_ text: some StringProtocol, flavour: Flavour) {
    var pieces: [Piece] = []
    var rest = Self.signs(of: text)[...]
    while let sign = rest.popFirst() {
      switch sign {
      case "\\": pieces.append(.sign(rest.popFirst() ?? "\\"))
      case "*": pieces.append(.anyText)
      case "?" where flavour != .command: pieces.append(.anySign)
      case "[" where flavour == .glob: pieces.append(Self.takeClass(&rest) ?? .sign("["))
      default: pieces.append(.sign(sign))
      }
    }
    self.pieces = pieces
  }

  /// The signs of a text as the shell and the file system tell them apart. Swift joins an accent with whatever stands
  /// before it, also with a space or a slash; letters keep theirs, so that both spellings of `é` are one sign.
  private static func signs(of text: some StringProtocol) -> [Character] {
    var signs: [Character] = []
    for sign in text {
      var rest = Substring(String(sign)).unicodeScalars
      while rest.count > 1, let first = rest.first, first.isASCII, !first.properties.isAlphabetic {
        signs.append(Character(rest.removeFirst()))
      }
      signs.append(contentsOf: Substring(rest))
    }
    return signs
  }

  /// What stands in `[…]`; nil where the bracket does not end.
  private static func takeClass(_ rest: inout ArraySlice<Character>) -> Piece? {
    var inside = rest
    let negated = inside.first == "!" || inside.first == "^"
    if negated { inside.removeFirst() }
    var ranges: [ClosedRange<Character>] = []
    while let sign = inside.popFirst() {
      // A bracket that closes right away is one of the signs.
      if sign == "]", !ranges.isEmpty {
        rest = inside
        return .oneOf(ranges, negated: negated)
      }
      if inside.first == "-", let end = inside.dropFirst().first, end != "]", sign <= end {
        inside.removeFirst(2)
        ranges.append(sign...end)
      } else {
        ranges.append(sign...sign)
      }
    }
    return nil
  }

  init(pieces: [Piece]) {
    self.pieces = pieces
  }

  /// The pattern that matches this text and nothing else.
  static func escaping(_ text: String, flavour: Flavour) -> String {
    var pattern = ""
    for sign in signs(of: text) {
      if sign == "*" || sign == "\\" || flavour != .command && sign == "?" || flavour == .glob && sign == "[" {
        pattern.append("\\")
      }
      pattern.append(sign)
    }
    return pattern
  }

  /// Whether it matches one text only.
  var isExact: Bool { pieces.allSatisfy { if case .sign = $0 { true } else { false } } }

  /// Whether it matches everything.
  var isUniversal: Bool { !pieces.isEmpty && pieces.allSatisfy { $0 == .anyText } }

  /// Whether the whole of `text` matches.
  ///
  /// The last `*` met is the only place to go back to, so the work is bounded by the product of the two lengths.
  func matches(_ text: String, ignoringCase: Bool) -> Bool {
    let signs = Self.signs(of: text)
    var (piece, sign) = (0, 0)
    var lastStar: (piece: Int, sign: Int)?
    while sign < signs.count {
      if piece < pieces.count, pieces[piece] == .anyText {
        lastStar = (piece, sign)
        piece += 1
      } else if piece < pieces.count, Self.matches(pieces[piece], signs[sign], ignoringCase) {
        piece += 1
        sign += 1
      } else if let star = lastStar {
        lastStar = (star.piece, star.sign + 1)
        (piece, sign) = (star.piece + 1, star.sign + 1)
      } else {
        return false
      }
    }
    return pieces[piece...].allSatisfy { $0 == .anyText }
  }

  /// Whether the whole of `text` may match, letters in both cases, where a zero sign in it stands for any text.
  func mayMatch(_ text: String) -> Bool {
    guard text.utf8.contains(0) else { return matches(text, ignoringCase: true) }
    // Row by row over the pattern: which beginnings of the text may be matched so far.
    let signs = Self.signs(of: text)
    var reached = [Bool](repeating: false, count: signs.count + 1)
    func spread(_ row: inout [Bool]) {
      // Whatever is not known may be nothing.
      for place in signs.indices where row[place] && signs[place] == "\0" { row[place + 1] = true }
    }
    reached[0] = true
    spread(&reached)
    for piece in pieces {
      var next = [Bool](repeating: false, count: signs.count + 1)
      for place in 0...signs.count {
        if piece == .anyText {
          next[place] = reached[place] || place > 0 && next[place - 1]
        } else {
          // A sign of the pattern is one of the text, or one of what is not known, which goes on.
          if place < signs.count, reached[place], signs[place] == "\0" { next[place] = true }
          if place > 0, reached[place - 1], signs[place - 1] != "\0", Self.matches(piece, signs[place - 1], true) {
            next[place] = true
          }
        }
      }
      spread(&next)
      reached = next
    }
    return reached[signs.count]
  }

  private static func matches(_ piece: Piece, _ sign: Character, _ ignoringCase: Bool) -> Bool {
    switch piece {
    case .anyText, .anySign: true
    case .oneOf(let ranges, let negated): ranges.contains { $0.contains(sign) } != negated
    case .sign(let wanted): wanted == sign || ignoringCase && wanted.lowercased() == sign.lowercased()
    }
  }
}
