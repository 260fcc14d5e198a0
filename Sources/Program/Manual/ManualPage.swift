// The page is written in man(7), which every man reads. It holds what the helps of all commands hold, each option once,
// with the commands that know it where the console is not among them.

import System

/// `man agent-tui`, made from the tables of commands and options.
enum ManualPage {
  /// The page's source.
  static var text: String {
    let parts: [(heading: String, lines: [String])] = [
      ("NAME", ["agent\\-tui \\- a console for local AI agents that share one loaded model"]),
      ("SYNOPSIS", Command.allCases.flatMap(synopsis)),
      ("DESCRIPTION", description),
      ("COMMANDS", Command.allCases.filter { $0 != .console }.flatMap(entry)),
      ("OPTIONS", [roff(order)] + OptionSpecification.Group.allCases.flatMap(options)),
      ("FILES", files.flatMap { [".TP", ".I \(roff($0.0))", roff($0.1)] }),
      ("ENVIRONMENT", [roff(environment)]),
      ("EXIT STATUS", statuses.flatMap { [".TP", ".B \($0.0)", roff($0.1)] }),
    ]
    let title = ".TH AGENT\\-TUI 1 \"\" \"agent\\-tui \(ProgramVersion.text)\" \"User Commands\""
    return ([title] + parts.flatMap { [".SH \($0.heading)"] + $0.lines }).joined(separator: "\n") + "\n"
  }

  private static func synopsis(_ command: Command) -> [String] {
    [".B \(roff(command.spelling))", roff(String(command.usage.dropFirst(command.spelling.count + 1))), ".br"]
  }

  private static let description = [
    roff(Command.console.summary),
    roff(
      "One GGUF model is loaded, through libllama, and many agents run on it side by side, each with a conversation, a pane and permissions of its own. In the console F1 shows all keys, Ctrl-P all commands."
    ),
  ]

  private static func entry(_ command: Command) -> [String] {
    var lines = [".TP", ".B \(roff(command.rawValue))", roff(command.summary)]
    if command == .rpcWorker { lines.append(roff(Command.workerWarning)) }
    if command == .pull {
      let names = KnownModel.all.map { "\($0.name) (\($0.file), \(Figures.bytes($0.bytes)))" }
      lines.append(roff("Names: \(names.joined(separator: ", "))."))
    }
    return lines
  }

  private static let order =
    "What is given on the command line beats the environment, that beats the project's .agent-tui.json, that beats "
    + "config.json. In brackets stands what holds without the option."

  private static func options(_ group: OptionSpecification.Group) -> [String] {
    let members = OptionTable.options.filter { $0.group == group }
    guard !members.isEmpty else { return [] }
    return [".SS \(group.rawValue)"]
      + members.flatMap { option -> [String] in
        let value = option.value.map { " \\fI\(roff($0))\\fR" } ?? ""
        return [
          ".TP", "\\fB\(roff(option.flag))\\fR\(value)",
          roff("\(option.summary)\(option.isRepeatable ? "; can be repeated" : "")\(places(option))"),
        ]
      }
  }

  /// The commands that know an option, where it is not known to the console.
  private static func places(_ option: OptionSpecification) -> String {
    guard !option.commands.contains(.console) else { return "" }
    let names = Command.allCases.filter(option.commands.contains).map(\.rawValue)
    return " [\(names.joined(separator: ", "))]"
  }

  private static let files = [
    ("~/.config/agent-tui/config.json", "your settings; $XDG_CONFIG_HOME in place of ~/.config where it is set"),
    ("~/.config/agent-tui/themes/", "themes of your own, one file each"),
    (".agent-tui.json", "the settings of a project, in its folder"),
    ("~/.local/state/agent-tui/sessions/", "the journals of sessions; $XDG_STATE_HOME is respected"),
    ("~/.cache/agent-tui/models/", "models that 'agent-tui pull' got; $XDG_CACHE_HOME is respected"),
  ]

  private static let environment =
    "Every option that a settings file knows has a variable, named like it: AGENT_TUI_MODEL for --model, "
    + "AGENT_TUI_PERMISSION_MODE for --permission-mode. One that can be repeated takes its values on lines. "
    + "AGENT_TUI_THEMES names a folder with themes. An empty variable counts as not set."

  private static let statuses = [
    ("0", "what was asked for is done"),
    ("1", "a run failed; a model was not got; a settings file that was checked is wrong"),
    ("2", "wrong usage"),
    ("130", "interrupted"),
  ]

  /// A line of text as roff reads it: nothing in it is a request or an escape, and hyphens can be copied as they are.
  static func roff(_ text: String) -> String {
    var line = ""
    for character in text {
      switch character {
      case "\\": line += "\\e"
      case "-": line += "\\-"
      case "…": line += "..."
      case "\n": line += " "
      default: line.append(character)
      }
    }
    return line.hasPrefix(".") || line.hasPrefix("'") ? "\\&\(line)" : line
  }
}
