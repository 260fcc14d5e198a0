// A working tree that `git worktree` has made keeps its repository elsewhere, and no command of git works without it. Its
// file `.git` says where; but an agent can write such a file too. So the repository must name the tree in turn, which
// nobody can make it say who cannot write there.

/// A workspace that is the working tree of a repository elsewhere.
enum WorkingTree {
  /// The folder that all working trees of its repository share, resolved; nil where the workspace is no such tree.
  static func commonRepository(of workspace: String, read: (String) -> String? = SystemText.read) -> String? {
    guard let text = line(read(workspace + "/.git")), text.hasPrefix("gitdir: ") else { return nil }
    let resolver = PathResolver(workspace: workspace)
    guard let own = resolver.resolve(String(text.dropFirst(8)))?.absolute, let back = line(read(own + "/gitdir")),
      resolver.resolve(back, from: own)?.absolute.utf8.elementsEqual((resolver.workspace + "/.git").utf8) == true,
      let common = line(read(own + "/commondir")), let folder = resolver.resolve(common, from: own)?.absolute,
      SandboxPlan.contains(folder + "/worktrees", own), read(folder + "/HEAD") != nil
    else { return nil }
    return folder
  }

  private static func line(_ text: String?) -> String? {
    text?.split(separator: "\n", omittingEmptySubsequences: false).first.map(String.init)
  }
}
