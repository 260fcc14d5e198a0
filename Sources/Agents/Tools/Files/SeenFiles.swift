import Threading

/// What one agent has seen of files: the content of each as it was when the agent last read or wrote it, by its
/// fingerprint. So a file that somebody else has changed since is not overwritten unseen.
public final class SeenFiles: Sendable {
  /// By path, byte by byte: two spellings of one accented letter are equal strings, and two files.
  private let prints = Monitor<[[UInt8]: Fingerprint]>([:])

  /// Nothing was seen yet.
  public init() {}

  /// The agent knows that the file holds this now.
  func note(_ path: ResolvedPath, _ print: Fingerprint) {
    prints.withLock { $0[Array(path.absolute.utf8)] = print }
  }

  /// The agent knows that the file holds this now; what is not there, or too much to be changed, it knows nothing of.
  func note(_ path: ResolvedPath, _ content: FileContent) {
    let print: Fingerprint? = if case .bytes(let bytes) = content { Fingerprint(of: bytes) } else { nil }
    prints.withLock { $0[Array(path.absolute.utf8)] = print }
  }

  /// Whether the file holds something else now than the agent has seen in it; not where it never looked, and not where
  /// there is nothing to lose any more.
  func hasChanged(_ path: ResolvedPath, now content: FileContent) -> Bool {
    guard case .bytes(let bytes) = content, let seen = prints.withLock({ $0[Array(path.absolute.utf8)] }) else {
      return false
    }
    return seen != Fingerprint(of: bytes)
  }
}
