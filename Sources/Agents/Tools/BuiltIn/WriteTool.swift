import OrderedJSON
import System

/// Writes a whole file.
struct WriteTool: ChangePreviewing {
  let name = "write"
  let summary = "Write a whole file. To change a part of a file, use edit."
  let parameters = ToolSchema([
    .path("the file"),
    .init(
      "content", .string(maxLength: ToolLimits.content), "its whole text",
      aliases: ["contents", "text", "file_text", "file_content", "data", "body"]),
  ])
  let effect = ToolEffect.writes

  func run(_ arguments: JSON, in context: ToolContext) -> ToolResult {
    FileChange.run(arguments, in: context) { path, seen throws(FileError) in try change(arguments, path, seen) }
  }

  func preview(of arguments: JSON, workspace: String) -> String? {
    FileChange.preview(arguments, workspace) { path, seen throws(FileError) in try change(arguments, path, seen) }
  }

  func concern(about arguments: JSON, workspace: String) -> WriteConcern? {
    guard let path = PathResolver(workspace: workspace).meaning(of: arguments["path"]?.string ?? ""),
      let content = try? TextFile(path: path).content()  // What cannot be read, the call itself will say.
    else { return nil }
    switch content {
    case .absent: return nil
    case .bytes(let bytes):
      if let old = content.text {
        return WriteConcern(replacing: old, by: Self.content(arguments, over: old).text, named: path.shown)
      }
      return Self.concern(about: path, size: Figures.bytes(bytes.count))
    case .unkept: return Self.concern(about: path, size: "more than \(Figures.bytes(TextFile.sizeLimit))")
    }
  }

  /// About a file of which nobody can say what would be lost.
  private static func concern(about path: ResolvedPath, size: String) -> WriteConcern {
    WriteConcern(
      reason: "it would replace \(path.shown), \(size) that are no text",
      refusal: "\(path.shown) was not written: it holds \(size) that are no text, and all of them would be lost; "
        + "to really replace it, remove it first")
  }

  private func change(_ arguments: JSON, _ path: ResolvedPath, _ seen: SeenFiles?) throws(FileError) -> FileChange {
    let before = try TextFile(path: path).content()
    guard let old = before.text else {
      if case .bytes(let bytes) = before, let reason = Self.refusal(for: TextEncoding(of: bytes), path) {
        throw FileError("\(path.shown) \(reason)")
      }
      return try FileChange(path: path, before: before, new: arguments["content"]?.string ?? "")
    }
    let content = Self.content(arguments, over: old)
    let new = TextForm(of: old).applied(to: content.text)
    if let seen, seen.hasChanged(path, now: before), !new.utf8.elementsEqual(old.utf8) {
      seen.note(path, before)
      var held = BoundedText(headLimit: ToolLimits.result / 4, tailLimit: ToolLimits.result / 8)
      held.append(NumberedLines.text(LooseLines.lines(TextForm.plain(old))))
      throw FileError(
        "\(path.shown) was not written: somebody else, or a command, has changed it since you last saw it. Keep what is "
          + "new in it, and write it again. It holds now:\n\(held.text)")
    }
    return try FileChange(path: path, before: before, new: new, notes: content.notes)
  }

  /// What is to be written over a text. Where all lines have the numbers that `read` puts before them, and those that
  /// are there have none, the numbers are taken off.
  private static func content(_ arguments: JSON, over old: String) -> (text: String, notes: [String]) {
    let text = arguments["content"]?.string ?? ""
    guard TextReplacement.unnumbered(TextForm.plain(old)) == nil,
      let bare = TextReplacement.unnumbered(TextForm.plain(text)), text.utf8.starts(with: "1\t".utf8)
    else { return (text, []) }
    return (bare, ["the line numbers in content were taken off"])
  }

  /// Text in another encoding stays in it; what is no text at all may be replaced.
  private static func refusal(for encoding: TextEncoding, _ path: ResolvedPath) -> String? {
    switch encoding {
    case .utf8, .binary: nil
    case .utf16, .latin1: encoding.refusal(named: path.shown)
    }
  }
}
