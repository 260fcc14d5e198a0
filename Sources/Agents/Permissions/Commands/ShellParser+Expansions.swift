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
    case UInt8(ascii: "["):
      doubt("it calculates with $[ ]")
      text.append(UInt8(ascii: "$"))
      place += 1
    default:
      // The shell joins the lines before it looks for what the `$` expands.
      if peek(1) == UInt8(ascii: "\\"), peek(2) == UInt8(ascii: "\n") {
        doubt("a line ends in the middle of an expansion")
      }
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
    // Whether its text begins behind the substitution or in it, shells do not agree on.
    if !pendingHereDocuments.isEmpty { doubt("a here-document stands before a substitution") }
    parseNested(until: UInt8(ascii: ")"))
    if !pendingHereDocuments.isEmpty { doubt("a here-document does not end in its substitution") }
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

  /// `$((…))`, that may hold substitutions of its own. What a variable in it holds is calculated again, and an array's
  /// index there may run a command: only with numbers alone is it known what happens.
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
        doubt("it calculates with what is not known")
        readExpansion(&inside, &ignored)
        continue
      case let letter where Self.continuesName(letter) && !(48...57).contains(letter):
        doubt("it calculates with what is not known")
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
    if calculates() { doubt("it calculates a place in a variable") }
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

  /// Whether an index or an offset, which is calculated, follows the name that stands here: `${x[…]}`, `${x:…}`.
  private func calculates() -> Bool {
    let rest = bytes[place...].drop { Self.continuesName($0) || "#*".utf8.contains($0) }
    guard rest.first != UInt8(ascii: "[") else { return true }
    guard rest.first == UInt8(ascii: ":"), let next = rest.dropFirst().first else { return false }
    return !"-+=?".utf8.contains(next) && !(48...57).contains(next)
  }
}
