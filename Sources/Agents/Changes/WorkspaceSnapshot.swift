// What was in a workspace before a command, so that what the command changed can be told and undone. Contents are read
// once and kept in memory; from then on a snapshot is a listing and one `stat` a file, and only what has moved is read
// again. Git is not asked: its filters make other bytes of a blob, its settings run programs of the project's choosing,
// and half of what agents work on has no repository.

import System
import Threading

/// The files of a workspace at one moment, those left out that are ignored.
struct WorkspaceSnapshot: Sendable {
  /// One file.
  struct File: Sendable {
    let stamp: FileStamp
    let content: FileContent
    /// Changed so shortly before it was looked at that a further change need not show in the stamp.
    let isFresh: Bool

    var state: FileState { FileState(content, mode: stamp.mode) }
  }

  /// A path from the workspace, byte by byte: two spellings of one accented letter are equal strings, and two files.
  typealias Path = [UInt8]

  /// Bytes of contents that are kept, those of the smallest files first.
  static let byteLimit = 64 << 20
  /// How coarse the times of a file system may be, and clocks apart, in nanoseconds.
  static let coarseness: Int64 = 2_000_000_000

  private(set) var files: [Path: File]

  /// Looks at all files. Blocks this thread: some ten milliseconds for ten thousand files, more where they are read for
  /// the first time.
  ///
  /// - Parameters:
  ///   - workspace: resolved.
  ///   - last: what was there before; of a file with the same stamp the contents are taken from there.
  /// - Throws: a sentence when the files cannot be listed, or are too many.
  init(
    of workspace: String, reusing last: WorkspaceSnapshot?, cancellation: Cancellation, byteLimit: Int = byteLimit
  ) throws {
    // Secrets too: that one was changed is for the person to know, and nobody else is shown this.
    let context = ToolContext(workspace: workspace, cancellation: cancellation, mayShow: { _ in true }) { _ in }
    let list = try FileList(below: workspace, matching: nil, ripgrep: Program.find("rg"), context: context)
    guard !list.isCut else {
      throw FileError("the workspace has more than \(Figures.grouped(FileList.limit)) files")
    }
    guard list.isWhole else { throw FileError("its files could not all be listed") }
    let folder = open(workspace, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw FileError("read", workspace) }
    defer { close(folder) }
    let now = WallClock.nanoseconds()
    let found = list.paths.compactMap { path in
      // What is gone meanwhile is not there.
      FileStamp(of: path, in: folder).map { (path: path, stamp: $0) }
    }
    var files: [Path: File] = [:]
    files.reserveCapacity(found.count)
    var left = byteLimit
    for (path, stamp) in found.sorted(by: { $0.stamp.size < $1.stamp.size }) {
      let key = Array(path.utf8)
      left -= stamp.size
      let isFresh = stamp.changed > now - Self.coarseness
      if left < 0 || stamp.size > TextFile.sizeLimit {
        files[key] = File(stamp: stamp, content: .unkept, isFresh: isFresh)
      } else if let known = last?.files[key], known.stamp == stamp, !known.isFresh, known.content != .unkept {
        files[key] = known
      } else {
        let content = cancellation.isCancelled ? .unkept : Self.read(path, in: folder, size: stamp.size)
        files[key] = File(stamp: stamp, content: content, isFresh: isFresh)
      }
    }
    self.files = files
  }

  /// Looks at one file again, that somebody has written while the snapshot was taken.
  mutating func update(_ path: ResolvedPath, to state: FileState) {
    guard let relative = path.relative else { return }
    files[Array(relative.utf8)] = FileStamp(of: path.absolute).map {
      File(stamp: $0, content: state.content, isFresh: true)
    }
  }

  /// What differs between two moments, sorted; of a file whose contents are not kept only that it was written.
  func differences(from before: WorkspaceSnapshot) -> [Path] {
    var paths = files.filter { path, now in before.files[path].map { Self.differs($0, now) } ?? true }.map(\.key)
    paths += before.files.keys.filter { files[$0] == nil }
    return paths.sorted { $0.lexicographicallyPrecedes($1) }
  }

  private static func differs(_ before: File, _ now: File) -> Bool {
    if case .bytes(let old) = before.content, case .bytes(let new) = now.content {
      return old != new || before.stamp.mode != now.stamp.mode
    }
    return before.stamp != now.stamp
  }

  /// What is in a file; not kept where it cannot be read, or is more by now than it was.
  private static func read(_ path: String, in folder: Int32, size: Int) -> FileContent {
    let descriptor = openat(folder, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
    guard descriptor >= 0 else { return .unkept }
    defer { close(descriptor) }
    var isWhole = true
    let bytes = [UInt8](unsafeUninitializedCapacity: size + 1) { buffer, count in
      while count <= size {
        let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
        let more = Descriptors.read(descriptor, into: rest)
        if more < 0 { isWhole = false }
        if more <= 0 { break }
        count += more
      }
    }
    return isWhole && bytes.count == size ? .bytes(bytes) : .unkept
  }
}
