extension ShellParser {
  private typealias Word = ShellScript.Word

  /// A word; there is at least one sign of it.
  mutating func readWord() throws(NotUnderstood) -> ShellScript.Word {
    var word = WordBuilder()
    let start = place
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: ";"), UInt8(ascii: "&"),
        UInt8(ascii: "|"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "("), UInt8(ascii: ")"):
        return word.finish()
      case UInt8(ascii: "\\"):
        guard let next = peek(1) else { throw NotUnderstood(reason: "it ends in a backslash") }
        guard next != UInt8(ascii: "\n") else { throw NotUnderstood(reason: "a line is joined inside a word") }
        place += 2
        word.isQuoted = true
        word.append(next)
      case UInt8(ascii: "'"):
        try readSingleQuotes(into: &word)
      case UInt8(ascii: "\""):
        try readDoubleQuotes(into: &word)
      case UInt8(ascii: "$"):
        try readExpansion(into: &word, isQuoted: false)
      case UInt8(ascii: "`"):
        try readBackQuotes(into: &word, isQuoted: false)
      case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["):
        place += 1
        word.appendPattern(byte)
      case UInt8(ascii: "{") where !word.hasBraces:
        // Without a comma or two dots it stays as it is, `{}` and `HEAD@{1}`; in front bash might take it for a descriptor.
        let inside = bytes[(place + 1)...].prefix { Self.isNameStart($0) || (48...57).contains($0) }
        guard peek(1 + inside.count) == UInt8(ascii: "}"), inside.isEmpty || place > start else {
          throw NotUnderstood(reason: "it holds a brace")
        }
        word.hasBraces = true
        for byte in bytes[place..<(place + inside.count + 2)] { word.append(byte) }
        place += inside.count + 2
      case UInt8(ascii: "{"), UInt8(ascii: "}"):
        throw NotUnderstood(reason: "it holds a brace")
      case UInt8(ascii: "~") where place == start:
        place += 1
        word.hasTilde = true
        word.append(byte)
      case UInt8(ascii: "="):
        place += 1
        try word.appendEquals()
      default:
        place += 1
        word.append(byte)
      }
    }
    return word.finish()
  }

  private mutating func readSingleQuotes(into word: inout WordBuilder) throws(NotUnderstood) {
    guard let end = bytes[(place + 1)...].firstIndex(of: UInt8(ascii: "'")) else {
      throw NotUnderstood(reason: "a quote does not end")
    }
    try word.append(quoted: bytes[(place + 1)..<end], hasPending: !pendingHereDocuments.isEmpty)
    place = end + 1
  }

  private mutating func readDoubleQuotes(into word: inout WordBuilder) throws(NotUnderstood) {
    place += 1
    word.isQuoted = true
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: "\""):
        place += 1
        return
      case UInt8(ascii: "\\"):
        guard let next = peek(1) else { throw NotUnderstood(reason: "a quote does not end") }
        place += 2
        switch next {
        case UInt8(ascii: "\n"): continue
        case UInt8(ascii: "$"), UInt8(ascii: "`"), UInt8(ascii: "\""), UInt8(ascii: "\\"): word.append(next)
        default:
          word.append(byte)
          word.append(next)
        }
      case UInt8(ascii: "`"):
        try readBackQuotes(into: &word, isQuoted: true)
      case UInt8(ascii: "$"):
        try readExpansion(into: &word, isQuoted: true)
      case UInt8(ascii: "\n") where !pendingHereDocuments.isEmpty:
        throw NotUnderstood(reason: "a quote goes over the end of a line with a here-document")
      default:
        place += 1
        word.append(byte)
      }
    }
    throw NotUnderstood(reason: "a quote does not end")
  }

  /// What begins with `$`.
  private mutating func readExpansion(into word: inout WordBuilder, isQuoted: Bool) throws(NotUnderstood) {
    guard let next = peek(1) else { return takeDollar(into: &word) }
    switch next {
    case _ where Self.isNameStart(next):
      let name = bytes[(place + 1)...].prefix { Self.isNameStart($0) || (48...57).contains($0) }
      word.expand(bytes[place..<(place + 1 + name.count)], splits: !isQuoted)
      place += 1 + name.count
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "!"),
      UInt8(ascii: "$"), UInt8(ascii: "-"), UInt8(ascii: "@"), UInt8(ascii: "*"):
      word.expand(bytes[place..<(place + 2)], splits: !isQuoted || next == UInt8(ascii: "@"))
      place += 2
    case UInt8(ascii: "{"):
      let length = try lengthOfParameter()
      word.expand(bytes[place..<(place + length)], splits: !isQuoted)
      place += length
    case UInt8(ascii: "("):
      try readSubstitution(into: &word, isQuoted: isQuoted)
    case UInt8(ascii: "'"), UInt8(ascii: "\""):
      guard isQuoted else { throw NotUnderstood(reason: "it holds quotes behind '$'") }
      takeDollar(into: &word)
    case UInt8(ascii: "["), UInt8(ascii: "\\"), UInt8(ascii: "`"):
      throw NotUnderstood(reason: "it holds '$\(Character(Unicode.Scalar(next)))'")
    default:
      takeDollar(into: &word)
    }
  }

  /// The length of a `${…}`: a name, with its length, a default or an end to take off, in which nothing is expanded.
  private func lengthOfParameter() throws(NotUnderstood) -> Int {
    let notPlain = NotUnderstood(reason: "it holds a ${…} that is more than a name with a plain word")
    guard let end = bytes[place...].firstIndex(of: UInt8(ascii: "}")) else { throw notPlain }
    let length = end + 1 - place
    var rest = bytes[(place + 2)..<end]
    let wantsLength = rest.first == UInt8(ascii: "#")
    if wantsLength { rest.removeFirst() }
    guard let first = rest.first, Self.isNameStart(first) || (48...57).contains(first) else { throw notPlain }
    rest = Self.isNameStart(first) ? rest.drop { Self.isNameStart($0) || (48...57).contains($0) } : rest.dropFirst()
    if rest.isEmpty { return length }
    let operators = [":-", ":+", ":?", "-", "+", "?", "%%", "%", "##", "#"]
    guard !wantsLength, let sign = operators.first(where: { rest.starts(with: $0.utf8) }) else { throw notPlain }
    var isPlain = true
    var isVariable = false
    for byte in rest.dropFirst(sign.utf8.count) {
      let isSign = Self.isNameStart(byte) || (48...57).contains(byte) || Array("./*,@+-=:# ".utf8).contains(byte)
      // Of `$` only a name may follow.
      isPlain = isPlain && (isVariable ? Self.isNameStart(byte) : isSign || byte == UInt8(ascii: "$"))
      isVariable = byte == UInt8(ascii: "$")
    }
    guard isPlain, !isVariable else { throw notPlain }
    return length
  }

  private mutating func takeDollar(into word: inout WordBuilder) {
    place += 1
    word.append(UInt8(ascii: "$"))
  }

  private mutating func readSubstitution(into word: inout WordBuilder, isQuoted: Bool) throws(NotUnderstood) {
    guard peek(2) != UInt8(ascii: "(") else { throw NotUnderstood(reason: "it calculates") }
    guard depth < Self.depthLimit else { throw NotUnderstood(reason: "it is nested too deeply") }
    guard pendingHereDocuments.isEmpty else { throw NotUnderstood(reason: "$(…) stands behind a here-document") }
    let start = place
    place += 2
    depth += 1
    skipBlanks()
    try parseList(until: [")"])
    depth -= 1
    script.isCompound = true
    word.expand(bytes[start..<place], splits: !isQuoted)
  }

  /// Back quotes around a list without a backslash, and within quotes without a quote: with them, shells differ in what is
  /// taken off first.
  private mutating func readBackQuotes(into word: inout WordBuilder, isQuoted: Bool) throws(NotUnderstood) {
    guard let end = bytes[(place + 1)...].firstIndex(of: UInt8(ascii: "`")) else {
      throw NotUnderstood(reason: "a back quote does not end")
    }
    let inside = bytes[(place + 1)..<end]
    let signs = isQuoted ? Array("\\\"'#\n".utf8) : Array("\\#\n".utf8)
    guard !inside.contains(where: signs.contains), pendingHereDocuments.isEmpty, depth < Self.depthLimit else {
      throw NotUnderstood(reason: "what stands in back quotes is not plain")
    }
    var parser = ShellParser(bytes: Array(inside))
    parser.depth = depth + 1
    try parser.parseList()
    script.commands += parser.script.commands
    script.isCompound = true
    word.expand(bytes[place...end], splits: !isQuoted)
    place = end + 1
  }

  static func isNameStart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
    default: false
    }
  }
}

