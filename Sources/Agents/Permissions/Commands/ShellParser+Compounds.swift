/// Commands that hold others. Only their plain forms are read; what stands behind the end of one must be a redirection,
/// or what goes on with the list.
extension ShellParser {
  /// The word of small letters that stands here and ends here; a brace counts as one. Nil where there is another.
  func plainWord() -> String? {
    let ends: [UInt8?] = [nil] + Array(" \t\n;&|<>()".utf8)
    let letters = bytes[place...].prefix { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
    if letters.isEmpty, let brace = peek(), brace == UInt8(ascii: "{") || brace == UInt8(ascii: "}") {
      return ends.contains(peek(1)) ? String(Character(Unicode.Scalar(brace))) : nil
    }
    guard !letters.isEmpty, ends.contains(peek(letters.count)) else { return nil }
    return String(decoding: letters, as: UTF8.self)
  }

  /// A command: a plain one, or one that holds others.
  ///
  /// - Returns: whether it holds others.
  mutating func parseElement() throws(NotUnderstood) -> Bool {
    if peek() == UInt8(ascii: "(") {
      guard !sees("((") else { throw NotUnderstood(reason: "it calculates") }
      place += 1
      try parseInner(until: [")"])
      try finishCompound()
      return true
    }
    switch plainWord() {
    case "{":
      // Behind the brace bash wants a blank, dash is content with a newline.
      place += 1
      try parseInner(until: ["}"])
    case "if":
      place += 2
      try parseIf()
    case "while":
      place += 5
      try parseLoop()
    case "until":
      place += 5
      try parseLoop()
    case "for":
      place += 3
      try parseFor()
    case let word? where ShellBuiltin.reserved.contains(word):
      throw NotUnderstood(reason: "it uses '\(word)'")
    default:
      let command = try parseCommand()
      script.commands.append(command)
      return false
    }
    try finishCompound()
    return true
  }

  @discardableResult
  private mutating func parseInner(until ends: Set<String>) throws(NotUnderstood) -> String {
    guard nesting < Self.depthLimit else { throw NotUnderstood(reason: "it is nested too deeply") }
    nesting += 1
    defer { nesting -= 1 }
    script.isCompound = true
    return try parseList(until: ends)
  }

  private mutating func parseIf() throws(NotUnderstood) {
    try parseInner(until: ["then"])
    while true {
      switch try parseInner(until: ["elif", "else", "fi"]) {
      case "elif": try parseInner(until: ["then"])
      case "else":
        try parseInner(until: ["fi"])
        return
      default: return
      }
    }
  }

  private mutating func parseLoop() throws(NotUnderstood) {
    try parseInner(until: ["do"])
    try parseInner(until: ["done"])
  }

  /// `for NAME in WORD…; do`. What it runs over is no command; its variable is set.
  private mutating func parseFor() throws(NotUnderstood) {
    skipBlanks()
    let name = bytes[place...].prefix { Self.isNameStart($0) || (48...57).contains($0) }
    guard let first = name.first, Self.isNameStart(first) else { throw NotUnderstood(reason: "'for' has no variable") }
    place += name.count
    guard let blank = peek(), blank == UInt8(ascii: " ") || blank == UInt8(ascii: "\t") else {
      throw NotUnderstood(reason: "'for' stands without 'in'")
    }
    skipBlanks()
    guard plainWord() == "in" else { throw NotUnderstood(reason: "'for' stands without 'in'") }
    place += 2
    var variable = WordBuilder()
    for byte in name { variable.append(byte) }
    try variable.appendEquals()
    script.commands.append(ShellScript.Command(words: [variable.finish()]))
    while true {
      skipBlanks()
      guard let byte = peek() else { throw NotUnderstood(reason: "'for' stands without 'do'") }
      if byte == UInt8(ascii: ";") || byte == UInt8(ascii: "\n") { break }
      guard !Array("&|<>()#".utf8).contains(byte) else {
        throw NotUnderstood(reason: "'for' runs over what is no word")
      }
      _ = try readWord()
    }
    if peek() == UInt8(ascii: ";") { place += 1 }
    try skipBlankLines()
    guard plainWord() == "do" else { throw NotUnderstood(reason: "'for' stands without 'do'") }
    place += 2
    try parseInner(until: ["done"])
  }

  private mutating func skippingBlanks() -> UInt8? {
    skipBlanks()
    return peek()
  }

  /// Redirections behind the end of a command that holds others; whatever else stands there belongs to the list.
  private mutating func finishCompound() throws(NotUnderstood) {
    var command = ShellScript.Command()
    while let byte = skippingBlanks() {
      if byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") {
        try parseRedirection(of: &command)
      } else if try isDescriptor() {
        place += 1
        try parseRedirection(of: &command)
      } else {
        break
      }
    }
    if !command.isEmpty { script.commands.append(command) }
  }
}
