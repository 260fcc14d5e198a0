import System

/// What may have been meant by a path that leads to nothing.
enum MissingPath {
  private static let limit = 3

  /// Paths that may have been meant, the likeliest first: what is called nearly so in the same folder, else what is
  /// called so anywhere in the workspace.
  static func suggestions(for path: ResolvedPath, in context: ToolContext) -> [String] {
    guard let name = path.absolute.pathNames.last, path.isInWorkspace else { return [] }
    let workspace = PathResolver(workspace: context.workspace).workspace
    let folder = "/" + path.absolute.pathNames.dropLast().joined(separator: "/")
    let beside = FolderEntries(of: folder)?.entries.map(\.name) ?? []
    let shown = beside.filter { context.mayShow("\(folder == "/" ? "" : folder)/\($0)") }
    if let near = NearestName.of(name, among: shown) {
      return [
        ResolvedPath(absolute: "\(folder == "/" ? "" : folder)/\(near)", workspace: workspace).shown
      ]
    }
    guard let pattern = try? GlobPattern(Wildcard.escaping(name, flavour: .glob)),
      let list = try? FileList(
        below: workspace, matching: pattern, ripgrep: Program.find("rg"), seconds: 5, context: context)
    else { return [] }
    return list.paths.sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }.prefix(limit).map(\.self)
  }

  /// One sentence: what is missing, and what may have been meant.
  ///
  /// - Parameter noun: what it should have been.
  static func sentence(for path: ResolvedPath, _ noun: String, in context: ToolContext) -> String {
    let suggestions = suggestions(for: path, in: context)
    let meant =
      suggestions.isEmpty
      ? "; list shows what there is" : "; did you mean \(suggestions.joined(separator: " or "))?"
    return "there is no \(noun) \(path.shown)\(meant)"
  }
}

extension ToolContext {
  /// Where a path of a call leads that is to be searched, and whether it is a folder.
  ///
  /// - Parameter onlyFolders: whether nothing else will do.
  func place(_ path: String, onlyFolders: Bool = false) throws(FileError) -> (path: ResolvedPath, isFolder: Bool) {
    let place = try file(path)
    if GlobTool.isFolder(place.absolute) { return (place, true) }
    var information = stat()
    guard stat(place.absolute, &information) == 0 else {
      throw FileError(MissingPath.sentence(for: place, onlyFolders ? "folder" : "file or folder", in: self))
    }
    guard !onlyFolders else { throw FileError("\(place.shown) is a file, not a folder; give a folder as path") }
    // A pipe or a device would be read until the deadline.
    _ = try TextFile(path: place).facts()
    return (place, false)
  }
}
