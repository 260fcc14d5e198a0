import OrderedJSON

/// Writes a whole file.
struct WriteTool: ChangePreviewing {
  let name = "write"
  let summary =
    "Writes a file: makes it, with its folders, or replaces all of it. To change a part of a file, use edit."
  let parameters = ToolSchema([
    .init("path", .string(maxLength: ToolLimits.path), "the file, relative to the workspace or absolute"),
    .init("content", .string(maxLength: ToolLimits.content), "the whole text of the file"),
  ])
  let effect = ToolEffect.writes

  func run(_ arguments: JSON, in context: ToolContext) -> ToolResult {
    FileChange.run(arguments, in: context) { path throws(FileError) in try change(arguments, path) }
  }

  func preview(of arguments: JSON, workspace: String) -> String? {
    FileChange.preview(arguments, workspace) { path throws(FileError) in try change(arguments, path) }
  }

  private func change(_ arguments: JSON, _ path: ResolvedPath) throws(FileError) -> FileChange {
    // What is there may be anything.
    FileChange(path: path, before: try TextFile(path: path).content(), new: arguments["content"]?.string ?? "")
  }
}
