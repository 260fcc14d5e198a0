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
    FileChange.run { () throws(FileError) in try change(arguments, context.file(arguments["path"]?.string ?? "")) }
  }

  func preview(of arguments: JSON, workspace: String) -> String? {
    FileChange.preview(arguments, workspace) { path throws(FileError) in try change(arguments, path) }
  }

  private func change(_ arguments: JSON, _ path: ResolvedPath) throws(FileError) -> FileChange {
    let file = TextFile(path: path)
    // What is there may be anything; what is no text is replaced without a diff.
    let old: String? = try file.facts() == nil ? nil : (try? file.text()) ?? ""
    return FileChange(path: path, old: old, new: arguments["content"]?.string ?? "")
  }
}
