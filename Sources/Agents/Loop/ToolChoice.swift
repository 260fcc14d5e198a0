/// Whether a model may, must or must not call tools.
public enum ToolChoice: Sendable, Equatable {
  /// It decides.
  case auto
  /// The first generation of a run must be a tool call, by grammar.
  case required
  /// No tools are offered.
  case none
  /// The first generation of a run must be a call of this tool, by grammar.
  case tool(String)

  /// The choice of this name: `auto`, `required`, `none`; any other word is a tool's name.
  public init(named name: String) {
    switch name {
    case "auto": self = .auto
    case "required": self = .required
    case "none": self = .none
    default: self = .tool(name)
    }
  }
}
