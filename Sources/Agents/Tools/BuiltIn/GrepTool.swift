import OrderedJSON

/// Finds lines by a regular expression.
struct GrepTool: Tool {
  let name = "grep"
  let summary =
    "Finds lines that match a regular expression in the files of the workspace, as path:line:text. "
    + "Ignored files are left out."
  let parameters = ToolSchema([
    .init("pattern", .string(maxLength: ToolLimits.pattern), "the regular expression"),
    .init(
      "path", .string(maxLength: ToolLimits.path), "the file or folder to search, the workspace if not given",
      required: false),
    .init(
      "glob", .string(maxLength: ToolLimits.pattern), "only files of such a name, for instance *.swift", required: false
    ),
    .init("ignore_case", .boolean, "take large and small letters as the same, false if not given", required: false),
  ])
  let effect = ToolEffect.reads
  /// Ripgrep's file; nil where `grep` is used.
  var ripgrep = Program.find("rg")

  func run(_ arguments: JSON, in context: ToolContext) -> ToolResult {
    do {
      let place = try context.file(arguments["path"]?.string ?? ".")
      // A pipe or a device would be read until the deadline.
      if !GlobTool.isFolder(place.absolute) { _ = try TextFile(path: place).facts() }
      let pattern = arguments["pattern"]?.string ?? ""
      let filter = try arguments["glob"]?.string.map { text throws(FileError) in try GlobPattern(text) }
      guard !pattern.isEmpty else { throw FileError("the pattern is empty; to list files use glob") }
      guard let program = ripgrep ?? Program.find("grep") else {
        return ToolResult(ok: false, output: "neither rg nor grep is installed; read the files instead")
      }
      let child = ChildProcess(
        executable: program,
        arguments: Self.arguments(
          pattern: pattern, place: place, ignoresCase: arguments["ignore_case"]?.bool ?? false,
          isRipgrep: ripgrep != nil),
        folder: PathResolver(workspace: context.workspace).workspace, deadline: 60)
      var matches = SearchMatches(
        place: place, filter: filter, workspace: child.folder, mayShow: context.mayShow)
      let outcome = try child.run(cancellation: context.cancellation) { matches.append($0) ? .more : .enough }
      matches.finish()
      if outcome.stop == .cancelled { return ToolResult(ok: false, output: "stopped before the search was done") }
      return matches.result(of: outcome, pattern: pattern)
    } catch {
      return ToolResult(ok: false, output: "\(error)")
    }
  }

  private static func arguments(
    pattern: String, place: ResolvedPath, ignoresCase: Bool, isRipgrep: Bool
  ) -> [String] {
    var arguments =
      isRipgrep
      ? [
        "--no-config", "--line-number", "--no-heading", "--with-filename", "--color=never", "--null", "--hidden",
        "--sort=path", "--glob=!.git",
      ]
      : ["-rnHIE", "--null", "--exclude-dir=.git"]
    if ignoresCase { arguments.append("-i") }
    return arguments + ["-e", pattern, "--", place.absolute]
  }
}
