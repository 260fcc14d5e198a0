// A folder for what ends with the session: states that are an agent's alone, and files that are not finished. Its owner
// holds a lock for as long as it lives, so that whoever starts later can tell what was left behind by one that was killed:
// the system gives a lock back however its holder ends.
//
//   session-1f3a.lock   made and locked before the folder, removed after it
//   session-1f3a/       what belongs to the session

import System

/// A folder that is this session's own.
final class SessionFolder: Sendable {
  private static let prefix = "session-"
  private static let lockEnding = ".lock"

  let path: String
  private let lock: Int32

  /// Makes one in `folder`, which is made where it is missing.
  init(in folder: String) throws(SystemError) {
    try Folder.make(folder)
    while true {
      let path = "\(folder)/\(Self.prefix)\(String(UInt64.random(in: .min ... .max), radix: 16))"
      let lock = open(path + Self.lockEnding, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      guard lock >= 0 else {
        if errno == EEXIST { continue }
        throw SystemError("create", path + Self.lockEnding)
      }
      // Somebody who starts at this moment may have taken the file for one that was left behind.
      guard Self.isLocked(lock) || errno != EWOULDBLOCK, Self.isThere(lock, path + Self.lockEnding) else {
        close(lock)
        continue
      }
      guard mkdir(path, 0o700) == 0 else {
        let error = SystemError("make the folder", path)
        unlink(path + Self.lockEnding)
        close(lock)
        throw error
      }
      self.path = path
      self.lock = lock
      return
    }
  }

  /// Removes it with all that is in it.
  func remove() {
    Self.removeFolder(path)
    unlink(path + Self.lockEnding)
  }

  deinit {
    close(lock)
  }

  /// Removes the folders of sessions that have ended without removing them.
  static func sweep(_ folder: String) {
    let names = Folder.names(in: folder).filter { $0.hasPrefix(prefix) }
    let sessions = Set(names.map { $0.hasSuffix(lockEnding) ? String($0.dropLast(lockEnding.count)) : $0 })
    for path in sessions.sorted().map({ "\(folder)/\($0)" }) {
      let lock = open(path + lockEnding, O_RDWR | O_CLOEXEC)
      defer { if lock >= 0 { close(lock) } }
      // The lock is there before the folder: one without it is nobody's.
      guard lock >= 0 ? isLocked(lock) : errno == ENOENT else { continue }
      removeFolder(path)
      unlink(path + lockEnding)
    }
  }

  /// Takes the lock, unless another one has it.
  private static func isLocked(_ descriptor: Int32) -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

  private static func isThere(_ descriptor: Int32, _ path: String) -> Bool {
    var (opened, named) = (stat(), stat())
    return fstat(descriptor, &opened) == 0 && stat(path, &named) == 0 && opened.st_ino == named.st_ino
      && opened.st_dev == named.st_dev
  }

  private static func removeFolder(_ path: String) {
    for name in Folder.names(in: path) { unlink("\(path)/\(name)") }
    rmdir(path)
  }
}
