import OrderedJSON
import System
import Threading

/// Finds files by their names.
struct GlobTool: Tool {
  let name = "glob"
  let summary = "Finds files by a pattern as src/**/*.py, newest first."
  let parameters = ToolSchema([
    .init("pattern", .string(maxLength: ToolLimits.pattern), ""),
    .init("path", .string(maxLength: ToolLimits.path), "", required: false),
  ])
  let effect = ToolEffect.reads
  /// Ripgrep's file; nil where the folders are walked without it.
  var ripgrep = Program.find("rg")
  /// How long a search may take.
  var seconds = FileList.seconds

  private static let limit = 300

  func run(_ arguments: JSON, in context: ToolContext) -> ToolResult {
    do {
      let folder = try context.place(arguments["path"]?.string ?? ".", onlyFolders: true).path
      let pattern = try GlobPattern(arguments["pattern"]?.string ?? "*")
      let list = try FileList(
        below: folder.absolute, matching: pattern, ripgrep: ripgrep, seconds: seconds, context: context)
      if context.cancellation.isCancelled { return ToolResult(ok: false, output: "stopped before the search was done") }
      let resolver = PathResolver(workspace: context.workspace)
      let files = list.paths.map { path in (path: path, modified: Self.modified("\(folder.absolute)/\(path)")) }
        .sorted { ($1.modified, $0.path) < ($0.modified, $1.path) }
        .map { ResolvedPath(absolute: "\(folder.absolute)/\($0.path)", workspace: resolver.workspace).shown }
      return report(files, list, arguments["pattern"]?.string ?? "*", folder.shown)
    } catch {
      return ToolResult(ok: false, output: "\(error)")
    }
  }

  private func report(_ files: [String], _ list: FileList, _ pattern: String, _ folder: String) -> ToolResult {
    var notes: [String] = []
    var lines: [String] = []
    var used = 0
    for file in files.prefix(Self.limit) {
      used += file.utf8.count + 1
      if used > ToolLimits.result { break }
      lines.append(file)
    }
    if lines.count < files.count {
      let total = list.isCut ? "more than \(Figures.grouped(FileList.limit))" : Figures.grouped(files.count)
      notes.append("the newest \(lines.count) of \(total) files; a narrower pattern shows others")
    }
    notes += list.remarks(seconds: seconds)
    if lines.isEmpty { notes.insert("no file matches \(pattern) in \(folder)", at: 0) }
    if !notes.isEmpty { lines.append("(\(notes.joined(separator: "; ")))") }
    return ToolResult(ok: true, output: lines.joined(separator: "\n"))
  }

  static func isFolder(_ path: String) -> Bool {
    var information = stat()
    return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
  }

  /// Nanoseconds since 1970; 0 for what is gone meanwhile.
  private static func modified(_ path: String) -> Int {
    var information = stat()
    guard lstat(path, &information) == 0 else { return 0 }
    #if canImport(Darwin)
      let time = information.st_mtimespec
    #else
      let time = information.st_mtim
    #endif
    return Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
  }
}
