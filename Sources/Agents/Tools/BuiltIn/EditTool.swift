import OrderedJSON

/// Replaces a piece of a file by another.
struct EditTool: ChangePreviewing {
  let name = "edit"
  let summary =
    "Replaces old_string by new_string in a file. old_string must be the exact text of the file, without line numbers, "
    + "and occur once: give enough of the lines around it. With all, every occurrence is replaced."
  let parameters = ToolSchema([
    .init("path", .string(maxLength: ToolLimits.path), "the file, relative to the workspace or absolute"),
    .init("old_string", .string(maxLength: ToolLimits.content), "the text to replace"),
    .init("new_string", .string(maxLength: ToolLimits.content), "the text to put in its place"),
    .init("all", .boolean, "replace every occurrence, false if not given", required: false),
  ])
  let effect = ToolEffect.writes

  func run(_ arguments: JSON, in context: ToolContext) -> ToolResult {
    FileChange.run(arguments, in: context) { path throws(FileError) in try change(arguments, path) }
  }

  func preview(of arguments: JSON, workspace: String) -> String? {
    FileChange.preview(arguments, workspace) { path throws(FileError) in try change(arguments, path) }
  }

  private func change(_ arguments: JSON, _ path: ResolvedPath) throws(FileError) -> FileChange {
    let text = try TextFile(path: path).text()
    let replacement = TextReplacement(
      old: arguments["old_string"]?.string ?? "", new: arguments["new_string"]?.string ?? "",
      all: arguments["all"]?.bool ?? false)
    return FileChange(
      path: path, before: FileContent(text), new: try replacement.apply(to: text, named: path.shown))
  }
}
