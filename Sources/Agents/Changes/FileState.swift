/// A file at one moment: what it holds, and who may read, write and run it.
struct FileState: Sendable, Equatable {
  var content: FileContent
  /// Its permissions, `0o644`; nil where there is no file, or where nobody looked.
  var mode: UInt32?

  init(_ content: FileContent, mode: UInt32? = nil) {
    self.content = content
    self.mode = mode
  }

  /// No file.
  static let absent = FileState(.absent)

  /// The permissions as people write them: `644`.
  var modeText: String { mode.map { String($0, radix: 8) } ?? "unknown" }
}
