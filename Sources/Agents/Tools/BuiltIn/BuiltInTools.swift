/// The tools that come with the program.
public enum BuiltInTools {
  /// In the order in which models are told of them: it never changes, so that the prompt's beginning does not.
  public static let all: [any Tool] = [ReadTool(), WriteTool(), EditTool(), GlobTool(), GrepTool(), BashTool()]
}
