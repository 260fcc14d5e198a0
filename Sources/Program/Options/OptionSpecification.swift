/// One option: its name, its value, what it is for, who may set it, and what it does.
struct OptionSpecification: Sendable {
  /// Headings of the help.
  enum Group: String, CaseIterable, Sendable {
    case model = "Model"
    case computing = "Computing"
    case worker = "Worker"
    case agents = "Agents"
    case permissions = "Permissions"
    case prompt = "Prompt"
    case generation = "Generation"
    case measurement = "Measurement"
    case general = "General"
  }

  /// What a project's own file may do with it: the file is somebody else's until the person trusts the folder.
  enum ProjectRight: Sendable {
    case may
    /// Only so that less is allowed than before.
    case mayNarrow
    /// Where the person trusts it.
    case mayWhenTrusted
    case mayNot
  }

  typealias Apply = @Sendable (_ value: String, _ options: inout ResolvedOptions) throws(ValueError) -> Void

  /// Without the dashes, as in the settings files: `permission-mode`.
  let name: String
  /// What the value is called in help: `PATH`. Nil: it takes none.
  let value: String?
  let summary: String
  let group: Group
  var commands: Set<Command>
  /// Whether it can be given several times; the values then add up.
  let isRepeatable: Bool
  /// Whether the settings files and the environment know it, or only the command line.
  let isSetting: Bool
  /// Whatever is not known to narrow, or to be harmless, needs trust: a new option does, until somebody says otherwise.
  let project: ProjectRight
  let apply: Apply

  init(
    _ name: String, _ value: String?, _ summary: String, _ group: Group, _ commands: Set<Command>,
    repeats: Bool = false, isSetting: Bool = true, project: ProjectRight = .mayWhenTrusted, _ apply: @escaping Apply
  ) {
    self.name = name
    self.value = value
    self.summary = summary
    self.group = group
    self.commands = commands
    self.isRepeatable = repeats
    self.isSetting = isSetting
    self.project = project
    self.apply = apply
  }

  /// As it is typed: `--permission-mode`.
  var flag: String { "--\(name)" }

  /// Its environment variable: `AGENT_TUI_PERMISSION_MODE`.
  var variable: String {
    "AGENT_TUI_" + name.uppercased().split(separator: "-").joined(separator: "_")
  }
}
