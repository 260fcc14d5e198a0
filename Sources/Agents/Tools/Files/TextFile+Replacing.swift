// A file is replaced by another one that is whole before it takes the name: whoever reads meanwhile gets what was there
// or what is new. But a file that has other names, or on which something is mounted, would part from them in silence,
// and in a folder that may not be written there is no room for another file. Such a file is written where it is; what
// was in it is put back if that fails half way.

import System

extension TextFile {
  /// What keeps it from being changed, as a sentence with what to do; nil where nothing does.
  func obstacle() throws(FileError) -> FileError? {
    guard let folder = try HeldFolder.open(path, to: "written"), let facts = try facts(in: folder) else { return nil }
    if facts.isReadOnly {
      return FileError(
        "\(path.shown) is read-only (mode \(facts.modeText)) and was not changed; if it is meant to be changed, "
          + "run chmod u+w on it first")
    }
    guard faccessat(folder.descriptor, folder.name, W_OK, 0) != 0 else { return nil }
    if errno == EROFS { return FileError("\(path.shown) is on a read-only file system and cannot be changed") }
    return FileError("\(path.shown) cannot be written: no permission (mode \(facts.modeText)); it was not changed")
  }

  /// Puts `bytes` in its place, in one step where its name is all that leads to it.
  ///
  /// - Parameter mode: its permissions; nil leaves them as they are, and makes a new file as the system does.
  /// - Throws: a sentence that says that the file is as it was; or that it is not, where not even that could be done.
  func replace(with bytes: [UInt8], mode: UInt32? = nil) throws(FileError) {
    guard let folder = try HeldFolder.open(path, to: "written", makes: true) else {
      throw FileError("written", path.shown, code: ENOENT)
    }
    let before = try facts(in: folder)
    if let before, before.links > 1 || !canBeReplaced(before, folder) {
      return try overwrite(with: bytes, mode: mode, in: folder)
    }
    let new = ".agent-tui-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    let isUsual = before == nil && mode == nil
    let descriptor = openat(
      folder.descriptor, new, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, isUsual ? 0o666 : 0o600)
    guard descriptor >= 0 else {
      // There is no room beside it: a folder that another rule than its permissions protects.
      if before != nil, [EACCES, EPERM, EROFS].contains(errno) {
        return try overwrite(with: bytes, mode: mode, in: folder)
      }
      throw failure(errno, isNew: before == nil)
    }
    var isDone = false
    defer { if !isDone { unlinkat(folder.descriptor, new, 0) } }
    do {
      defer { close(descriptor) }
      guard write(bytes, to: descriptor) else { throw failure(errno, isNew: before == nil) }
      if let before, fchown(descriptor, before.owner, before.group) != 0 {
        // It would be ours, and was somebody else's.
        return try overwrite(with: bytes, mode: mode, in: folder)
      }
      // After the owner: a change of that drops some.
      if let mode = mode.map({ mode_t($0) }) ?? before?.mode { _ = fchmod(descriptor, mode) }
      guard fsync(descriptor) == 0 else { throw failure(errno, isNew: before == nil) }
    }
    guard calls.rename(folder.descriptor, new, folder.name) == 0 else {
      // Something is mounted on it, or the folder lets nobody take another's name.
      if before != nil, [EBUSY, EXDEV, EPERM, EACCES].contains(errno) {
        return try overwrite(with: bytes, mode: mode, in: folder)
      }
      throw failure(errno, isNew: before == nil)
    }
    isDone = true
  }

  /// Writes the bytes into the file that is there.
  private func overwrite(with bytes: [UInt8], mode: UInt32?, in folder: HeldFolder) throws(FileError) {
    let before = try content()
    let descriptor = folder.openFile(O_WRONLY)
    guard descriptor >= 0 else { throw failure(errno, isNew: false) }
    defer { close(descriptor) }
    if write(bytes, to: descriptor), ftruncate(descriptor, off_t(bytes.count)) == 0, fsync(descriptor) == 0 {
      if let mode { _ = fchmod(descriptor, mode_t(mode)) }
      return
    }
    let code = errno
    guard case .bytes(let old) = before, lseek(descriptor, 0, SEEK_SET) == 0, write(old, to: descriptor),
      ftruncate(descriptor, off_t(old.count)) == 0
    else {
      throw FileError(
        "\(path.shown) was written in part only (\(String(cString: strerror(code)))), and what it held could not be put "
          + "back: look at it")
    }
    throw failure(code, isNew: false)
  }

  /// Whether all was written; `errno` says why not.
  private func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { calls.write(descriptor, $0) }
      if count < 0 {
        if errno == EINTR { continue }
        return false
      }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// Whether another file may take its name: its folder's permissions say so to us, and to anybody.
  private func canBeReplaced(_ before: FileFacts, _ folder: HeldFolder) -> Bool {
    var information = stat()
    guard fstat(folder.descriptor, &information) == 0 else { return false }
    return information.st_mode & 0o222 != 0 && faccessat(folder.descriptor, ".", W_OK, 0) == 0
  }

  private func failure(_ code: Int32, isNew: Bool) -> FileError {
    FileError(
      "\(FileError("written", path.shown, code: code).description); "
        + (isNew ? "no file was made" : "it holds what it held before"))
  }
}
