import OrderedJSON
import Threading

/// Finds lines by a regular expression.
struct GrepTool: Tool {
  let name = "grep"
  let summary = "Finds lines in files by a regular expression."
  let parameters = ToolSchema([
    .init("pattern", .string(maxLength: ToolLimits.pattern), ""),
    .init("path", .string(maxLength: ToolLimits.path), "", required: false),
    .init("glob", .string(maxLength: ToolLimits.pattern), "as *.py", required: false),
    .init("ignore_case", .boolean, "", required: false),
    .init("context", .integer(0...20), "lines around", required: false),
    .init("output", .choice(Search.Output.allCases.map(\.rawValue)), "", required: false),
  ])
  let effect = ToolEffect.reads
  /// Ripgrep's file; nil where `grep` is used.
  var ripgrep = Program.find("rg")
  /// How long a search may take.
  var seconds = FileList.seconds

  func run(_ arguments: JSON, in context: ToolContext) -> ToolResult {
    do {
      let (place, isFolder) = try context.place(arguments["path"]?.string ?? ".")
      let filter = try arguments["glob"]?.string.map { text throws(FileError) in try GlobPattern(text) }
      var search = try Self.search(arguments)
      guard let program = try SearchProgram(ripgrep: ripgrep, cancellation: context.cancellation) else {
        return ToolResult(ok: false, output: "neither rg nor grep is installed; read the files instead")
      }
      if !isFolder, SearchProgram.isBinary(place.absolute) {
        throw FileError("\(place.shown) is no text file; look at it with bash, for instance with strings")
      }
      let expression = SearchPattern.escapingBraces(search.pattern)
      if try program.takes(expression, cancellation: context.cancellation) {
        search.pattern = expression
      } else {
        search.isPlainText = true
      }
      var matches = SearchMatches(
        of: search, in: place, filter: filter, workspace: PathResolver(workspace: context.workspace).workspace,
        mayShow: context.mayShow)
      let ending = try program.run(
        search, in: place, isFolder: isFolder, filter: filter, seconds: seconds, cancellation: context.cancellation
      ) { matches.append($0) ? .more : .enough }
      matches.finish()
      if ending.stop == .cancelled || context.cancellation.isCancelled {
        return ToolResult(ok: false, output: "stopped before the search was done")
      }
      return matches.result(after: ending, seconds: seconds)
    } catch {
      return ToolResult(ok: false, output: "\(error)")
    }
  }

  private static func search(_ arguments: JSON) throws(FileError) -> Search {
    let pattern = arguments["pattern"]?.string ?? ""
    guard !pattern.isEmpty else { throw FileError("the pattern is empty; to find files use glob") }
    guard !pattern.contains(where: \.isNewline) else {
      throw FileError("the pattern has a line break, and lines are searched one by one; give a part of one line")
    }
    return Search(
      pattern: pattern, ignoresCase: arguments["ignore_case"]?.bool ?? false,
      context: arguments["context"]?.integer ?? 0,
      output: arguments["output"]?.string.flatMap(Search.Output.init) ?? .lines)
  }
}
