// A command line may run unasked only where it is sure what it runs, so this is a grammar of what is allowed and not a
// shell with exceptions: whatever is not written here is not understood, what nobody has thought of too. What is
// written here bash and dash read alike; which of the two runs a line, and in which version, makes no difference.
//
//   list       = pipeline { ( ";" | "&" | "&&" | "||" | newline ) pipeline }
//   pipeline   = [ "!" ] element { "|" element }
//   element    = { word | redirection }             one of them at least
//              | "(" list ")" | "{" list "}" | "if" list "then" list … "fi" | "while" list "do" list "done"
//              | "for" NAME "in" { word } ( ";" | newline ) "do" list "done", and redirections behind these
//   word       = { plain | '…' | "…" | \sign | $NAME | ${NAME} | ${NAME:-plain} | $1 $? $# … | $( list ) | ` list `
//              | {} | * | ? | [ }
//   redirect   = [ digit ] ( < | > | >> | >| | <> ) word | [ digit ] ( <& | >& ) ( digit | - )
//              | << 'NAME', and << NAME where nothing in the text is expanded
//
// A comment begins at a word. A line may be joined to the next one between words, where no operator can come of it.

/// Takes command lines apart.
struct ShellParser {
  typealias NotUnderstood = ShellScript.NotUnderstood

  /// Deeper nesting is nobody's command.
  static let depthLimit = 16

  let bytes: [UInt8]
  var place = 0
  var script = ShellScript()
  /// How many `$(` are open.
  var depth = 0
  /// How many commands that hold others are open.
  var nesting = 0
  var pendingHereDocuments: [HereDocument] = []

  /// What takes a command line apart.
  ///
  /// - Throws: why it is not understood.
  static func parse(_ text: String) throws(NotUnderstood) -> ShellScript {
    var parser = ShellParser(bytes: Array(text.utf8))
    let isPlain = parser.bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7f || $0 == 0x0a || $0 == 0x09 }
    guard isPlain else { throw NotUnderstood(reason: "it holds a control character") }
    try parser.parseList()
    guard parser.pendingHereDocuments.isEmpty else { throw NotUnderstood(reason: "a here-document does not end") }
    if parser.script.commands.count > 1 { parser.script.isCompound = true }
    return parser.script
  }

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  func peek(_ offset: Int = 0) -> UInt8? {
    place + offset < bytes.count ? bytes[place + offset] : nil
  }

  func sees(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { bytes[place...].starts(with: $0) }
  }

  /// A list, to one of these words where a command could begin, to `)` where that is among them, or else to the end.
  ///
  /// - Returns: what ended it, which is read; empty at the end of the text.
  @discardableResult
  mutating func parseList(until ends: Set<String> = []) throws(NotUnderstood) -> String {
    var needsCommand = !ends.isEmpty
    var isAfterPipe = false
    while true {
      try skipBlankLines()
      if let end = takeEnd(ends) {
        if needsCommand { throw NotUnderstood(reason: "a command is missing at its end") }
        return end
      }
      if peek() == nil {
        if needsCommand || !ends.isEmpty {
          throw NotUnderstood(reason: "a command is missing at its end")
        }
        return ""
      }
      if sees("!"), let next = peek(1), next == UInt8(ascii: " ") || next == UInt8(ascii: "\t") {
        if isAfterPipe { throw NotUnderstood(reason: "'!' stands behind a pipe") }
        place += 1
        script.isCompound = true
        skipBlanks()
      }
      let isBlock = try parseElement()
      skipBlanks()
      needsCommand = false
      isAfterPipe = false
      switch peek() {
      case nil, UInt8(ascii: "\n"): continue
      case UInt8(ascii: ")") where ends.contains(")"): continue
      case UInt8(ascii: ";") where !sees(";;") && !sees(";&"):
        place += 1
      case UInt8(ascii: "&") where sees("&&"), UInt8(ascii: "|") where sees("||"):
        place += 2
        needsCommand = true
      case UInt8(ascii: "&") where !sees("&>"):
        place += 1
        script.isCompound = true
      case UInt8(ascii: "|") where !sees("|&"):
        place += 1
        needsCommand = true
        isAfterPipe = true
      case UInt8(ascii: "("): throw NotUnderstood(reason: "it holds a bracket")
      case UInt8(ascii: ")"): throw NotUnderstood(reason: "a bracket closes that was not opened")
      // Behind the end of a block that of another one needs nothing between.
      case _ where isBlock && plainWord().map(ends.contains) == true: continue
      case _ where isBlock: throw NotUnderstood(reason: "something stands behind the end of a block")
      default: throw NotUnderstood(reason: "it holds an operator that shells read differently")
      }
    }
  }

  /// Reads what ends a list, where it stands here.
  private mutating func takeEnd(_ ends: Set<String>) -> String? {
    let end = peek() == UInt8(ascii: ")") ? ")" : plainWord()
    guard let end, ends.contains(end) else { return nil }
    place += end.utf8.count
    return end
  }

  mutating func parseCommand() throws(NotUnderstood) -> ShellScript.Command {
    var command = ShellScript.Command()
    while true {
      skipBlanks()
      switch peek() {
      case nil, UInt8(ascii: "\n"), UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: ")"):
        guard !command.isEmpty else { throw NotUnderstood(reason: "a command is missing") }
        return command
      case UInt8(ascii: "#"):
        try skipComment()
      case UInt8(ascii: "("):
        throw NotUnderstood(reason: "it holds a bracket")
      case UInt8(ascii: "<"), UInt8(ascii: ">"):
        try parseRedirection(of: &command)
      default:
        if try isDescriptor() {
          place += 1
          try parseRedirection(of: &command)
        } else {
          command.words.append(try readWord())
        }
      }
    }
  }

  /// Whether a digit that names a descriptor stands here. Of several digits only bash makes one.
  func isDescriptor() throws(NotUnderstood) -> Bool {
    let digits = bytes[place...].prefix { (48...57).contains($0) }
    let next = peek(digits.count)
    guard !digits.isEmpty, next == UInt8(ascii: "<") || next == UInt8(ascii: ">") else { return false }
    guard digits.count == 1 else { throw NotUnderstood(reason: "a descriptor has more than one digit") }
    return true
  }

  private mutating func skipComment() throws(NotUnderstood) {
    guard depth == 0 else { throw NotUnderstood(reason: "a comment stands in $(…)") }
    place = bytes[place...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
  }

  /// Blanks, newlines with the here-documents behind them, and comments.
  mutating func skipBlankLines() throws(NotUnderstood) {
    while true {
      skipBlanks()
      if peek() == UInt8(ascii: "\n") {
        place += 1
        try readHereDocuments()
      } else if peek() == UInt8(ascii: "#") {
        try skipComment()
      } else {
        return
      }
    }
  }

  /// Blanks, and lines that are joined between words: a backslash behind anything else might join an operator.
  mutating func skipBlanks() {
    while let byte = peek() {
      if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") {
        place += 1
      } else if sees("\\\n"), place == 0 || [0x20, 0x09, 0x0a].contains(bytes[place - 1]) {
        place += 2
      } else {
        return
      }
    }
  }
}
