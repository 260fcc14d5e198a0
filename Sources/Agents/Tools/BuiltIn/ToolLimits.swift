import System

/// What the tools' arguments and results are bounded by.
enum ToolLimits {
  /// Bytes of a result.
  static let result = 16_000
  /// Bytes of a line within a result.
  static let line = 2_000
  /// Characters of a path.
  static let path = 512
  /// Characters of a pattern.
  static let pattern = 512
  /// Characters of a command.
  static let command = 4_000
  /// Characters of a text that is written into a file.
  static let content = 400_000
  /// Bytes of a running command's output that are shown, and written into the journal, as they come: a thousand lines a second
  /// for two minutes, of more than 60 bytes each. A command that prints without end does not fill the disk.
  static let streamed = 8_000_000

  /// A line, cut where it is too long; says so.
  static func cut(_ line: String, to limit: Int = line) -> String {
    guard line.utf8.count > limit else { return line }
    // Cut at a whole character: a piece of one would become a sign that the file does not hold.
    var end = line.utf8.index(line.startIndex, offsetBy: limit)
    while end.samePosition(in: line.unicodeScalars) == nil { end = line.utf8.index(before: end) }
    return line[..<end] + "… (\(Figures.bytes(line.utf8.count - line[..<end].utf8.count)) more)"
  }
}

extension ToolContext {
  /// Where a path of a call leads.
  func file(_ path: String) throws(FileError) -> ResolvedPath {
    guard !path.isEmpty else { throw FileError("the path is empty; give one that is relative to \(workspace)") }
    // Looked for again, it might lead elsewhere by now than where it was allowed to.
    if let place { return place }
    guard let resolved = PathResolver(workspace: workspace).meaning(of: path) else {
      throw FileError("'\(path)' cannot be followed: it has too many links, or is no path")
    }
    return resolved
  }
}

extension ToolSchema.Property {
  /// The argument `path`, as all tools for files have it.
  static func path(_ summary: String, required: Bool = true) -> ToolSchema.Property {
    .init(
      "path", .string(maxLength: ToolLimits.path), summary, required: required,
      aliases: ["file_path", "filepath", "filename", "file_name", "file", "target_file"])
  }
}
