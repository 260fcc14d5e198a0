import Threading

/// What an agent's shell keeps from one command to the next: the folder it is in, and the jobs in its background.
public final class ShellState: Sendable {
  private struct State {
    /// Resolved; nil is the workspace.
    var folder: String?
    /// One that was kept, and is gone.
    var lost: String?
  }
  private let state = Monitor(State())
  private let folders = Monitor<PrivateFolders?>(nil)
  /// What runs in the background; ended when nobody holds this any more.
  let jobs = JobTable()

  /// A shell that has run nothing.
  public init() {}

  /// Where the next command runs, an absolute path: the folder that is kept, or the workspace where that one is gone,
  /// or leads elsewhere by now.
  func folder(in workspace: String) -> String {
    guard let folder = state.withLock({ $0.folder }) else { return workspace }
    let resolver = PathResolver(workspace: workspace)
    // A link that was put in its place may lead out of the workspace.
    if let place = resolver.resolve(folder), place.isInWorkspace,
      place.absolute.utf8.elementsEqual(folder.utf8), GlobTool.isFolder(folder)
    {
      return folder
    }
    state.withLock { state in
      state.folder = nil
      state.lost = ResolvedPath(absolute: folder, workspace: resolver.workspace).shown
    }
    return workspace
  }

  /// Its folders in a sandbox, made when they are first asked for.
  func privateFolders() throws(ChildError) -> PrivateFolders {
    try folders.withLock { folders throws(ChildError) in
      if let folders { return folders }
      let made = try PrivateFolders()
      folders = made
      return made
    }
  }

  /// Keeps the folder for the next command, and returns what there is to say about it.
  func move(to folder: ShellFolder) -> [String] {
    state.withLock { state in
      defer { state.lost = nil }
      state.folder = folder.next
      let lost = state.lost.map { "the folder \($0) is gone: this ran in the workspace" }
      return [lost, folder.remark].compactMap(\.self)
    }
  }
}
