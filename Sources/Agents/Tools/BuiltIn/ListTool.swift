import OrderedJSON
import System

/// Lists what is in a folder.
struct ListTool: Tool {
  let name = "list"
  let summary = "Lists a folder."
  let parameters = ToolSchema([
    .init("path", .string(maxLength: ToolLimits.path), "", required: false)
  ])
  let effect = ToolEffect.reads

  private static let limit = 300

  func run(_ arguments: JSON, in context: ToolContext) -> ToolResult {
    do throws(FileError) {
      let folder = try context.place(arguments["path"]?.string ?? ".", onlyFolders: true).path
      guard let found = FolderEntries(of: folder.absolute) else { throw FileError("listed", folder.shown) }
      return Self.report(found, in: folder, mayShow: context.mayShow)
    } catch {
      return ToolResult(ok: false, output: error.description)
    }
  }

  private static func report(
    _ found: FolderEntries, in folder: ResolvedPath, mayShow: (String) -> Bool
  ) -> ToolResult {
    let prefix = folder.absolute == "/" ? "" : folder.absolute
    let shown = found.entries.filter { mayShow("\(prefix)/\($0.name)") }
    var lines: [String] = []
    var used = 0
    for entry in shown.prefix(limit) {
      let line = line(entry, prefix: prefix)
      used += line.utf8.count + 1
      if used > ToolLimits.result { break }
      lines.append(line)
    }
    var remarks: [String] = []
    if lines.count < shown.count {
      remarks.append("the first \(lines.count) of \(Figures.grouped(shown.count)) names; glob finds others")
    }
    let hidden = found.entries.count - shown.count
    if hidden > 0 { remarks.append("\(Figures.count(hidden, "name")) left out: secret or forbidden") }
    if found.unnamed > 0 {
      remarks.append("\(Figures.count(found.unnamed, "name")) left out: not UTF-8; bash can show them")
    }
    if lines.isEmpty { remarks.insert("nothing in \(folder.shown)", at: 0) }
    if !remarks.isEmpty { lines.append("(\(remarks.joined(separator: "; ")))") }
    return ToolResult(ok: true, output: lines.joined(separator: "\n"))
  }

  /// `src/`, `main.c (1.2 kB)`, `now -> releases/7`; a name that would be more than a line is quoted.
  private static func line(_ entry: FolderEntries.Entry, prefix: String) -> String {
    let isPlain = entry.name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    let name = isPlain ? entry.name : JSON.string(entry.name).text
    switch entry.kind {
    case .folder: return name + "/"
    case .file: return "\(name) (\(Figures.bytes(entry.size)))"
    case .link:
      // A target that is not UTF-8 comes as a zero byte.
      let target = PathResolver.readLink("\(prefix)/\(entry.name)").flatMap { $0.utf8.contains(0) ? nil : $0 }
      return "\(name) -> \(target ?? "?")"
    case .other: return "\(name) (no file)"
    }
  }
}
