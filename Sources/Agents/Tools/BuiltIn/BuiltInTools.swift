/// The tools that come with the program.
public enum BuiltInTools {
  /// In the order in which models are told of them: it never changes, so that the prompt's beginning does not.
  public static let all: [any Tool] = [
    ReadTool(), WriteTool(), EditTool(), ListTool(), GlobTool(), GrepTool(), BashTool(), TodoTool(), AskTool(),
    JobTool(),
  ]

  /// Those that agents have only where they are named: each tool makes the prompt longer that all agents begin with.
  public static let optional: [any Tool] = [TaskTool()]
}
