import System

/// What is in a folder, by name.
struct FolderNames: Sendable, Equatable {
  /// Names that are shown.
  private static let shownNames = 200

  /// Sorted; folders end with a slash.
  let names: [String]

  /// Nil for what is no folder, or behind a link, or cannot be read. A name that is not UTF-8 is shown with U+FFFD.
  init?(of path: String) {
    let descriptor = HeldFolder.openToRead(path)
    guard descriptor >= 0 else { return nil }
    guard let folder = fdopendir(descriptor) else {
      close(descriptor)
      return nil
    }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { place in
        place.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: place.pointee)) {
          String(cString: $0)
        }
      }
      guard name != ".", name != ".." else { continue }
      names.append(GlobTool.isFolder("\(path)/\(name)") ? name + "/" : name)
    }
    self.names = names.sorted()
  }

  /// What a model is told that reads the folder.
  ///
  /// - Parameter mayShow: whether the name of a file may be told.
  func result(named path: String, mayShow: (String) -> Bool) -> ToolResult {
    let shown = names.filter(mayShow)
    var notes: [String] = []
    if shown.count > Self.shownNames {
      notes.append("\(Figures.grouped(shown.count - Self.shownNames)) more; find the right one with glob")
    }
    let hidden = names.count - shown.count
    if hidden > 0 { notes.append("\(Figures.grouped(hidden)) left out: secret or forbidden") }
    let head =
      shown.isEmpty ? "\(path) is \(hidden > 0 ? "a folder" : "an empty folder")" : "\(path) is a folder; in it are:"
    let tail = notes.isEmpty ? [] : ["(\(notes.joined(separator: "; ")))"]
    return ToolResult(ok: true, output: ([head] + shown.prefix(Self.shownNames) + tail).joined(separator: "\n"))
  }
}
