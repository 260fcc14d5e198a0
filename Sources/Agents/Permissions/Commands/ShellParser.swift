// Takes a command line apart into the simple commands that it would run. Not a shell: what it does not know for
// certain (function definitions, `case`, odd quoting, a quote that does not end) it says as a doubt, and a doubt
// makes the permission ask. It errs on the side of finding too many commands.

/// Reads a shell script.
struct ShellParser {
  /// How deeply subshells and substitutions may be nested; hostile text must not exhaust a worker's stack.
  private static let depthLimit = 24

  private(set) var script = ShellScript()
  var bytes: [UInt8]
  var place = 0
  var depth: Int
  var current = ShellScript.Command()
  private var isLoopHeader = false
  private var isAfterCompound = false
  var pendingHereDocuments: [(delimiter: String, isQuoted: Bool, stripsTabs: Bool)] = []

  /// Takes `text` apart.
  static func parse(_ text: String) -> ShellScript {
    var parser = ShellParser(Array(text.utf8), depth: 0)
    if parser.bytes.contains(0) { parser.doubt("it holds a zero byte") }
    parser.parseList(until: nil)
    if !parser.pendingHereDocuments.isEmpty { parser.doubt("a here-document does not end") }
    if parser.script.commands.count > 1 { parser.script.isCompound = true }
    return parser.script
  }

  init(_ bytes: [UInt8], depth: Int) {
    self.bytes = bytes
    self.depth = depth
  }

  func peek(_ offset: Int = 0) -> UInt8? {
    place + offset < bytes.count ? bytes[place + offset] : nil
  }

  func sees(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { bytes[place...].starts(with: $0) }
  }

  mutating func doubt(_ reason: String) {
    if !script.doubts.contains(reason) { script.doubts.append(reason) }
  }

  /// Goes one level deeper; gives up, and says so, where that is too deep.
  mutating func descends() -> Bool {
    guard depth < Self.depthLimit else {
      doubt("it is nested too deeply")
      place = bytes.count
      return false
    }
    depth += 1
    return true
  }

  /// Parses a list of its own (a subshell, a substitution) whose commands join this script's.
  mutating func parseNested(until end: UInt8) {
    script.isCompound = true
    let outer = (current, isLoopHeader, isAfterCompound)
    (current, isLoopHeader, isAfterCompound) = (ShellScript.Command(), false, false)
    parseList(until: end)
    (current, isLoopHeader, isAfterCompound) = outer
  }

  /// Parses a text of its own, such as that between backquotes.
  mutating func parseApart(_ text: [UInt8]) {
    var parser = ShellParser(text, depth: depth + 1)
    parser.parseList(until: nil)
    adopt(parser)
  }

  /// Takes over what another parser found in a part of this script.
  mutating func adopt(_ parser: ShellParser) {
    script.isCompound = true
    script.commands += parser.script.commands
    for reason in parser.script.doubts { doubt(reason) }
    if !parser.pendingHereDocuments.isEmpty { doubt("a here-document does not end") }
  }

  private mutating func parseList(until end: UInt8?) {
    guard descends() else { return }
    defer { depth -= 1 }
    while true {
      skipBlanks()
      guard let byte = peek() else {
        if end != nil { doubt("a bracket does not end") }
        return finishCommand()
      }
      if byte == end {
        place += 1
        return finishCommand()
      }
      parseElement(byte)
    }
  }

  private mutating func parseElement(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\n"):
      place += 1
      finishCommand()
      readHereDocuments()
    case UInt8(ascii: ";"):
      place += 1
      finishCommand()
    case UInt8(ascii: "&") where sees("&>"):
      place += 1
      parseRedirection()
    case UInt8(ascii: "&"), UInt8(ascii: "|"):
      if isInTest { return current.words.append(operatorWord()) }
      // `&&`, `||`, `|&`, `&` and `|` all end a command; how they join two of them makes no difference here.
      place += sees("&&") || sees("||") || sees("|&") ? 2 : 1
      script.isCompound = true
      finishCommand()
    case UInt8(ascii: "#"):
      place = bytes[place...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    case UInt8(ascii: "("):
      parseBracket()
    case UInt8(ascii: ")"):
      if isInTest { return current.words.append(operatorWord()) }
      doubt("a bracket closes that was not opened")
      place += 1
      finishCommand()
    case UInt8(ascii: "<"), UInt8(ascii: ">"):
      if isInTest { return current.words.append(operatorWord()) }
      if peek(1) == UInt8(ascii: "(") { return takeWord() }
      parseRedirection()
    default:
      takeWord()
    }
  }

  /// `[[ … ]]`: operators are signs of the test there. Quoted or behind a redirection `[[` is a program's name.
  private var isInTest: Bool {
    guard let first = current.words.first, first.text == "[[", !first.isQuoted, current.redirections.isEmpty else {
      return false
    }
    return current.words.last?.text != "]]"
  }

  private mutating func operatorWord() -> ShellScript.Word {
    let length = sees("&&") || sees("||") ? 2 : 1
    defer { place += length }
    return ShellScript.Word(text: String(decoding: bytes[place..<place + length], as: UTF8.self), isQuoted: true)
  }

  private mutating func parseBracket() {
    if isInTest { return current.words.append(operatorWord()) }
    if !current.isEmpty || isAfterCompound { doubt("a bracket stands where no subshell can begin") }
    if sees("((") { doubt("it calculates with (( ))") }
    place += 1
    parseNested(until: UInt8(ascii: ")"))
    isAfterCompound = true
  }

  private mutating func takeWord() {
    let word = readWord()
    let isDescriptor = !word.isQuoted && !word.text.isEmpty && word.text.utf8.allSatisfy { (48...57).contains($0) }
    if isDescriptor, let next = peek(), next == UInt8(ascii: "<") || next == UInt8(ascii: ">"),
      peek(1) != UInt8(ascii: "(")
    {
      return parseRedirection()
    }
    if current.words.isEmpty, !isLoopHeader, word.isLiteral, !word.isQuoted, takeReserved(word.text) { return }
    if isAfterCompound { doubt("'\(word.text)' follows the end of a block") }
    current.words.append(word)
  }

  /// Whether the word is the shell's own at the beginning of a command, and done with.
  private mutating func takeReserved(_ text: String) -> Bool {
    switch text {
    case "if", "then", "elif", "else", "while", "until", "do", "!", "{":
      script.isCompound = true
      return true
    case "fi", "done", "}":
      isAfterCompound = true
      return true
    case "for", "select":
      script.isCompound = true
      isLoopHeader = true
      return true
    case "case", "esac", "function", "coproc":
      doubt("it uses '\(text)'")
      return true
    default:
      return false
    }
  }

  private mutating func finishCommand() {
    // What a loop runs over is no command; its substitutions have been taken down already. Its variable is set.
    if isLoopHeader {
      current.words = current.words.prefix(1).map { name in
        ShellScript.Word(text: name.text + "=", assignmentPrefix: name.text.utf8.count + 1)
      }
    }
    if !current.isEmpty { script.commands.append(current) }
    (current, isLoopHeader, isAfterCompound) = (ShellScript.Command(), false, false)
  }

  mutating func skipBlanks() {
    while let byte = peek() {
      if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") {
        place += 1
      } else if sees("\\\n") {
        place += 2
      } else {
        return
      }
    }
  }
}
