public import Threading

/// The files of a workspace, as the tool `glob` lists them: for a person who completes a path.
public enum WorkspaceFiles {
  /// Paths from the workspace, sorted; ignored files, secrets and names that no line could show are left out.
  ///
  /// Blocks this thread until they are listed: some thousand files take some ten milliseconds.
  ///
  /// - Throws: a sentence when they cannot be listed.
  public static func paths(in workspace: String, cancellation: Cancellation) throws -> [String] {
    let context = ToolContext(workspace: workspace, cancellation: cancellation) { _ in }
    let list = try FileList(
      below: PathResolver(workspace: workspace).workspace, matching: nil, ripgrep: Program.find("rg"),
      context: context)
    return list.paths.filter { path in
      // A name with a line feed, or one that is not UTF-8, cannot be written into a task.
      path.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && $0 != "\u{FFFD}" }
    }.sorted()
  }
}
