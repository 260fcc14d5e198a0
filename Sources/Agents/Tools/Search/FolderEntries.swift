import System

/// What lies in a folder, links not followed.
struct FolderEntries {
  /// What something is.
  enum Kind {
    case file, folder, link, other
  }
  /// One name in it.
  struct Entry {
    let name: String
    let kind: Kind
    /// Bytes; of a file.
    let size: Int
  }

  /// By name, byte by byte.
  private(set) var entries: [Entry] = []
  /// How many have a name that is not UTF-8: no path leads to them.
  private(set) var unnamed = 0

  /// Looks into a folder, to which no link may lead; nil where that cannot be done, and `errno` says why.
  init?(of folder: String) {
    let descriptor = HeldFolder.openToRead(folder)
    guard descriptor >= 0 else { return nil }
    guard let stream = fdopendir(descriptor) else {
      close(descriptor)
      return nil
    }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      // The name is longer than its declared array on some file systems: read from where it begins.
      withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        let name = UnsafeRawPointer(pointer).assumingMemoryBound(to: CChar.self)
        add(name, of: dirfd(stream))
      }
    }
    entries.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  private mutating func add(_ name: UnsafePointer<CChar>, of folder: Int32) {
    guard strcmp(name, ".") != 0, strcmp(name, "..") != 0 else { return }
    guard let text = String(validatingCString: name) else {
      unnamed += 1
      return
    }
    var information = stat()
    guard fstatat(folder, name, &information, AT_SYMLINK_NOFOLLOW) == 0 else { return }
    let kind: Kind =
      switch information.st_mode & S_IFMT {
      case S_IFDIR: .folder
      case S_IFREG: .file
      case S_IFLNK: .link
      default: .other
      }
    entries.append(Entry(name: text, kind: kind, size: Int(information.st_size)))
  }
}
