// A sandbox as a value: what is seen where. Made of facts about the file system, without touching anything, so that
// tables of tests hold it; `BubblewrapArguments` and `SeatbeltProfile` say it in the words of two programs.

/// What a command may see, change and reach.
struct SandboxPlan: Sendable, Equatable {
  /// What there is at a path, links not followed.
  enum Kind: Sendable, Equatable {
    case folder
    case file
    case link(String)
    case other
  }

  /// Links of the system, that are made anew: path and target.
  var links: [Link] = []
  /// What is read-only, each at its own path.
  var readable: [String] = []
  /// Folders that stand in for others: a private one for `/tmp`, one for the home.
  var replaced: [Replacement] = []
  /// What is writable, at its own path.
  var writable: [String] = []
  /// In what is writable, what is read-only all the same.
  var protected: [String] = []
  /// In what is writable, files and folders whose content is not there.
  var hiddenFiles: [String] = []
  var hiddenFolders: [String] = []
  var hasNetwork = false
  /// Where the command begins.
  var folder = "/"

  struct Link: Sendable, Equatable {
    var path: String
    var target: String
  }

  struct Replacement: Sendable, Equatable {
    /// Where the folder really is.
    var source: String
    /// Where it is seen.
    var path: String
  }
}

/// What a plan is made of.
struct SandboxFacts: Sendable {
  /// Resolved; the folder that commands work in.
  var workspace: String
  /// Where the command begins; in the workspace.
  var folder: String
  /// Resolved.
  var home: String
  /// Folders of `PATH`.
  var programs: [String] = []
  /// The private folders; nil: there are none.
  var temporary: String?
  var privateHome: String?
  /// What in the workspace is a secret, absolute paths.
  var secretFiles: [String] = []
  var secretFolders: [String] = []
  /// What of the system only the superuser may read, where that is who commands run as.
  var systemSecretFiles: [String] = []
  var systemSecretFolders: [String] = []
  /// Folders of the workspace that are repositories, without the workspace itself.
  var repositories: [String] = []
  /// The repository that the workspace is a working tree of, where that lies elsewhere: its common folder.
  var commonRepository: String?
  /// What is at a path.
  var kind: @Sendable (String) -> SandboxPlan.Kind?
}

extension SandboxPlan {
  /// The plan for a command.
  init(_ settings: SandboxSettings, _ facts: SandboxFacts) {
    let kind = facts.kind
    hasNetwork = settings.hasNetwork
    folder = facts.folder
    for path in SandboxPlaces.system {
      switch kind(path) {
      case .link(let target)?: links.append(Link(path: path, target: target))
      case .folder?, .file?: readable.append(path)
      case .other?, nil: break
      }
    }
    if hasNetwork { readable += SandboxPlaces.network.filter { kind($0) != nil } }
    // A home that is the root is none.
    let hasHome = facts.home != "/" && !Self.contains(facts.workspace, facts.home)
    if let temporary = facts.temporary {
      // The second may hold the workspace, so that a link to the first would not do.
      replaced += ["/tmp", "/var/tmp"].map { Replacement(source: temporary, path: $0) }
    }
    if let privateHome = facts.privateHome, hasHome {
      replaced.append(Replacement(source: privateHome, path: facts.home))
    }
    if hasHome {
      readable += SandboxPlaces.home.map { Self.join(facts.home, $0) }.filter { kind($0) != nil }
    }
    // A folder of programs may be anywhere, but none that holds what is not to be seen.
    readable += (facts.programs + settings.readable).filter { path in
      path.isAbsolutePath && kind(path) != nil && !(readable + links.map(\.path)).contains { Self.contains($0, path) }
        && !Self.contains(path, facts.home) && !Self.contains(path, facts.workspace)
    }
    writable = [facts.workspace]
    if let common = facts.commonRepository { writable.append(common) }
    for root in [facts.workspace] + facts.repositories { protect(root, kind) }
    if let common = facts.commonRepository { protectRepository(common, kind) }
    hiddenFiles = facts.systemSecretFiles + facts.secretFiles
    hiddenFolders = facts.systemSecretFolders + facts.secretFolders
    let seen = readable + writable
    for path in settings.hidden where seen.contains(where: { Self.contains($0, path) }) && kind(path) != nil {
      if kind(path) == .folder { hiddenFolders.append(path) } else { hiddenFiles.append(path) }
    }
  }

  /// Protects what lies at the root of a workspace or of a repository in it.
  private mutating func protect(_ root: String, _ kind: (String) -> Kind?) {
    for name in SandboxPlaces.pinned where kind(Self.join(root, name)) == .folder {
      // Mounted on itself: what is mounted cannot be given another name, and so nothing else can take its own.
      writable.append(Self.join(root, name))
    }
    // A file `.git` says where the repository is: whoever changes it leads git elsewhere.
    if kind(Self.join(root, ".git")) == .file { protected.append(Self.join(root, ".git")) }
    for name in SandboxPlaces.protected { protect(path: Self.join(root, name), kind) }
  }

  private mutating func protectRepository(_ folder: String, _ kind: (String) -> Kind?) {
    for name in SandboxPlaces.protected where name.hasPrefix(".git/") {
      protect(path: Self.join(folder, String(name.dropFirst(5))), kind)
    }
  }

  private mutating func protect(path: String, _ kind: (String) -> Kind?) {
    switch kind(path) {
    // A link may be replaced, and what it leads to is protected where it is, or is not seen at all.
    case .folder?, .file?: protected.append(path)
    case .link?, .other?, nil: break
    }
  }

  /// Whether a path is a folder or in it.
  static func contains(_ folder: String, _ path: String) -> Bool {
    folder == "/" || path.utf8.elementsEqual(folder.utf8) || path.utf8.starts(with: (folder + "/").utf8)
  }

  static func join(_ folder: String, _ name: String) -> String { folder == "/" ? "/" + name : folder + "/" + name }
}
