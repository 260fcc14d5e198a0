import OrderedJSON
import Threading

/// Reads a text file, or a part of it, with line numbers.
struct ReadTool: Tool {
  let name = "read"
  let summary =
    "Reads a text file and returns its lines with their numbers. Long files come in parts: continue with offset."
  let parameters = ToolSchema([
    .init("path", .string(maxLength: ToolLimits.path), "the file, relative to the workspace or absolute"),
    .init("offset", .integer(1...10_000_000), "the first line to read, 1 if not given", required: false),
    .init("limit", .integer(1...10_000), "how many lines to read, 1000 if not given", required: false),
  ])
  let effect = ToolEffect.reads

  func run(_ arguments: JSON, in context: ToolContext) -> ToolResult {
    do throws(FileError) {
      let path = try context.file(arguments["path"]?.string ?? "")
      var window = LineWindow(
        first: arguments["offset"]?.integer ?? 1, limit: arguments["limit"]?.integer ?? 1000,
        byteLimit: ToolLimits.result)
      try TextFile(path: path).read { piece in
        window.append(piece)
        return !context.cancellation.isCancelled && !window.isBinary
      }
      if context.cancellation.isCancelled { return ToolResult(ok: false, output: "stopped before the file was read") }
      return window.result(named: path.shown)
    } catch {
      return ToolResult(ok: false, output: error.description)
    }
  }
}
