// Follows a path a name at a time as the system will, so that neither a link nor `..` leads out of the workspace
// unseen. `realpath` alone will not do: the file to be written does not exist yet, and of a link that dangles it
// tells nothing, while a write goes through it.

import System

/// Resolves the paths of tool calls.
struct PathResolver: Sendable {
  /// How many links a path may have, as in the kernel.
  private static let linkLimit = 40

  /// The workspace, resolved.
  let workspace: String
  /// What `~` stands for.
  let home: String
  private let readLink: @Sendable (String) -> String?
  /// Whether there is anything at a path from the root.
  let exists: @Sendable (String) -> Bool
  /// The names in a folder; nil where they cannot be read.
  let list: @Sendable (String) -> [String]?

  /// - Parameters:
  ///   - readLink: what a link says, nil for what is no link; tests give their own.
  ///   - exists: whether there is anything at a path from the root; tests give their own.
  ///   - list: the names in a folder; tests give their own.
  init(
    workspace: String, home: String = PathResolver.homeFolder,
    readLink: @escaping @Sendable (String) -> String? = { PathResolver.readLink($0) },
    exists: @escaping @Sendable (String) -> Bool = { access($0, F_OK) == 0 || PathResolver.readLink($0) != nil },
    list: @escaping @Sendable (String) -> [String]? = { PathResolver.names(in: $0) }
  ) {
    self.home = home
    self.readLink = readLink
    self.exists = exists
    self.list = list
    // A workspace that is a loop of links stays as given: whatever is in it will count as outside.
    self.workspace = Self.follow(workspace, from: "/", readLink: readLink) ?? workspace
  }

  /// Where `path` leads, seen from the workspace or from `folder`.
  ///
  /// - Returns: nil when it has too many links, or a zero byte.
  func resolve(_ path: String, from folder: String? = nil) -> ResolvedPath? {
    var path = path
    if path == "~" || path.hasPrefix("~/") { path = home + path.dropFirst() }
    guard let absolute = Self.follow(path, from: folder ?? workspace, readLink: readLink) else { return nil }
    return ResolvedPath(absolute: absolute, workspace: workspace)
  }

  /// Where a path that a model wrote leads, seen from the workspace: models often begin with the workspace's own name,
  /// where only what is in it can be meant. Permissions and tools both ask here, so that they decide on one place.
  ///
  /// A command's paths are not read so: the shell does not.
  ///
  /// - Returns: nil as `resolve` does.
  func meaning(of path: String) -> ResolvedPath? {
    resolve(WorkspaceName.removed(from: path, workspace: workspace, exists: exists) ?? path)
  }

  private static func follow(_ path: String, from folder: String, readLink: (String) -> String?) -> String? {
    guard !path.utf8.contains(0) else { return nil }
    var done = path.isAbsolutePath ? [] : folder.pathNames
    // What is still to be followed, the next name last.
    var left = Array(path.pathNames.reversed())
    var links = 0
    while let name = left.popLast() {
      switch name {
      case ".": continue
      case "..": _ = done.popLast()
      default:
        guard let target = readLink("/" + (done + [name]).joined(separator: "/")) else {
          done.append(name)
          continue
        }
        links += 1
        guard links <= linkLimit, !target.utf8.contains(0) else { return nil }
        if target.isAbsolutePath { done = [] }
        left += target.pathNames.reversed()
      }
    }
    return "/" + done.joined(separator: "/")
  }

  /// The person's home folder.
  static var homeFolder: String {
    if let home = getenv("HOME"), home.pointee != 0 { return String(cString: home) }
    return "/"
  }

  /// The names in a folder, without `.` and `..`; nil where they cannot be read.
  static func names(in folder: String) -> [String]? {
    guard let stream = opendir(folder) else { return nil }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { place in
        place.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: place.pointee)) {
          String(cString: $0)
        }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// What a link says; nil for what is none, or not there; a zero byte, that no path may have, for what is not UTF-8.
  static func readLink(_ path: String) -> String? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    let count = readlink(path, &buffer, buffer.count)
    guard count >= 0 else { return nil }
    return String(validating: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self) ?? "\u{0}"
  }
}
