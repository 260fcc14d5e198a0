// curses counts columns by the C library's tables, one wide character at a time; terminals by their own. They
// agree on letters, frames and East Asian text, and on little else: emoji sequences, variation selectors, new
// scripts. What they may not agree on is not given to curses, but written at its place and followed by a move.

import CNcurses

/// Whether everybody gives a grapheme the same columns.
enum GraphemeTrust {
  /// Whether curses may write this grapheme in the middle of a row.
  static func isSettled(_ text: String, width: Int) -> Bool {
    if text.utf8.count == 1 { return true }
    var total = 0
    for (index, scalar) in text.unicodeScalars.enumerated() {
      if index > 2 || !(index == 0 ? isSettledBase(scalar) : isSettledMark(scalar)) { return false }
      total += Int(agent_tui_library_width(wchar_t(scalar.value)))
    }
    return total == width
  }

  /// The most columns that any terminal may take for it: each scalar by itself.
  static func widest(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + max(DisplayWidth.scalar($1), $1.properties.isEmoji && !$1.isASCII ? 2 : 0) }
  }

  private static func isSettledBase(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0x2FF, 0x370...0x482, 0x48A...0x52F, 0x1E00...0x1FFF, 0x2010...0x2027, 0x2030...0x205E,
      0x20A0...0x20BF, 0x2500...0x25FC, 0x2800...0x28FF, 0x2E80...0x3029, 0x3030...0x3098, 0x309B...0xA4CF,
      0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
      true
    case 0x2100...0x24FF, 0x25FD...0x27BF: !scalar.properties.isEmojiPresentation
    default: false
    }
  }

  private static func isSettledMark(_ scalar: Unicode.Scalar) -> Bool {
    (0x300...0x36F).contains(scalar.value)
  }
}
