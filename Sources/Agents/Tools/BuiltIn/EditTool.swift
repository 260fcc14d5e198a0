import OrderedJSON

/// Replaces pieces of a file by others.
struct EditTool: ChangePreviewing {
  private static let old: [String] = ["old_text", "old_str", "old_content", "search", "find", "target", "before"]
  private static let new: [String] = ["new_text", "new_str", "new_content", "replace", "replacement", "after"]

  let name = "edit"
  let summary = "Replace text in a file. The old text must be exact and occur once."
  let parameters = ToolSchema([
    .path("the file"),
    .init(
      "old_string", .string(maxLength: ToolLimits.content), "the text to replace", unless: "edits",
      aliases: ["old"] + old),
    .init(
      "new_string", .string(maxLength: ToolLimits.content), "the text in its place", unless: "edits",
      aliases: ["new"] + new),
    .init("all", .boolean, "replace every occurrence", required: false, aliases: ["replace_all"]),
    .init(
      "edits",
      .array(
        of: .object([
          .init("old", .string(maxLength: ToolLimits.content), "", aliases: ["old_string"] + old),
          .init("new", .string(maxLength: ToolLimits.content), "", aliases: ["new_string"] + new),
        ]), maxItems: 50), "several replacements at once, all or none", required: false, aliases: ["changes"]),
  ])
  let effect = ToolEffect.writes

  func run(_ arguments: JSON, in context: ToolContext) -> ToolResult {
    FileChange.run(arguments, in: context) { path, seen throws(FileError) in try change(arguments, path, seen) }
  }

  func preview(of arguments: JSON, workspace: String) -> String? {
    FileChange.preview(arguments, workspace) { path, seen throws(FileError) in try change(arguments, path, seen) }
  }

  private func change(_ arguments: JSON, _ path: ResolvedPath, _ seen: SeenFiles?) throws(FileError) -> FileChange {
    let file = TextFile(path: path)
    let text = try file.text()
    let made = try Self.replacements(arguments).apply(to: TextForm.plain(text), named: path.shown)
    let before = FileContent(text)
    var notes = made.notes
    if let seen, seen.hasChanged(path, now: before) {
      guard made.isExact else {
        throw FileError(
          "\(path.shown) has changed since you last saw it, and the old text no longer fits exactly; read it again")
      }
      notes.append("\(path.shown) had changed since you last saw it; the old text still fitted exactly")
    }
    return try FileChange(
      path: path, before: before, new: TextForm(of: text).applied(to: made.text), notes: notes)
  }

  /// What the call asks for, in order: the one in front, then those of the list.
  private static func replacements(_ arguments: JSON) throws(FileError) -> [TextReplacement] {
    var replacements: [TextReplacement] = []
    if let old = arguments["old_string"]?.string, let new = arguments["new_string"]?.string {
      replacements.append(TextReplacement(old: old, new: new, all: arguments["all"]?.bool ?? false))
    }
    for edit in arguments["edits"]?.array ?? [] {
      replacements.append(
        TextReplacement(old: edit["old"]?.string ?? "", new: edit["new"]?.string ?? "", isListed: true))
    }
    guard !replacements.isEmpty else {
      throw FileError("edits is empty; give what to replace: old_string and new_string, or edits with old and new")
    }
    return replacements
  }
}
