// Files as the tools need them: opened without waiting (a pipe with a file's name must not hang a worker), read in
// pieces. How they are replaced is in TextFile+Replacing.

import System

/// A regular file on disk.
struct TextFile {
  /// Bytes that a whole file may have to be changed: more is no text that a model edits.
  static let sizeLimit = 16 << 20

  /// Where it is, all links followed, and how it is named to the model.
  let path: ResolvedPath
  /// How the system is called where a file is replaced.
  var calls = FileCalls()

  /// Its size, its permissions and its names; nil where it is not there.
  func facts() throws(FileError) -> FileFacts? {
    guard let folder = try HeldFolder.open(path, to: "read") else { return nil }
    return try facts(in: folder)
  }

  /// The same, in the folder that is held.
  func facts(in folder: HeldFolder) throws(FileError) -> FileFacts? {
    guard let information = try folder.facts(path, to: "read") else { return nil }
    if information.st_mode & S_IFMT == S_IFDIR { throw FileError("read", path.shown, code: EISDIR) }
    guard information.st_mode & S_IFMT == S_IFREG else { throw FileError("\(path.shown) is no regular file") }
    return FileFacts(information)
  }

  /// Its bytes in pieces, until `body` returns false.
  func read(_ body: (UnsafeRawBufferPointer) -> Bool) throws(FileError) {
    guard let folder = try HeldFolder.open(path, to: "read"), try facts(in: folder) != nil else { throw .missing(path) }
    let descriptor = folder.openFile(O_RDONLY)
    guard descriptor >= 0 else { throw FileError("read", path.shown) }
    defer { close(descriptor) }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 1)
    defer { buffer.deallocate() }
    while true {
      let count = Descriptors.read(descriptor, into: buffer)
      guard count >= 0 else { throw FileError("read", path.shown) }
      if count == 0 || !body(UnsafeRawBufferPointer(rebasing: buffer[..<count])) { return }
    }
  }

  /// All that is in it.
  func content() throws(FileError) -> FileContent {
    guard let size = try facts()?.size else { return .absent }
    guard size <= Self.sizeLimit else { return .unkept }
    var bytes: [UInt8] = []
    try read { piece in
      bytes += piece
      return bytes.count <= Self.sizeLimit
    }
    return bytes.count <= Self.sizeLimit ? .bytes(bytes) : .unkept
  }

  /// All that is in it, and its permissions.
  func state() throws(FileError) -> FileState {
    let content = try content()
    return FileState(content, mode: content == .absent ? nil : try facts().map { UInt32($0.mode) })
  }

  /// The whole of it as text.
  ///
  /// - Throws: for a file that is not there, too large, or no text: what is not UTF-8 would be damaged by writing it back.
  func text() throws(FileError) -> String {
    let content = try content()
    if let text = content.text { return text }
    switch content {
    case .absent: throw .missing(path)
    case .bytes(let bytes):
      let reason = TextEncoding(of: bytes).refusal(named: path.shown) ?? "is no text file; change it with bash"
      throw FileError("\(path.shown) \(reason)")
    case .unkept:
      throw FileError("\(path.shown) has more than \(Figures.bytes(Self.sizeLimit)); change it with bash")
    }
  }

  /// Takes it away.
  func remove() throws(FileError) {
    guard let folder = try HeldFolder.open(path, to: "removed") else {
      throw FileError("removed", path.shown, code: ENOENT)
    }
    guard unlinkat(folder.descriptor, folder.name, 0) == 0 else { throw FileError("removed", path.shown) }
  }
}
