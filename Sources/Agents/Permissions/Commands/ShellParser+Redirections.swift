// The files that the shell opens for a command, and the texts that stand in the script.

extension ShellParser {
  mutating func parseRedirection() {
    let start = place
    while let byte = peek(), byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") { place += 1 }
    let arrows = String(decoding: bytes[start..<place], as: UTF8.self)
    let merges = start > 0 && bytes[start - 1] == UInt8(ascii: "&")
    if arrows == "<<" {
      return parseHereDocument()
    }
    var duplicates = false
    if arrows == ">" || arrows == "<", peek() == UInt8(ascii: "&") {
      place += 1
      duplicates = true
    } else if arrows == ">", peek() == UInt8(ascii: "|") {
      place += 1
    }
    skipBlanks()
    let target = readWord()
    if target.text.isEmpty && !target.isQuoted {
      doubt("a redirection leads nowhere")
      // Whatever stands there is taken as the next element, unless it is what would stop us for good.
      return
    }
    if target.isPattern { doubt("a redirection leads to a pattern") }
    switch arrows {
    case "<<<": break
    case "<": if !duplicates { current.redirections.append(.init(writes: false, target: target)) }
    case ">", ">>", "<>":
      let isDescriptor = duplicates && !merges && (Self.isDescriptor(target.text) && target.isLiteral)
      if !isDescriptor { current.redirections.append(.init(writes: true, target: target)) }
    default: doubt("'\(arrows)' is no redirection")
    }
  }

  /// `2`, `2-` and `-`, that `>&` may be followed by.
  private static func isDescriptor(_ text: String) -> Bool {
    let digits = text.hasSuffix("-") ? text.dropLast() : text[...]
    return !text.isEmpty && digits.utf8.allSatisfy { (48...57).contains($0) }
  }

  private mutating func parseHereDocument() {
    let stripsTabs = peek() == UInt8(ascii: "-")
    if stripsTabs { place += 1 }
    skipBlanks()
    let delimiter = readWord()
    if delimiter.text.isEmpty && !delimiter.isQuoted { doubt("a here-document has no end") }
    if delimiter.isExpanded { doubt("the end of a here-document is expanded") }
    pendingHereDocuments.append((delimiter.text, delimiter.isQuoted, stripsTabs))
  }

  mutating func readHereDocuments() {
    let pending = pendingHereDocuments
    pendingHereDocuments = []
    for document in pending {
      var body: [UInt8] = []
      var isClosed = false
      while place < bytes.count, !isClosed {
        let end = bytes[place...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        var line = bytes[place..<end]
        place = min(end + 1, bytes.count)
        if document.stripsTabs { line = line.drop { $0 == UInt8(ascii: "\t") } }
        isClosed = line.elementsEqual(document.delimiter.utf8)
        if !document.isQuoted, line.last == UInt8(ascii: "\\") { doubt("a here-document joins its lines") }
        if !isClosed { body += line + [UInt8(ascii: "\n")] }
      }
      if !isClosed { doubt("a here-document does not end") }
      guard !document.isQuoted else { continue }
      var parser = ShellParser(body, depth: depth + 1)
      let word = parser.readQuoted(until: nil)
      if word.isExpanded { adopt(parser) }
    }
  }
}
