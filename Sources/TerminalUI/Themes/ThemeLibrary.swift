import System

/// The themes that can be chosen: files `NAME.json` in some folders, and the built-in `terminal`.
package struct ThemeLibrary: Sendable {
  /// The theme that is always there.
  static let defaultName = "terminal"
  /// A theme file that is larger is none.
  static let largestFile = 1 << 20

  /// Where themes are looked for; an earlier folder's theme hides a later one's of the same name.
  package let folders: [String]
  private let nearest: NameSuggestion

  /// - Parameters:
  ///   - environment: asked for `AGENT_TUI_THEMES`, `XDG_CONFIG_HOME` and `HOME`.
  ///   - executable: the path of the program: themes are installed beside it, and stand in the source tree above a
  ///     build folder.
  ///   - nearest: says which name was meant where one is wrong.
  package init(environment: [String: String], executable: String, nearest: @escaping NameSuggestion) {
    var folders: [String] = []
    if let own = environment["AGENT_TUI_THEMES"], !own.isEmpty { folders.append(own) }
    if let config = environment["XDG_CONFIG_HOME"], config.hasPrefix("/") {
      folders.append(config + "/agent-tui/themes")
    } else if let home = environment["HOME"], !home.isEmpty {
      folders.append(home + "/.config/agent-tui/themes")
    }
    var parents = executable.split(separator: "/", omittingEmptySubsequences: true).dropLast()
    let root = executable.hasPrefix("/") ? "/" : ""
    folders.append(root + (parents.dropLast() + ["share", "agent-tui", "themes"]).joined(separator: "/"))
    while let last = parents.popLast() {
      if last.hasPrefix(".build") { folders.append(root + (parents + ["themes"]).joined(separator: "/")) }
    }
    self.init(folders: folders, nearest: nearest)
  }

  /// These folders only.
  package init(folders: [String], nearest: @escaping NameSuggestion = { _, _ in nil }) {
    self.folders = folders
    self.nearest = nearest
  }

  /// The names that `theme(named:)` takes, sorted, `terminal` first.
  package func names() -> [String] {
    var names = Set(folders.flatMap { Self.files(in: $0) })
    names.remove(Self.defaultName)
    return [Self.defaultName] + names.sorted()
  }

  /// The theme of a name.
  package func theme(named name: String) throws(ThemeError) -> Theme {
    if !name.isEmpty, !name.contains("/") {
      for folder in folders {
        let file = "\(folder)/\(name).json"
        if access(file, F_OK) == 0 { return try ThemeParser(file: file, nearest: nearest).theme(from: Self.read(file)) }
      }
    }
    if name == Self.defaultName { return .terminal }
    let known = names()
    throw .unknown(name: TextSanitizer.line(name), known: known, nearest: nearest(name, known))
  }

  private static func files(in folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasSuffix(".json"), !name.hasPrefix(".") { names.append(String(name.dropLast(5))) }
    }
    return names
  }

  private static func read(_ file: String) throws(ThemeError) -> String {
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(file: file, reason: String(cString: strerror(errno))) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 16384)
    while true {
      let count = part.withUnsafeMutableBytes { systemRead(descriptor, $0.baseAddress, $0.count) }
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      guard count > 0 else {
        if errno == EINTR { continue }
        throw .unreadable(file: file, reason: String(cString: strerror(errno)))
      }
      bytes += part[..<count]
      if bytes.count > largestFile {
        throw .unreadable(file: file, reason: "it is larger than \(largestFile) bytes")
      }
    }
  }
}

/// `read(2)`; by this name because the type has a `read` of its own.
private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, bytes, count)
}
