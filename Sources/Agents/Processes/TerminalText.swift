// A terminal shows of a command's output what was written last: a progress bar goes back to the beginning of its line
// and writes over it, colours are sequences that nobody sees. A model is told what a person would see in the end.

/// The text that a terminal would show of what is written to it: lines that overwrite themselves in their last state,
/// without escape sequences.
///
/// Only the line that is being written can be overwritten; where the cursor is moved to earlier lines, all of them stay.
struct TerminalText: Sendable {
  private enum Mode {
    case text
    /// After an escape character.
    case escape
    /// In a control sequence, `ESC [ … letter`: colours, cursor movements.
    case sequence
    /// In a control string, `ESC ] … BEL`: titles, links.
    case string
    /// After an escape character in a control string.
    case stringEscape
  }

  /// Bytes of a line that can be overwritten: what is before them in a longer one stays.
  private static let lineLimit = 64 << 10

  private var mode = Mode.text
  /// The line that is being written.
  private var line = ""
  /// Whether the next character begins the line anew.
  private var isReturned = false
  /// How many characters of the line the next one goes back over.
  private var stepsBack = 0

  /// The lines that are complete with this text.
  mutating func append(_ text: String) -> String {
    var done = ""
    if mode == .text, !isReturned, stepsBack == 0, !text.utf8.contains(where: Self.mayBeSpecial) {
      // Most output is nothing but text.
      line += text
      guard let end = line.utf8.lastIndex(of: UInt8(ascii: "\n")) else { return overflow() }
      let next = line.utf8.index(after: end)
      done = String(line[..<next])
      line = String(line[next...])
      return done + overflow()
    }
    for scalar in text.unicodeScalars { take(scalar, &done) }
    return done
  }

  /// The line that was not ended, as it stands now; what comes next begins a new one.
  mutating func flush() -> String {
    defer { (line, isReturned, stepsBack) = ("", false, 0) }
    return line
  }

  /// Control characters but tab and newline, and the first byte of those beyond ASCII.
  private static func mayBeSpecial(_ byte: UInt8) -> Bool {
    byte < 0x20 && byte != 0x09 && byte != 0x0A || byte == 0x7F || byte == 0xC2
  }

  private mutating func take(_ scalar: Unicode.Scalar, _ done: inout String) {
    switch mode {
    case .text: takeText(scalar, &done)
    case .escape:
      switch scalar {
      case "[": mode = .sequence
      case "]", "P", "X", "^", "_": mode = .string
      case " "..."/": break
      case "\u{1B}": break
      case "0"..."~": mode = .text
      default: takeAgain(scalar, &done)
      }
    case .sequence:
      switch scalar {
      case "@"..."~": mode = .text
      case " "..."?": break
      default: takeAgain(scalar, &done)
      }
    case .string:
      switch scalar {
      case "\u{07}", "\u{9C}": mode = .text
      case "\u{1B}": mode = .stringEscape
      // One without an end must not take all that follows with it.
      case "\n": takeAgain(scalar, &done)
      default: break
      }
    case .stringEscape:
      if scalar == "\\" {
        mode = .text
      } else {
        mode = .escape
        take(scalar, &done)
      }
    }
  }

  /// Takes what cannot belong to the sequence that was begun.
  private mutating func takeAgain(_ scalar: Unicode.Scalar, _ done: inout String) {
    mode = .text
    takeText(scalar, &done)
  }

  private mutating func takeText(_ scalar: Unicode.Scalar, _ done: inout String) {
    switch scalar {
    case "\n":
      done += line + "\n"
      (line, isReturned, stepsBack) = ("", false, 0)
    case "\r": (isReturned, stepsBack) = (true, 0)
    case "\u{08}": stepsBack += 1
    case "\t": write(scalar, &done)
    case "\u{1B}": mode = .escape
    case "\u{9B}": mode = .sequence
    case "\u{90}", "\u{98}", "\u{9D}", "\u{9E}", "\u{9F}": mode = .string
    // The bell, and switches between character sets.
    case "\u{07}", "\u{0E}", "\u{0F}", "\u{80}"..."\u{9A}", "\u{9C}": break
    case "\u{00}"..."\u{1F}": write(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}", &done)
    case "\u{7F}": write("\u{2421}", &done)
    default: write(scalar, &done)
    }
  }

  private mutating func write(_ scalar: Unicode.Scalar, _ done: inout String) {
    if isReturned { line = "" }
    while stepsBack > 0, line.unicodeScalars.popLast() != nil { stepsBack -= 1 }
    (isReturned, stepsBack) = (false, 0)
    line.unicodeScalars.append(scalar)
    done += overflow()
  }

  /// What a line that has become too long is shortened by.
  private mutating func overflow() -> String {
    guard line.utf8.count > Self.lineLimit else { return "" }
    defer { line = "" }
    return line
  }
}
