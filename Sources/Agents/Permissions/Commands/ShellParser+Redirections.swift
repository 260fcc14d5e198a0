/// A text for a command that stands in the lines behind it.
struct HereDocument {
  /// The line that ends it.
  let delimiter: [UInt8]
  /// Whether nothing in it is expanded.
  let isQuoted: Bool
  /// Whether tabs in front of its lines are taken off.
  let stripsTabs: Bool
}

extension ShellParser {
  /// What opens a file for a command, or joins two descriptors; the descriptor before it has been read.
  mutating func parseRedirection(of command: inout ShellScript.Command) throws(NotUnderstood) {
    if sees("<<") { return try parseHereDocument(of: &command) }
    if sees("<(") || sees(">(") { throw NotUnderstood(reason: "it puts a program in place of a file") }
    if sees("<&") || sees(">&") { return try parseDuplication(of: &command) }
    let writes = peek() == UInt8(ascii: ">")
    let isBoth = sees("<>")
    place += isBoth || sees(">>") || sees(">|") ? 2 : 1
    skipBlanks()
    let target = try readTarget()
    if writes || isBoth { command.redirections.append(.init(writes: true, target: target)) }
    if !writes { command.redirections.append(.init(writes: false, target: target)) }
  }

  private mutating func readTarget() throws(NotUnderstood) -> ShellScript.Word {
    let start = place
    let target = try readWord()
    guard place > start else { throw NotUnderstood(reason: "a file is missing behind '<' or '>'") }
    guard !target.isPattern else { throw NotUnderstood(reason: "it writes or reads what a pattern matches") }
    // Bash makes a connection of it.
    guard !target.text.hasPrefix("/dev/tcp/"), !target.text.hasPrefix("/dev/udp/") else {
      throw NotUnderstood(reason: "it opens a connection")
    }
    return target
  }

  /// `2>&1`, `<&-`. Of a name behind it the two shells make different things.
  private mutating func parseDuplication(of command: inout ShellScript.Command) throws(NotUnderstood) {
    place += 2
    let ends: [UInt8?] = [nil] + Array(" \t\n;|&<>)".utf8)
    guard let target = peek(), (48...57).contains(target) || target == UInt8(ascii: "-"), ends.contains(peek(1)) else {
      throw NotUnderstood(reason: "it joins descriptors in a way that shells read differently")
    }
    place += 1
    // A descriptor alone makes a command, too: it is kept as one that opens nothing.
    if command.words.isEmpty {
      command.redirections.append(.init(writes: false, target: ShellScript.Word(text: "/dev/null")))
    }
  }

  private mutating func parseHereDocument(of command: inout ShellScript.Command) throws(NotUnderstood) {
    guard depth == 0 else { throw NotUnderstood(reason: "a here-document stands in $(…)") }
    guard !sees("<<<") else { throw NotUnderstood(reason: "it holds '<<<'") }
    place += 2
    let stripsTabs = peek() == UInt8(ascii: "-")
    if stripsTabs { place += 1 }
    skipBlanks()
    let quote = peek().flatMap { $0 == UInt8(ascii: "'") || $0 == UInt8(ascii: "\"") ? $0 : nil }
    if quote != nil { place += 1 }
    let name = Array(bytes[place...].prefix { Self.isNameStart($0) || (48...57).contains($0) })
    place += name.count
    if let quote {
      guard peek() == quote else { throw NotUnderstood(reason: "the end of a here-document has an odd name") }
      place += 1
    }
    let ends: [UInt8?] = [nil] + Array(" \t\n;|&<>".utf8)
    guard !name.isEmpty, ends.contains(peek()) else {
      throw NotUnderstood(reason: "the end of a here-document has an odd name")
    }
    pendingHereDocuments.append(HereDocument(delimiter: name, isQuoted: quote != nil, stripsTabs: stripsTabs))
    if command.words.isEmpty {
      command.redirections.append(.init(writes: false, target: ShellScript.Word(text: "/dev/null")))
    }
  }

  /// Skips the texts that begin behind the newline that has just been read.
  mutating func readHereDocuments() throws(NotUnderstood) {
    for document in pendingHereDocuments {
      while true {
        guard place < bytes.count else { throw NotUnderstood(reason: "a here-document does not end") }
        let end = bytes[place...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        var line = bytes[place..<end]
        place = min(end + 1, bytes.count)
        if document.stripsTabs { line = line.drop { $0 == UInt8(ascii: "\t") } }
        if line.elementsEqual(document.delimiter) {
          // What follows is read as if a newline stood before it, which is where it does.
          break
        }
        let isPlain = !line.contains { Array("$`\\".utf8).contains($0) }
        guard document.isQuoted || isPlain else { throw NotUnderstood(reason: "a here-document is expanded") }
      }
    }
    pendingHereDocuments = []
  }
}
