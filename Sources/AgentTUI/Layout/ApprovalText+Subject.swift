// A command line by line, with its blank lines counted instead of shown: whoever hides a command behind two hundred of them has
// it right under one row that says so.

import Agents
import System
import TerminalUI

extension ApprovalText {
  /// The command or the path, in rows.
  static func subject(
    _ request: PermissionRequest, _ style: Style, _ width: Int, _ state: ConsoleState
  ) -> [StyledLine] {
    // What ends a line on screen; whatever else a terminal might take for an end is shown as a sign.
    let lines = request.subject.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    var rows: [StyledLine] = []
    var rest = lines[...]
    while let first = rest.first {
      let isBlank = isBlank(first)
      let run = rest.prefix { Self.isBlank($0) == isBlank }
      rest = rest.dropFirst(run.count)
      if isBlank {
        let mark = StyledLine("\(state.glyphs.ellipsis) \(Figures.count(run.count, "blank line"))", Style(.dim))
        rows.append(mark.truncated(to: width, ellipsis: state.glyphs.ellipsis))
      } else {
        rows += wrap(run.joined(separator: "\n"), style, width)
      }
    }
    return rows
  }

  /// Whether a line has nothing but spaces and tabs: all else leaves a sign on screen.
  private static func isBlank(_ line: Substring) -> Bool {
    line.unicodeScalars.allSatisfy { $0 == "\t" || $0.properties.generalCategory == .spaceSeparator }
  }
}
