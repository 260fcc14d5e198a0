import AgentTUI
import TerminalUI

@testable import Program

/// The text of `docs/configuration.md`, made from the tables that the program goes by.
enum ConfigurationDocument {
  static var text: String {
    [introduction, settings, console, project, themes].joined(separator: "\n\n") + "\n"
  }

  private static let introduction = """
    # Configuration

    This page is made from the program's own tables by `make snapshots`, and a test compares it with them.

    Settings stand in `$XDG_CONFIG_HOME/agent-tui/config.json` (else `~/.config/agent-tui/config.json`), and in `.agent-tui.json` in a project's
    folder. Both are JSON objects whose members are named like the options. The command line beats the environment, that beats the
    project's file, that beats yours; what can be repeated adds up, the stronger last.

    ```json
    {
      "$schema": "/usr/local/share/agent-tui/config.schema.json",
      "agents": 6,
      "permission-mode": "accept-edits",
      "deny": ["read(.env)", "edit(LICENSE)"],
      "kv-budget": "2G",
      "theme": "gruvbox",
      "keys": {"zoom": "ctrl-o"}
    }
    ```

    - `agent-tui config check` says what is wrong in the files that are in use, `agent-tui config check FILE` what is wrong in one.
    - `agent-tui config schema` prints a JSON schema. An editor that knows it completes names and marks what is wrong: it lies in
      `share/agent-tui/config.schema.json` where the program is installed, and `"$schema"` says where to look.
    """

  private static var settings: String {
    """
    ## Settings

    In brackets stands what holds without the setting. In the column *project* stands what a project's file may do with it: `yes`,
    `narrow` (only so that less is allowed, until the file is trusted), `trusted` (once `agent-tui trust` has been said), `no`.

    | setting | variable | accepted | project | what it is for |
    |---|---|---|---|---|
    \(SettingDescription.all.map(row).joined(separator: "\n"))
    """
  }

  private static func row(_ setting: SettingDescription) -> String {
    let project =
      switch OptionTable.settings.first(where: { $0.name == setting.name })?.project {
      case .may: "yes"
      case .mayNarrow: "narrow"
      case .mayWhenTrusted: "trusted"
      case .mayNot, nil: "no"
      }
    let list = setting.isRepeatable ? ", or a list of such" : ""
    return "| `\(setting.name)` | `\(setting.variable)` | \(cell(setting.accepted.description))\(list) | \(project) "
      + "| \(cell(setting.summary)) |"
  }

  /// A text in a cell of a table.
  private static func cell(_ text: String) -> String {
    text.replacing("|", with: "\\|").replacing("*", with: "\\*").replacing("<", with: "\\<")
  }

  private static var console: String {
    let actions = ConsoleSettingsSchema.actions.map { action in
      let keys = action.keys.map { $0.contains("|") ? "`\\|`" : $0 == "`" ? "`` ` ``" : "`\($0)`" }
      return "| `\(action.name)` | \(keys.joined(separator: " ")) | \(cell(action.title)) |"
    }
    let mouse = ConsoleSettingsSchema.mouseParts.map { "| `\($0.name)` | \($0.summary) |" }
    return """
      ## Settings of the console

      They stand in your own file only.

      `notify` is one of \(ConsoleSettingsSchema.notifiers.map { "`\($0)`" }.joined(separator: ", ")): how you are told that an approval
      waits or a run has ended, where you do not see it (`bell`).

      `mouse` is an object; each member is `true` or `false` (`false`):

      | member | what it switches on |
      |---|---|
      \(mouse.joined(separator: "\n"))

      `keys` is an object: an action's name, and its keys with blanks between them, or `none`. A key is a character, `enter`, `esc`, `f1`,
      `ctrl-x`, `alt-x` and their kind. The actions, with the keys that they have without the setting:

      | action | keys | what it does |
      |---|---|---|
      \(actions.joined(separator: "\n"))
      """
  }

  private static let project = """
    ## A project's file

    `.agent-tui.json` in the folder that agents work in is somebody else's until you trust it: `agent-tui trust` records its path and a
    digest of what it holds, and a file that is changed has to be trusted again. Until then it can only narrow what is allowed
    ([why](decisions/0027-a-projects-file-is-trusted-as-it-is.md)).
    """

  private static var themes: String {
    """
    ## Themes

    A theme is a file `NAME.json` in `$XDG_CONFIG_HOME/agent-tui/themes`, or in the folder that `AGENT_TUI_THEMES` names; it hides one of the
    same name that comes with the program. `"theme": "NAME"` or `--theme NAME` chooses it, `t` in the console shows all.

    ```json
    {
      "name": "Mine",
      "defs": {"paper": "#fbf1c7", "ink": "#3c3836"},
      "light": {
        "text": {"fg": "ink", "bg": "paper"},
        "heading": {"fg": 4, "bold": true},
        "selection": {"reverse": true}
      }
    }
    ```

    | member | what it holds |
    |---|---|
    | `name`, `author`, `license` | texts: what it is called, who made its palette, and under which licence |
    | `defs` | colours by names of their own, for the rest of the file |
    | `dark`, `light` | the roles for a dark and for a light terminal; a theme with one of them uses it for both |

    A colour is `"#rrggbb"`, a number from 0 to 255 of the terminal's palette, a name from `defs`, or `"none"`: the terminal's own. Where a
    terminal shows fewer colours the nearest one is taken. A role is an object with any of `fg`, `bg` (colours), `bold`, `italic`,
    `underline`, `reverse`, `dim` (`true` or `false`); a role that is left out looks like `text`.

    | role | stands on | what it is |
    |---|---|---|
    \(Role.allCases.map { "| `\($0.rawValue)` | `\($0.ground.rawValue)` | \(meaning($0)) |" }.joined(separator: "\n"))
    """
  }

  private static func meaning(_ role: Role) -> String {
    switch role {
    case .text: "what agents say, and everything that no other role is for"
    case .dim: "what matters less: times, counts, notes"
    case .accent: "what is to be seen first"
    case .heading: "headings in what agents say"
    case .code: "code in what agents say"
    case .reasoning: "what a model thinks before it answers"
    case .person: "what you said"
    case .header: "the line at the top"
    case .headerAccent: "slots and counts in it"
    case .frame: "frames of panes"
    case .frameFocused: "the frame of the pane that has the focus"
    case .title: "names of agents"
    case .titleFocused: "the name of the agent that has the focus"
    case .idle: "an agent that has nothing to do"
    case .queued: "one that waits for a slot, or a task that waits for an agent"
    case .prefill: "one whose prompt is being computed"
    case .decode: "one that generates"
    case .tool: "one whose tool runs, and calls of tools"
    case .approval: "one that waits for you"
    case .done: "a run that has ended"
    case .stopped: "a run that was stopped"
    case .failed: "a run that failed"
    case .error: "what went wrong"
    case .warning: "what may go wrong"
    case .added: "lines that a change adds"
    case .removed: "lines that a change removes"
    case .hunk: "where in a file a change is"
    case .composer: "where you write"
    case .placeholder: "what stands there before you do"
    case .cursor: "the cursor, where the program draws it"
    case .hint: "the line at the bottom"
    case .hintKey: "keys in it"
    case .selection: "the row that is chosen, the lines that are selected"
    case .match: "what a search has found"
    case .overlay: "windows above the panes"
    case .overlayFrame: "their frames"
    case .overlayTitle: "their titles"
    }
  }
}
