import Foundation

/// A folder of its own for a test. Whoever makes one removes it; `withTemporaryFolder` does both.
package struct TemporaryFolder: Sendable {
  package let path: String

  /// - Parameter isMade: whether it is there already; else it has only a name that nothing else has.
  package init(isMade: Bool = true) throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("agent-tui-test-\(UUID())").path
    if isMade { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
  }

  /// Writes a file in it, with the folders above it; returns its path.
  @discardableResult
  package func file(_ name: String, _ content: String) throws -> String {
    let file = URL(fileURLWithPath: "\(path)/\(name)")
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(content.utf8).write(to: file)
    return file.path
  }

  /// Removes it with everything in it, if it is there.
  package func remove() { try? FileManager.default.removeItem(atPath: path) }
}

/// A folder of its own for a test, gone afterwards.
package func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = try TemporaryFolder()
  defer { folder.remove() }
  return try body(folder.path)
}
