// Compact and deterministic: the same value gives the same text. What a terminal could take for a command
// (C0, DEL, C1) and what some readers take for the end of a line (U+2028, U+2029) is escaped, so that a line
// of output is one line wherever it is shown.

extension JSON {
  /// The value on one line, without spaces.
  public var text: String {
    var text = ""
    write(to: &text)
    return text
  }

  /// The value over several lines, each level set in by two spaces.
  public var pretty: String {
    var text = ""
    write(to: &text, indentation: 0)
    return text
  }

  /// Appends the value on one line, without spaces.
  public func write(to text: inout String) {
    write(to: &text, indentation: nil)
  }

  /// Appends `string` as a JSON string, with its quotes.
  public static func write(_ string: String, to text: inout String) {
    text += "\""
    if string.utf8.contains(where: mayNeedEscape) {
      for scalar in string.unicodeScalars { writeEscaped(scalar, to: &text) }
    } else {
      text += string
    }
    text += "\""
  }

  private func write(to text: inout String, indentation: Int?) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .number(let value): text += value.isFinite ? "\(value)" : "null"
    case .string(let value): JSON.write(value, to: &text)
    case .array(let elements):
      JSON.write(elements, in: ("[", "]"), to: &text, indentation) { element, text, indentation in
        element.write(to: &text, indentation: indentation)
      }
    case .object(let object):
      JSON.write(object.members, in: ("{", "}"), to: &text, indentation) { member, text, indentation in
        JSON.write(member.name, to: &text)
        text += indentation == nil ? ":" : ": "
        member.value.write(to: &text, indentation: indentation)
      }
    }
  }

  private static func write<Element>(
    _ elements: [Element], in brackets: (String, String), to text: inout String, _ indentation: Int?,
    _ writeElement: (Element, inout String, Int?) -> Void
  ) {
    let inner = indentation.map { $0 + 1 }
    text += brackets.0
    for (index, element) in elements.enumerated() {
      if index > 0 { text += "," }
      startLine(&text, inner)
      writeElement(element, &text, inner)
    }
    if !elements.isEmpty { startLine(&text, indentation) }
    text += brackets.1
  }

  private static func startLine(_ text: inout String, _ indentation: Int?) {
    guard let indentation else { return }
    text += "\n"
    for _ in 0..<indentation { text += "  " }
  }

  /// Whether a byte of UTF-8 may begin something that is written otherwise: C2 leads the C1 controls, E2 the
  /// two separators.
  private static func mayNeedEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x7F || byte == 0xC2 || byte == 0xE2
  }

  private static func writeEscaped(_ scalar: Unicode.Scalar, to text: inout String) {
    switch scalar {
    case "\"": text += "\\\""
    case "\\": text += "\\\\"
    case "\n": text += "\\n"
    case "\r": text += "\\r"
    case "\t": text += "\\t"
    case "\u{08}": text += "\\b"
    case "\u{0C}": text += "\\f"
    case "\u{00}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
      text += "\\u" + hexadecimalDigits(scalar.value)
    default: text.unicodeScalars.append(scalar)
    }
  }
}

extension JSON: CustomStringConvertible {
  /// The value on one line.
  public var description: String { text }
}
