import Agents
import AgentTUI

/// Every folder and file of its own that the program uses, by the XDG base directory specification.
struct ProgramPaths: Sendable, Equatable {
  private static let name = "agent-tui"

  /// Settings: `config.json`, `themes/`.
  let configFolder: String
  /// What a session leaves: journals.
  let stateFolder: String
  /// What can be got again: models, the library.
  let cacheFolder: String

  init(_ environment: ProgramEnvironment) {
    func base(_ variable: String, _ fallback: String) -> String {
      // The specification says that relative paths are to be ignored.
      let given = environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil }
      return "\(given ?? "\(environment.home)/\(fallback)")/\(Self.name)"
    }
    configFolder = base("XDG_CONFIG_HOME", ".config")
    stateFolder = base("XDG_STATE_HOME", ".local/state")
    cacheFolder = base("XDG_CACHE_HOME", ".cache")
  }

  /// The person's settings.
  var configFile: String { "\(configFolder)/config.json" }
  /// The person's themes.
  var themes: String { "\(configFolder)/themes" }
  /// A journal for each session.
  var sessions: String { "\(stateFolder)/sessions" }
  /// Projects' settings files that the person trusts.
  var trust: String { "\(stateFolder)/trust.json" }
  /// In which form models write their calls, where the person has said it.
  var toolForms: String { "\(stateFolder)/tool-forms.json" }
  /// Models that this program got.
  var models: String { "\(cacheFolder)/models" }

  /// The KV of idle agents for which memory has no room.
  var idleStates: String { "\(cacheFolder)/kv" }

  /// Its own folders, as the permissions know them.
  var ownFolders: OwnFolders { OwnFolders(settings: configFolder, state: stateFolder) }

  /// The settings of the project in `workspace`.
  static func projectFile(in workspace: String) -> String { "\(workspace)/.agent-tui.json" }
}
