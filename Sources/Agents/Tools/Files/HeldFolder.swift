// Between a look at a path and the deed another process may put a link in the place of a folder: what was decided for the
// workspace would then be done elsewhere. So a path is walked once, folder by folder, each opened from the one before and
// held, no link followed; and whatever is done, is done in the folder that is held. A path that was decided on has no
// links in it (`PathResolver` has followed them), so that a link on the way can only be a new one.

import System

/// The folder that a file lies in, held open.
final class HeldFolder {
  /// Of the folder; only good for what is done from it, not for reading it.
  let descriptor: Int32
  /// The file's name in it.
  let name: String

  private init(_ descriptor: Int32, _ name: String) {
    self.descriptor = descriptor
    self.name = name
  }

  deinit { close(descriptor) }

  /// Walks to a file's folder.
  ///
  /// - Parameters:
  ///   - verb: what is to be done with the file: `read`, for the sentence of an error.
  ///   - makes: whether folders that are missing are made.
  /// - Returns: nil where a folder on the way is not there.
  static func open(_ path: ResolvedPath, to verb: String, makes: Bool = false) throws(FileError) -> HeldFolder? {
    var names = path.absolute.pathNames
    let name = names.popLast() ?? "."
    var current = openat(AT_FDCWD, "/", passing)
    guard current >= 0 else { throw FileError(verb, path.shown) }
    for folder in names {
      var next = openat(current, folder, passing)
      // Another may have made it a moment before.
      if next < 0, errno == ENOENT, makes, mkdirat(current, folder, 0o777) == 0 || errno == EEXIST {
        next = openat(current, folder, passing)
      }
      let code = errno
      let isLink = next < 0 && Self.isLink(folder, in: current)
      close(current)
      guard next < 0 else {
        current = next
        continue
      }
      if isLink { throw moved(path, folder) }
      if code == ENOENT, !makes { return nil }
      throw FileError(verb, path.shown, code: code)
    }
    return HeldFolder(current, name)
  }

  /// Opens a folder itself, to be read.
  ///
  /// - Returns: a descriptor that the caller closes; -1 with `errno`.
  static func openToRead(_ absolute: String) -> Int32 {
    let path = ResolvedPath(absolute: absolute, workspace: "/")
    guard let held = try? open(path, to: "listed") else {
      errno = ENOENT
      return -1
    }
    return openat(held.descriptor, held.name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
  }

  /// What is known of the file; nil where it is not there.
  func facts(_ path: ResolvedPath, to verb: String) throws(FileError) -> stat? {
    var information = stat()
    guard fstatat(descriptor, name, &information, AT_SYMLINK_NOFOLLOW) == 0 else {
      if errno == ENOENT { return nil }
      throw FileError(verb, path.shown)
    }
    if information.st_mode & S_IFMT == S_IFLNK { throw Self.moved(path, name) }
    return information
  }

  /// Opens the file, a link not followed.
  ///
  /// - Returns: a descriptor that the caller closes; -1 with `errno`.
  func openFile(_ flags: Int32, mode: mode_t = 0) -> Int32 {
    openat(descriptor, name, flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, mode)
  }

  private static func isLink(_ name: String, in folder: Int32) -> Bool {
    var information = stat()
    return fstatat(folder, name, &information, AT_SYMLINK_NOFOLLOW) == 0 && information.st_mode & S_IFMT == S_IFLNK
  }

  private static func moved(_ path: ResolvedPath, _ name: String) -> FileError {
    FileError("\(path.shown) leads elsewhere by now: \(name) has become a link; nothing was done, try again")
  }

  /// A folder that need not be readable to be gone through.
  private static let passing: Int32 = {
    #if canImport(Darwin)
      let search: Int32 = 0x4010_0000  // O_SEARCH
    #else
      let search: Int32 = 0o10_000_000  // O_PATH
    #endif
    return search | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW
  }()
}
