// Some files are run later by somebody else, or say what an agent may do: who may write them has more than who may
// write. So changing them is asked about in every mode, unless a rule names them.

/// Which files decide what is run, or what is allowed.
enum ProtectedFiles {
  private static let names: Set<String> = [
    ".agent-tui.json", ".git",
    // Editors and tools that run what a folder says.
    ".vscode", ".idea", ".fleet", ".zed", ".cursor", ".devcontainer", ".devcontainer.json", ".envrc", ".direnv",
    ".vimrc", ".exrc", ".nvimrc", ".lvimrc", ".gvimrc", ".emacs", ".emacs.d", ".dir-locals.el", ".mcp.json", ".claude",
    ".codex", ".gemini", ".aider.conf.yml", ".gdbinit", ".lldbinit", ".tmux.conf", ".screenrc", ".mise.toml",
    "mise.toml", ".tool-versions", ".pythonrc", ".irbrc", ".pryrc", ".rprofile", ".yarnrc", ".yarnrc.yml",
    ".pnpmfile.cjs", ".npmrc", ".bazelrc", ".mavenrc",
    // Hooks.
    ".husky", ".githooks", ".pre-commit-config.yaml", "lefthook.yml", ".lefthook.yml", ".gitmodules", ".gitconfig",
    ".hgrc", ".hg", ".svn",
    // Start files of shells and sessions.
    ".bashrc", ".bash_profile", ".bash_login", ".bash_logout", ".bash_aliases", ".profile", ".login", ".logout",
    ".cshrc", ".tcshrc", ".zshrc", ".zshenv", ".zprofile", ".zlogin", ".zlogout", ".kshrc", ".mkshrc", ".inputrc",
    ".xinitrc", ".xprofile", ".xsession", ".xsessionrc", ".pam_environment", ".rhosts", ".shosts", ".forward",
    "launchagents", "autostart", "crontab", "authorized_keys",
  ]
  private static let pairs: Set<String> = [
    ".cargo/config", ".cargo/config.toml", "fish/config.fish", "fish/conf.d", "systemd/user", ".config/git",
    ".mvn/extensions.xml",
    ".mvn/jvm.config", ".github/hooks",
  ]
  private static let suffixes = [".code-workspace", ".sublime-project"]
  /// With these beside each other a folder is a repository, whatever it is called, and git runs what its `config` says.
  private static let repositoryNames: Set<String> = ["HEAD", "config", "config.worktree", "commondir", "packed-refs"]

  /// What changing a file means, for people: `inside .git`; nil for a file like others.
  ///
  /// - Parameters:
  ///   - path: a path, or a pattern of a rule.
  ///   - exists: whether there is anything at a path from the root.
  static func reason(for path: String, exists: (String) -> Bool) -> String? {
    let parts = path.pathNames
    let small = parts.map { $0.lowercased() }
    for (index, part) in small.enumerated() {
      if names.contains(part) {
        return part == ".git" ? "inside .git" : "'\(parts[index])' decides what is run or allowed"
      }
      if index > 0, pairs.contains("\(small[index - 1])/\(part)") {
        return "'\(parts[index - 1])/\(parts[index])' decides what is run or allowed"
      }
    }
    if let last = small.last, suffixes.contains(where: last.hasSuffix) { return "'\(last)' decides what is run" }
    return isOfRepository(parts, exists) ? repositoryReason : nil
  }

  /// What is said of a file by whose name, and nothing else, a folder may become a repository.
  static let repositoryReason = "it may become a part of a git repository"

  private static func isOfRepository(_ parts: [String], _ exists: (String) -> Bool) -> Bool {
    guard let last = parts.last else { return false }
    if repositoryNames.contains(last) { return true }
    for (folder, name) in zip(parts, parts.dropFirst()) {
      if folder == "refs", ["heads", "tags", "remotes"].contains(name) { return true }
      if folder == "objects", name == "info" || name == "pack" || name.count == 2 && name.allSatisfy(\.isHexDigit) {
        return true
      }
    }
    // What lies in a repository that has no folder `.git` around it.
    for count in 1..<max(parts.count, 1) {
      let folder = "/" + parts.prefix(count).joined(separator: "/")
      if exists(folder + "/HEAD"), exists(folder + "/objects") || exists(folder + "/refs") { return true }
    }
    return false
  }
}

/// The program's own folders, which no agent is to change, or to look into.
public struct OwnFolders: Sendable, Equatable {
  /// Where the person's settings are: changing them is asked about.
  public var settings: String?
  /// Where sessions are kept, and which projects are trusted: reading it is asked about as well.
  public var state: String?

  /// - Parameters: absolute paths; nil where there are none.
  public init(settings: String? = nil, state: String? = nil) {
    self.settings = settings
    self.state = state
  }

  /// Why reading or changing what lies there is asked about; nil where it is not.
  func reason(for path: ResolvedPath, writing: Bool, resolver: PathResolver) -> String? {
    if holds(state, path, resolver) { return "what sessions have left is nobody else's" }
    return writing && holds(settings, path, resolver) ? "the person's own settings" : nil
  }

  private func holds(_ folder: String?, _ path: ResolvedPath, _ resolver: PathResolver) -> Bool {
    guard let folder, let place = resolver.resolve(folder) else { return false }
    return ResolvedPath(absolute: path.absolute, workspace: place.absolute).isInWorkspace
  }
}
