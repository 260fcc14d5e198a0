// OSC 52 works over ssh and needs no program, but nobody knows what became of it, and terminals have limits: some drop a
// sequence beyond 100,000 bytes, tmux one beyond a megabyte. A clipboard tool takes anything, where there is one.

import System
import TerminalUI

/// Where a text that is copied goes, and what is said of it.
struct ClipboardPlan: Equatable {
  /// Bytes of text whose sequence is less than 100,000 bytes: every terminal with OSC 52 takes it.
  static let mostSure = 74_994
  /// Bytes of text whose sequence is no more than a megabyte: beyond it no terminal is given one.
  static let mostByTerminal = ((1 << 20) - 8) / 4 * 3

  let usesTerminal: Bool
  let usesTool: Bool
  let sentence: String
  /// Nothing is copied at all.
  var isRefusal: Bool { !usesTerminal && !usesTool }

  /// - Parameter tool: the name of the clipboard tool; nil where there is none.
  init(_ text: String, tool: String?) {
    let bytes = text.utf8.count
    usesTool = tool != nil
    usesTerminal = bytes <= Self.mostByTerminal
    let feeds = text.utf8.count { $0 == 0x0A }
    let lines = feeds == 0 ? "a line" : "\(feeds + 1) lines"
    let amount = "\(lines), \(Figures.bytes(bytes))"
    let sure = Figures.bytes(Self.mostSure)
    let most = Figures.bytes(Self.mostByTerminal)
    switch (usesTerminal, tool) {
    case (true, _) where bytes <= Self.mostSure: sentence = "copied \(lines)"
    case (true, let tool?):
      sentence = "copied \(amount): all of it to \(tool), and to the terminal, of which some take \(sure) only"
    case (true, nil):
      sentence = "copied \(amount), to the terminal only, and some take no more than \(sure): look at what you paste"
    case (false, let tool?): sentence = "copied \(amount), to \(tool); a terminal takes \(most) at most"
    case (false, nil):
      sentence =
        "nothing was copied: \(amount) are selected, a terminal takes \(most) at most, and there is no clipboard tool"
        + " (wl-copy or xclip); select less"
    }
  }
}
