// The words of a script: quotes, escapes and expansions.

extension ShellParser {
  /// Reads the word that begins here; empty where none does.
  mutating func readWord() -> ShellScript.Word {
    var word = ShellScript.Word(text: "")
    var text: [UInt8] = []
    var bracePlain: [UInt8] = []
    var hasBracket = false
    word.hasTilde = peek() == UInt8(ascii: "~")
    reading: while let byte = peek() {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: ";"), UInt8(ascii: "&"),
        UInt8(ascii: "|"), UInt8(ascii: ")"):
        break reading
      case UInt8(ascii: "("):
        guard word.assignmentPrefix == text.count, !text.isEmpty else { break reading }
        readArray(&word, &text)
      case UInt8(ascii: "<"), UInt8(ascii: ">"):
        guard text.isEmpty, !word.isQuoted, peek(1) == UInt8(ascii: "(") else { break reading }
        readSubstitution(opening: 2, &word, &text)
      case UInt8(ascii: "\\"):
        readEscape(&word, &text)
      case UInt8(ascii: "'"):
        readSingleQuotes(&word, &text)
      case UInt8(ascii: "\""):
        place += 1
        let quoted = readQuoted(until: UInt8(ascii: "\""))
        text += quoted.text.utf8
        word.isExpanded = word.isExpanded || quoted.isExpanded
        word.isQuoted = true
      case UInt8(ascii: "$") where peek(1) == UInt8(ascii: "'"):
        place += 1
        let start = place
        readSingleQuotes(&word, &text)
        if bytes[start..<place].contains(UInt8(ascii: "\\")) { doubt("it quotes with $'…'") }
      case UInt8(ascii: "$") where peek(1) == UInt8(ascii: "\""):
        place += 1
      case UInt8(ascii: "$"), UInt8(ascii: "`"):
        readExpansion(&word, &text)
      default:
        if byte == UInt8(ascii: "=") { noteAssignment(&word, text) }
        if "*?".utf8.contains(byte) { word.isPattern = true }
        if byte == UInt8(ascii: "[") { hasBracket = true }
        if byte == UInt8(ascii: "]"), hasBracket { word.isPattern = true }
        if "{,.}".utf8.contains(byte) { bracePlain.append(byte) }
        text.append(byte)
        place += 1
      }
    }
    // `{a,b}` and `{1..3}` make several words; `{}` does not.
    if let open = bracePlain.firstIndex(of: UInt8(ascii: "{")) {
      let inside = bracePlain[open...].dropFirst()
      if inside.contains(UInt8(ascii: ","))
        || inside.split(separator: UInt8(ascii: "}")).contains(where: { $0.count > 1 })
      {
        word.isPattern = true
      }
    }
    word.text = String(decoding: text, as: UTF8.self)
    return word
  }

  /// Reads up to `end` as between double quotes; up to the end of the text for nil, as in a here-document.
  mutating func readQuoted(until end: UInt8?) -> ShellScript.Word {
    var word = ShellScript.Word(text: "", isQuoted: true)
    var text: [UInt8] = []
    while let byte = peek() {
      if byte == end {
        place += 1
        word.text = String(decoding: text, as: UTF8.self)
        return word
      }
      switch byte {
      case UInt8(ascii: "\\"):
        guard let next = peek(1), "$`\"\\\n".utf8.contains(next) else {
          text.append(byte)
          place += 1
          continue
        }
        if next != UInt8(ascii: "\n") { text.append(next) }
        place += 2
      case UInt8(ascii: "$"), UInt8(ascii: "`"):
        readExpansion(&word, &text)
      default:
        text.append(byte)
        place += 1
      }
    }
    if end != nil { doubt("a quote does not end") }
    word.text = String(decoding: text, as: UTF8.self)
    return word
  }

  private mutating func readEscape(_ word: inout ShellScript.Word, _ text: inout [UInt8]) {
    guard let next = peek(1) else {
      doubt("it ends in a backslash")
      place += 1
      return
    }
    place += 2
    if next == UInt8(ascii: "\n") { return }
    text.append(next)
    word.isQuoted = true
  }

  mutating func readSingleQuotes(_ word: inout ShellScript.Word, _ text: inout [UInt8]) {
    word.isQuoted = true
    let start = place + 1
    guard start <= bytes.count, let end = bytes[start...].firstIndex(of: UInt8(ascii: "'")) else {
      doubt("a quote does not end")
      text += bytes[min(start, bytes.count)...]
      place = bytes.count
      return
    }
    text += bytes[start..<end]
    place = end + 1
  }

  private func noteAssignment(_ word: inout ShellScript.Word, _ text: [UInt8]) {
    guard word.assignmentPrefix == 0, !word.isQuoted, !word.isExpanded else { return }
    let name = text.last == UInt8(ascii: "+") ? text.dropLast() : text[...]
    guard let first = name.first, !(48...57).contains(first),
      name.allSatisfy({ (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 95 })
    else { return }
    word.assignmentPrefix = text.count + 1
  }

  /// `name=(…)`.
  private mutating func readArray(_ word: inout ShellScript.Word, _ text: inout [UInt8]) {
    guard descends() else { return }
    defer { depth -= 1 }
    let start = place
    place += 1
    while let byte = peek(), byte != UInt8(ascii: ")") {
      if " \t\n".utf8.contains(byte) {
        place += 1
      } else if readWord() == ShellScript.Word(text: "") {
        doubt("a list of values cannot be read")
        break
      }
    }
    if peek() == nil { doubt("a bracket does not end") } else { place += 1 }
    text += bytes[start..<place]
    word.isExpanded = true
  }
}
