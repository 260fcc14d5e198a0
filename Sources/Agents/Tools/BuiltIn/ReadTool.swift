import OrderedJSON
import Threading

/// Reads a text file, or a part of it, with line numbers.
struct ReadTool: Tool {
  let name = "read"
  let summary = "Read a file, with line numbers."
  let parameters = ToolSchema([
    .path("the file"),
    .init(
      "offset", .integer(1...10_000_000), "first line", required: false,
      aliases: ["start", "start_line", "line", "from"]),
    .init(
      "limit", .integer(1...10_000), "number of lines", required: false,
      aliases: ["lines", "count", "max_lines", "num_lines"]),
  ])
  let effect = ToolEffect.reads

  func run(_ arguments: JSON, in context: ToolContext) -> ToolResult {
    do throws(FileError) {
      let path = try context.file(arguments["path"]?.string ?? "")
      if let folder = FolderNames(of: path.absolute) {
        return folder.result(named: path.shown) { context.mayShow("\(path.absolute)/\($0)") }
      }
      var window = LineWindow(
        first: arguments["offset"]?.integer ?? 1, limit: arguments["limit"]?.integer ?? 1000,
        byteLimit: ToolLimits.result)
      var (print, size) = (Fingerprint(), 0)
      try TextFile(path: path).read { piece in
        window.append(piece)
        size += piece.count
        // What is larger is changed by no tool.
        if size <= TextFile.sizeLimit { print.append(piece) }
        return !context.cancellation.isCancelled && !window.isBinary
      }
      if context.cancellation.isCancelled { return ToolResult(ok: false, output: "stopped before the file was read") }
      if size <= TextFile.sizeLimit, !window.isBinary { context.seen.note(path, print) }
      return window.result(named: path.shown)
    } catch {
      return ToolResult(ok: false, output: error.description)
    }
  }
}
