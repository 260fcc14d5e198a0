/// The sequences that terminfo has no name for. Terminals that do not know one show nothing of it.
package enum ControlSequences {
  static let pasteOn = "\u{1B}[?2004h"
  static let pasteOff = "\u{1B}[?2004l"
  /// Whether the terminal is the one that the person works in, told at each change.
  static let focusOn = "\u{1B}[?1004h"
  static let focusOff = "\u{1B}[?1004l"
  /// Presses and the wheel, and the way between press and release where that is wanted, reported in the form without a
  /// limit of columns.
  static func mouseOn(drags: Bool) -> String { (drags ? "\u{1B}[?1002h" : "\u{1B}[?1000h") + "\u{1B}[?1006h" }
  /// Nothing of it any more, whatever was switched on.
  static let mouseOff = "\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1000l"
  /// The terminal shows nothing until the end, and then all at once.
  static let synchronizedBegin = "\u{1B}[?2026h"
  static let synchronizedEnd = "\u{1B}[?2026l"
  /// Answered with `OSC 11 ; rgb:…`.
  static let askBackground = "\u{1B}]11;?\u{1B}\\"
  /// Cursor and attributes, kept and given back.
  static let saveCursor = "\u{1B}7"
  static let restoreCursor = "\u{1B}8"
  static let wrapOff = "\u{1B}[?7l"
  static let wrapOn = "\u{1B}[?7h"
  /// Ends whatever sequence or string was begun.
  static let cancel = "\u{18}\u{1B}\\"
  /// The whole screen scrolls again, where a frame was cut off that moved only some rows.
  static let scrollAll = "\u{1B}[r"
  package static let bell = "\u{7}"

  /// A notice by OSC 9, which iTerm2, kitty, WezTerm and Windows Terminal show.
  package static func notify(_ text: String) -> String { "\u{1B}]9;\(oneLine(text))\u{7}" }

  /// A notice by OSC 777, which rxvt-unicode, foot, VTE and Ghostty show.
  package static func notify(title: String, text: String) -> String {
    "\u{1B}]777;notify;\(oneLine(title).filter { $0 != ";" });\(oneLine(text))\u{7}"
  }

  /// Puts text into the clipboard by OSC 52.
  package static func copy(_ text: String) -> String { "\u{1B}]52;c;\(Base64.encode(text.utf8))\u{7}" }

  /// A capability of terminfo without its delays (`$<5>`), which were for terminals on slow lines.
  static func withoutPadding(_ bytes: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    var rest = bytes[...]
    while let start = rest.firstRange(of: Array("$<".utf8)),
      let end = rest[start.upperBound...].firstIndex(of: UInt8(ascii: ">"))
    {
      output += rest[..<start.lowerBound]
      rest = rest[(end + 1)...]
    }
    return output + rest
  }

  /// What could end the sequence early is made visible.
  private static func oneLine(_ text: String) -> String {
    TextSanitizer.line(text.split(whereSeparator: \.isNewline).joined(separator: " "))
  }
}
