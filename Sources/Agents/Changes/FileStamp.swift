import System

/// What the system notes of a regular file without opening it. While it stays the same, so does what is in the file:
/// every write and every change of permissions moves `changed`, which no program can set back.
struct FileStamp: Sendable, Equatable {
  let size: Int
  let mode: UInt32
  private let device: UInt64
  private let inode: UInt64
  /// Nanoseconds since 1970: of the last write, and of the last change of any kind.
  private let written: Int64
  let changed: Int64

  /// Of the file at a path from an open folder; nil where there is none, or something that is no regular file.
  init?(of path: String, in folder: Int32 = AT_FDCWD) {
    var information = stat()
    guard fstatat(folder, path, &information, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
    guard information.st_mode & S_IFMT == S_IFREG else { return nil }
    self.init(information)
  }

  private init(_ information: stat) {
    size = Int(information.st_size)
    mode = UInt32(information.st_mode & 0o7777)
    device = UInt64(truncatingIfNeeded: information.st_dev)
    inode = UInt64(information.st_ino)
    #if canImport(Darwin)
      written = Self.nanoseconds(information.st_mtimespec)
      changed = Self.nanoseconds(information.st_ctimespec)
    #else
      written = Self.nanoseconds(information.st_mtim)
      changed = Self.nanoseconds(information.st_ctim)
    #endif
  }

  private static func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}
