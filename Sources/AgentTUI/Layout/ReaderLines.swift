// Help and log as lines. Help is made from the key map: what has no key is not in it, and what is in it works.

import System
import TerminalUI

/// The lines of a text to read.
enum ReaderLines {
  static func lines(_ reader: Reader, width: Int, _ state: ConsoleState) -> [StyledLine] {
    switch reader.content {
    case .help(let contexts): return help(contexts, filter: reader.filter, width: width, state)
    case .log: return log(filter: reader.filter, width: width, state)
    }
  }

  static func title(_ content: Reader.Content) -> String {
    switch content {
    case .help: "Help"
    case .log: "Log"
    }
  }

  /// The keys of where one was first, then all others.
  private static func help(
    _ here: [KeyContext], filter: String, width: Int, _ state: ConsoleState
  ) -> [StyledLine] {
    var lines: [StyledLine] = []
    let others = KeyContext.allCases.filter { !here.contains($0) }
    for context in here + others {
      let entries = rows(of: context, state).filter {
        filter.isEmpty || SearchPattern(filter).occurs(in: "\($0.keys) \($0.title)")
      }
      guard !entries.isEmpty else { continue }
      if !lines.isEmpty { lines.append(StyledLine()) }
      lines.append(StyledLine(context.title, Style(.heading, bold: true)))
      let column = min(22, max(8, width / 3))
      for entry in entries {
        var line = StyledLine(
          "  " + entry.keys.padded(to: column - 3, ellipsis: state.glyphs.ellipsis) + " ", Style(.hintKey, bold: true))
        line.append(entry.title, Style(.text))
        lines += TextBlock.line(line, continuation: StyledLine(String(repeating: " ", count: column), Style(.text)))
          .rows(width: width)
      }
    }
    if lines.isEmpty { lines.append(StyledLine("No key and no action with '\(filter)'.", Style(.dim))) }
    return lines
  }

  private static func rows(of context: KeyContext, _ state: ConsoleState) -> [(keys: String, title: String)] {
    let numbered = state.keyMap.keys(for: .focus1, in: [context]) + state.keyMap.keys(for: .focus9, in: [context])
    return ActionSpec.all.compactMap { spec in
      // Nine keys of the same kind are one line.
      if spec.action == .focus1, numbered.count == 2 {
        return ("\(numbered[0].shown) … \(numbered[1].shown)", "Pane by its number")
      }
      if numbered.count == 2, spec.action.isPaneNumber { return nil }
      let keys = state.keyMap.keys(for: spec.action, in: [context])
      return keys.isEmpty ? nil : (keys.map(\.shown).joined(separator: " "), spec.title)
    }
  }

  private static func log(filter: String, width: Int, _ state: ConsoleState) -> [StyledLine] {
    let lines = state.log.filter { filter.isEmpty || SearchPattern(filter).occurs(in: $0.text) }
    guard !lines.isEmpty else {
      return [StyledLine(filter.isEmpty ? "Nothing has been logged." : "No line with '\(filter)'.", Style(.dim))]
    }
    return lines.flatMap { entry -> [StyledLine] in
      let style: Style =
        switch entry.level {
        case .info: Style(.text)
        case .warning: Style(.warning)
        case .error: Style(.error)
        }
      var line = StyledLine(Figures.clock(entry.time, utcOffset: state.settings.utcOffset) + "  ", Style(.dim))
      line.append(TextSanitizer.line(entry.text), style)
      return TextBlock.line(line, continuation: StyledLine("          ", Style(.dim))).rows(width: width)
    }
  }
}
