// Files as the tools need them: opened without waiting (a pipe with a file's name must not hang a worker), read in
// pieces, replaced in one step.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A regular file on disk.
struct TextFile {
  /// Bytes that a whole file may have to be changed: more is no text that a model edits.
  static let sizeLimit = 16 << 20

  /// Where it is, all links followed, and how it is named to the model.
  let path: ResolvedPath

  /// Its size and permissions; nil where it is not there.
  func facts() throws(FileError) -> (size: Int, mode: mode_t, owner: uid_t, group: gid_t, modified: Int)? {
    var information = stat()
    guard stat(path.absolute, &information) == 0 else {
      if errno == ENOENT { return nil }
      throw FileError("read", path.shown)
    }
    if information.st_mode & S_IFMT == S_IFDIR { throw FileError("read", path.shown, code: EISDIR) }
    guard information.st_mode & S_IFMT == S_IFREG else { throw FileError("\(path.shown) is no regular file") }
    #if canImport(Darwin)
      let modified = information.st_mtimespec.tv_sec
    #else
      let modified = information.st_mtim.tv_sec
    #endif
    return (
      Int(information.st_size), information.st_mode & 0o7777, information.st_uid, information.st_gid, Int(modified)
    )
  }

  /// Its bytes in pieces, until `body` returns false.
  func read(_ body: (UnsafeRawBufferPointer) -> Bool) throws(FileError) {
    guard try facts() != nil else { throw FileError("read", path.shown, code: ENOENT) }
    let descriptor = open(path.absolute, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileError("read", path.shown) }
    defer { close(descriptor) }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 1)
    defer { buffer.deallocate() }
    while true {
      let count = Self.read(descriptor, buffer)
      if count < 0 {
        if errno == EINTR { continue }
        throw FileError("read", path.shown)
      }
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
    case .absent: throw FileError("read", path.shown, code: ENOENT)
    case .bytes: throw FileError("\(path.shown) is no UTF-8 text; change it with bash")
    case .unkept:
      throw FileError("\(path.shown) has more than \(Figures.bytes(Self.sizeLimit)); change it with bash")
    }
  }

  /// Takes it away.
  func remove() throws(FileError) {
    guard unlink(path.absolute) == 0 else { throw FileError("removed", path.shown) }
  }

  /// Puts `bytes` in its place in one step: whoever reads meanwhile gets what was there or what is new.
  ///
  /// - Parameter mode: its permissions; nil leaves them as they are, and makes a new file as the system does.
  func replace(with bytes: [UInt8], mode: UInt32? = nil) throws(FileError) {
    let before = try facts()
    try makeFolder()
    let folder = path.absolute.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path.absolute[..<$0]) } ?? ""
    let new = "\(folder)/.agent-tui-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    let isUsual = before == nil && mode == nil
    let descriptor = open(new, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, isUsual ? 0o666 : 0o600)
    guard descriptor >= 0 else { throw FileError("written", path.shown) }
    var isDone = false
    defer { if !isDone { unlink(new) } }
    do {
      defer { close(descriptor) }
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if count < 0 {
          if errno == EINTR { continue }
          throw FileError("written", path.shown)
        }
        rest = rest.dropFirst(count)
      }
      if let before {
        // Another owner stays one only where we may say so; the permissions come after, since a change of owner drops some.
        _ = fchown(descriptor, before.owner, before.group)
      }
      if let mode = mode.map({ mode_t($0) }) ?? before?.mode { _ = fchmod(descriptor, mode) }
      guard fsync(descriptor) == 0 else { throw FileError("written", path.shown) }
    }
    guard rename(new, path.absolute) == 0 else { throw FileError("written", path.shown) }
    isDone = true
  }

  /// Makes the folders that lead to it.
  private func makeFolder() throws(FileError) {
    var folder = ""
    for name in path.absolute.pathNames.dropLast() {
      folder += "/" + name
      if mkdir(folder, 0o777) != 0, errno != EEXIST, errno != EISDIR {
        // A folder that is there but that we may not write in says so, too.
        let code = errno
        var information = stat()
        if stat(folder, &information) != 0 { throw FileError("written", path.shown, code: code) }
      }
    }
  }

  private static func read(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
    #if canImport(Darwin)
      Darwin.read(descriptor, buffer.baseAddress, buffer.count)
    #elseif canImport(Musl)
      Musl.read(descriptor, buffer.baseAddress, buffer.count)
    #else
      Glibc.read(descriptor, buffer.baseAddress, buffer.count)
    #endif
  }
}
