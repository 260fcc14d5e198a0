import System
import TerminalUI

/// The help of each command, made from the table of options.
enum Help {
  private static let width = 80

  /// What `--help` prints.
  static func text(for command: Command) -> String {
    var lines = wrapped("", command.summary, column: 0) + ["", "usage: \(command.usage)"]
    if command == .console {
      for other in Command.allCases where other != .console { lines.append("       \(other.usage)") }
      lines += ["", "Commands:"]
      for other in Command.allCases where other != .console {
        lines += entry(other.rawValue, other.summary, column: 12)
      }
    }
    let options = OptionTable.options(of: command)
    for group in OptionSpecification.Group.allCases {
      let members = options.filter { $0.group == group }
      guard !members.isEmpty else { continue }
      lines += ["", "\(group.rawValue):"]
      for option in members {
        let name = option.value.map { "\(option.flag) \($0)" } ?? option.flag
        lines += entry(name, option.summary + (option.isRepeatable ? "; can be repeated" : ""), column: 26)
      }
    }
    lines += [
      "", "What is given here beats the environment (AGENT_TUI_MODEL, …), that beats the",
      "project's .agent-tui.json, that beats config.json; 'agent-tui info' shows where",
      "they are.",
    ]
    if command == .rpcWorker {
      lines += [""] + wrapped("", Command.workerWarning, column: 0)
      lines += wrapped(
        "", "A worker serves one program at a time. SIGINT and SIGTERM end it, with the status 130 and 143.", column: 0)
    }
    if command == .pull {
      lines +=
        ["", "Names:"]
        + KnownModel.all.flatMap { entry($0.name, "\($0.file), \(Figures.bytes($0.bytes))", column: 12) }
      lines +=
        [""]
        + wrapped(
          "",
          "OWNER/REPO takes the usual file of a repository of huggingface.co, OWNER/REPO:Q4_K_M or OWNER/REPO:FILE another one. What broke off goes on where it was. It is kept where agent-tui looks for models.",
          column: 0)
      lines += ["Exit status: 0 it is there, 1 it was not got, 2 wrong usage, 130 interrupted."]
    }
    if command == .run {
      lines += ["Exit status: 0 done, 1 a run failed, 2 wrong usage, 130 interrupted."]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A name and what it is for, from `column` on.
  private static func entry(_ name: String, _ summary: String, column: Int) -> [String] {
    let start = "  " + name
    if start.count < column - 1 { return wrapped(start, summary, column: column) }
    return [start] + wrapped("", summary, column: column)
  }

  /// Words behind `start`, from `column` on, in as many lines as they need.
  private static func wrapped(_ start: String, _ summary: String, column: Int) -> [String] {
    var lines: [String] = []
    var line = start + String(repeating: " ", count: max(0, column - start.count))
    var isFresh = true
    for word in summary.split(separator: " ") {
      if !isFresh && line.count + 1 + word.count > width {
        lines.append(line)
        line = String(repeating: " ", count: column)
        isFresh = true
      }
      line += isFresh ? String(word) : " " + word
      isFresh = false
    }
    return lines + [line]
  }
}