/// A word while it is read.
struct WordBuilder {
  private var text: [UInt8] = []
  private var shape: [UInt8] = []
  private var word = ShellScript.Word(text: "")
  /// Whether `{}` is in it: with a second brace bash might make several words of it.
  var hasBraces = false
  var isQuoted: Bool {
    get { word.isQuoted }
    set { word.isQuoted = newValue }
  }
  var hasTilde: Bool {
    get { word.hasTilde }
    set { word.hasTilde = newValue }
  }

  mutating func append(_ byte: UInt8) {
    text.append(byte)
    shape.append(byte)
  }

  mutating func append(quoted bytes: ArraySlice<UInt8>, hasPending: Bool) throws(ShellScript.NotUnderstood) {
    if hasPending, bytes.contains(UInt8(ascii: "\n")) {
      throw ShellScript.NotUnderstood(reason: "a quote goes over the end of a line with a here-document")
    }
    isQuoted = true
    text += bytes
    shape += bytes
  }

  /// Something of which the shell makes the names of files.
  mutating func appendPattern(_ byte: UInt8) {
    word.isPattern = true
    text.append(byte)
    appendHole()
  }

  mutating func expand(_ bytes: ArraySlice<UInt8>, splits: Bool) {
    word.isExpanded = true
    if splits { word.splits = true }
    text += bytes
    appendHole()
  }

  /// `=`: what stands before it, unquoted, may be the name of a variable. `NAME+=` is one to bash and none to dash.
  mutating func appendEquals() throws(ShellScript.NotUnderstood) {
    if word.assignmentPrefix == 0, !isQuoted, word.isLiteral, let first = text.first, ShellParser.isNameStart(first) {
      let isName = text.allSatisfy { ShellParser.isNameStart($0) || (48...57).contains($0) }
      if isName {
        word.assignmentPrefix = text.count + 1
      } else if text.last == UInt8(ascii: "+") {
        throw ShellScript.NotUnderstood(reason: "it adds to a variable with '+='")
      }
    }
    append(UInt8(ascii: "="))
  }

  private mutating func appendHole() {
    if shape.last != 0 { shape.append(0) }
  }

  func finish() -> ShellScript.Word {
    var word = word
    word.text = String(decoding: text, as: UTF8.self)
    // Alone it is a name like others, that of a builtin.
    if text == [UInt8(ascii: "[")], word.isPattern {
      word.isPattern = false
      word.shape = word.text
      return word
    }
    word.shape = String(decoding: shape, as: UTF8.self)
    return word
  }
}
