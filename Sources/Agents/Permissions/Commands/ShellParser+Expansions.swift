// What the shell puts in place of `$…` and backquotes; the commands that it would run for it join the script's.

extension ShellParser {
  /// `$…` or a backquote; what it runs joins the script's commands, the word keeps it as it was written.
  mutating func readExpansion(_ word: inout ShellScript.Word, _ text: inout [UInt8]) {
    guard descends() else { return }
    defer { depth -= 1 }
    if peek() == UInt8(ascii: "`") { return readBackquotes(&word, &text) }
    switch peek(1) {
    case UInt8(ascii: "("):
      if sees("$((") { return readArithmetic(&word, &text) }
      readSubstitution(opening: 2, &word, &text)
    case UInt8(ascii: "{"):
      readBraces(&word, &text)
    case let next? where Self.beginsName(next):
      word.isExpanded = true
      text.append(UInt8(ascii: "$"))
      place += 1
      // Special parameters are one sign long.
      let isName = (65...90).contains(next) || (97...122).contains(next) || next == 95
      repeat {
        text.append(bytes[place])
        place += 1
      } while isName && peek().map(Self.continuesName) == true
    default:
      text.append(UInt8(ascii: "$"))
      place += 1
    }
  }

  private static func beginsName(_ byte: UInt8) -> Bool { continuesName(byte) || "@*#?-$!".utf8.contains(byte) }

  private static func continuesName(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95
  }

  mutating func readSubstitution(opening: Int, _ word: inout ShellScript.Word, _ text: inout [UInt8]) {
    let start = place
    place += opening
    parseNested(until: UInt8(ascii: ")"))
    text += bytes[start..<min(place, bytes.count)]
    word.isExpanded = true
  }

  private mutating func readBackquotes(_ word: inout ShellScript.Word, _ text: inout [UInt8]) {
    let start = place
    place += 1
    var inner: [UInt8] = []
    while let byte = peek(), byte != UInt8(ascii: "`") {
      if byte == UInt8(ascii: "\\"), let next = peek(1) {
        if !"$`\\".utf8.contains(next) { inner.append(byte) }
        inner.append(next)
        place += 2
      } else {
        inner.append(byte)
        place += 1
      }
    }
    if peek() == nil { doubt("a quote does not end") } else { place += 1 }
    parseApart(inner)
    text += bytes[start..<place]
    word.isExpanded = true
  }

  /// `$((…))`, that may hold substitutions of its own.
  private mutating func readArithmetic(_ word: inout ShellScript.Word, _ text: inout [UInt8]) {
    let start = place
    place += 3
    var open = 2
    var inside = ShellScript.Word(text: "")
    var ignored: [UInt8] = []
    while let byte = peek(), open > 0 {
      switch byte {
      case UInt8(ascii: "("): open += 1
      case UInt8(ascii: ")"): open -= 1
      case UInt8(ascii: "$"), UInt8(ascii: "`"):
        readExpansion(&inside, &ignored)
        continue
      // `$(( … ) ; …)` is a subshell in a substitution after all.
      case UInt8(ascii: ";"), UInt8(ascii: "\n"), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "["):
        doubt("it calculates in a way that cannot be read")
      default: break
      }
      place += 1
    }
    if open > 0 { doubt("a bracket does not end") }
    if !bytes[start..<place].suffix(2).elementsEqual("))".utf8) { doubt("it calculates in a way that cannot be read") }
    text += bytes[start..<place]
    word.isExpanded = true
  }

  /// `${…}`.
  private mutating func readBraces(_ word: inout ShellScript.Word, _ text: inout [UInt8]) {
    let start = place
    place += 2
    var inside = ShellScript.Word(text: "")
    var ignored: [UInt8] = []
    while let byte = peek(), byte != UInt8(ascii: "}") {
      switch byte {
      case UInt8(ascii: "\\"): place += 2
      case UInt8(ascii: "'"): readSingleQuotes(&inside, &ignored)
      case UInt8(ascii: "\""):
        place += 1
        _ = readQuoted(until: UInt8(ascii: "\""))
      case UInt8(ascii: "$"), UInt8(ascii: "`"): readExpansion(&inside, &ignored)
      // `${x@P}` expands what is in x once more, `${!x}` what its text names.
      case UInt8(ascii: "@"), UInt8(ascii: "!"):
        doubt("it expands a variable twice")
        place += 1
      default: place += 1
      }
    }
    place = min(place, bytes.count)
    if peek() == nil { doubt("a bracket does not end") } else { place += 1 }
    text += bytes[start..<place]
    word.isExpanded = true
  }
}
