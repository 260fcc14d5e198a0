/// What a rule's brackets say about paths: `*` and `?` stand for signs within one name, `**` for any number of folders.
///
/// | written | means |
/// |---|---|
/// | `src/**` | everything below `src` in the workspace, and `src` itself |
/// | `*.md` | files of that name in any folder of the workspace; forbidding rules mean any folder at all |
/// | `./*.md` | files of that name in the workspace's own folder |
/// | `/etc/**`, `~/notes/**` | outside the workspace: only with an absolute path |
struct PathPattern: Sendable, Hashable {
  private enum Anchor: Hashable {
    case workspace
    case root
    case anywhere
  }
  private enum Name: Hashable {
    case anyFolders
    case name(Wildcard)
  }
  private let anchor: Anchor
  private let names: [Name]

  /// - Parameter home: the person's home folder, that `~` stands for.
  init(_ text: String, home: String) {
    var text = text
    if text == "~" || text.hasPrefix("~/") { text = home + text.dropFirst() }
    if text.hasSuffix("/") { text += "**" }
    let names = text.pathNames.filter { $0 != "." }
    let hasFolders = text.utf8.contains(UInt8(ascii: "/"))
    anchor = text.isAbsolutePath ? .root : hasFolders || text == "**" ? .workspace : .anywhere
    self.names = names.map { $0 == "**" ? .anyFolders : .name(Wildcard($0, flavour: .name)) }
  }

  /// The pattern that matches this path and nothing else.
  static func naming(_ path: ResolvedPath) -> String {
    let pattern = Wildcard.escaping(path.shown, flavour: .name)
    // A bare name would count in every folder.
    return path.relative == nil || pattern.contains("/") && !pattern.hasPrefix("~") ? pattern : "./" + pattern
  }

  /// The pattern that matches all that lies in the folder of this path; nil for the workspace's own folder or the root.
  static func folder(of path: ResolvedPath) -> String? {
    let shown = path.shown
    guard let end = shown.utf8.lastIndex(of: UInt8(ascii: "/")), end > shown.startIndex else { return nil }
    let folder = Wildcard.escaping(String(shown[..<end]), flavour: .name)
    return (folder.hasPrefix("~") ? "./" : "") + folder + "/**"
  }

  /// Whether it names a place outside every workspace.
  var isAbsolute: Bool { anchor == .root }

  /// Whether the path matches.
  ///
  /// - Parameter forbidding: a rule that forbids sees every letter in both cases, since file systems may, and a
  ///   bare name of it counts outside the workspace too.
  func matches(_ path: ResolvedPath, forbidding: Bool) -> Bool {
    let absolute = path.absolute.pathNames
    switch anchor {
    case .root:
      return Self.match(names, absolute[...], forbidding)
    case .workspace:
      guard let relative = path.relative else { return false }
      return Self.match(names, relative.pathNames[...], forbidding)
    case .anywhere:
      guard let name = names.first, path.relative != nil || forbidding else { return false }
      let parts = path.relative?.pathNames ?? absolute
      // The name of a folder speaks for what is in it when it forbids, as in an ignore file.
      let candidates = forbidding ? parts[...] : parts.suffix(1)
      guard case .name(let wildcard) = name else { return true }
      if candidates.isEmpty { return wildcard.isUniversal }
      return candidates.contains { wildcard.matches($0, ignoringCase: forbidding) }
    }
  }

  private static func match(_ names: [Name], _ parts: ArraySlice<String>, _ forbidding: Bool) -> Bool {
    // Row by row over the pattern: which beginnings of the path are matched so far. No backtracking, so that a
    // hostile path costs no more than the product of both lengths.
    var reached = [Bool](repeating: false, count: parts.count + 1)
    reached[0] = true
    for name in names {
      var next = [Bool](repeating: false, count: parts.count + 1)
      for place in 0...parts.count {
        switch name {
        case .anyFolders:
          next[place] = reached[place] || (place > 0 && next[place - 1])
        case .name(let wildcard):
          guard place > 0, reached[place - 1] else { continue }
          next[place] = wildcard.matches(parts[parts.startIndex + place - 1], ignoringCase: forbidding)
        }
      }
      reached = next
    }
    return reached[parts.count]
  }
}
