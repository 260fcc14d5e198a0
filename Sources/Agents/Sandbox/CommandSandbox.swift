// Where the pieces meet: the settings, what the machine has, and what is in the workspace at the moment of a command.

import Threading

import System

/// Puts commands into a sandbox, where there is one.
///
/// One serves a whole session. `none` runs commands as they are.
public final class CommandSandbox: Sendable {
  /// Without a sandbox, since nobody asked for one.
  public static let none = CommandSandbox(settings: SandboxSettings(mode: .off), status: .off, options: [])

  /// What the person said.
  public let settings: SandboxSettings
  /// What holds.
  public let status: SandboxStatus
  private let options: Set<String>
  private let surveys = SurveyStore()

  /// Finds out what this machine has.
  ///
  /// - Parameters:
  ///   - settings: what the person wants of it.
  ///   - workspace: the folder that commands are to write in, an absolute path.
  public convenience init(_ settings: SandboxSettings, workspace: String) {
    let resolved = PathResolver(workspace: workspace).workspace
    let probe = settings.mode == .off ? SandboxProbe() : SandboxProbe.machine
    let status = Self.status(
      settings.mode, probe, obstacle: settings.mode == .off ? nil : Self.obstacle(to: resolved))
    self.init(settings: settings, status: status, options: probe.options)
  }

  init(settings: SandboxSettings, status: SandboxStatus, options: Set<String>) {
    self.settings = settings
    self.status = status
    self.options = options
  }

  /// The same where the person's own words let commands run without a sandbox, if there is none.
  public func waived() -> CommandSandbox {
    guard case .missing(let reason) = status else { return self }
    return CommandSandbox(settings: settings, status: .waived(reason: reason), options: options)
  }

  /// What follows from what is wanted and what there is.
  static func status(_ mode: SandboxMode, _ probe: SandboxProbe, obstacle: String?) -> SandboxStatus {
    let reason = probe.program == nil ? probe.reason : obstacle
    switch (mode, reason) {
    case (.off, _): return .off
    case (.auto, let reason?): return .missing(reason: reason)
    case (.required, let reason?): return .refused(reason: reason)
    case (.auto, nil), (.required, nil):
      #if canImport(Darwin)
        return .seatbelt
      #else
        return .bubblewrap
      #endif
    }
  }

  /// Why no sandbox can hold a workspace, as the end of a sentence.
  private static func obstacle(to workspace: String) -> String? {
    guard workspace != "/" else { return "the workspace is the whole file system" }
    #if !canImport(Darwin)
      var facts = stat()
      // In a sandbox the superuser is one of many: what belongs to others is theirs.
      if geteuid() == 0, stat(workspace, &facts) == 0, facts.st_uid != 0, facts.st_mode & S_IWOTH == 0 {
        return "the workspace belongs to another user, and this program runs as root"
      }
    #endif
    return nil
  }

  // MARK: - Commands

  /// How a shell is to begin: the limits of what it runs, and where it may leave a word for this program.
  func shellPlace(for shell: ShellState) throws(ChildError) -> ShellCommand.Place {
    var limits = ProcessLimits()
    guard status.holds else { return ShellCommand.Place(limits: limits) }
    #if !canImport(Darwin)
      // Within its own namespace of users only its own processes are counted.
      limits.processes = 1024
      let seen: String? = "/tmp"
    #else
      let seen: String? = nil
    #endif
    let folders = try shell.privateFolders()
    return ShellCommand.Place(limits: limits, folder: folders.temporary, seenAs: seen ?? folders.temporary)
  }

  /// A command as it is to be run: in the sandbox, where there is one.
  ///
  /// - Throws: where there is none and nothing is to run without.
  func confine(_ child: ChildProcess, in workspace: String, _ shell: ShellState) throws(ChildError) -> ChildProcess {
    var child = child
    child.passing = settings.environment
    child.bounds = ResourceBounds(folder: child.folder)
    switch status {
    case .off, .missing, .waived: return child
    case .refused(let reason):
      throw ChildError(description: "not run: there is no sandbox (\(reason)), and none may run without one")
    case .bubblewrap, .seatbelt: break
    }
    guard let program = SandboxProbe.machine.program else { return child }
    let folders = try shell.privateFolders()
    let plan = SandboxPlan(settings, facts(of: workspace, child.folder, folders))
    child.isConfined = status == .bubblewrap
    #if canImport(Darwin)
      child.arguments =
        ["-p", SeatbeltProfile.make(plan, temporary: folders.temporary), child.executable] + child.arguments
      child.settings += ["TMPDIR=\(folders.temporary)"]
    #else
      child.arguments = BubblewrapArguments.make(plan, child.executable, child.arguments) { options.contains($0) }
    #endif
    child.executable = program
    return child
  }

  /// What is protected and not there before a command; nil without a sandbox.
  func arrivals(in workspace: String) -> ProtectedArrivals? {
    status.holds ? ProtectedArrivals(in: PathResolver(workspace: workspace).workspace) : nil
  }

  private func facts(of workspace: String, _ folder: String, _ folders: PrivateFolders) -> SandboxFacts {
    let resolver = PathResolver(workspace: workspace)
    let survey = surveys.survey(of: resolver.workspace)
    var facts = SandboxFacts(
      workspace: resolver.workspace, folder: resolver.resolve(folder)?.absolute ?? resolver.workspace,
      home: PathResolver(workspace: PathResolver.homeFolder).workspace, kind: SandboxProbe.kind(of:))
    facts.programs = (getenv("PATH").map { String(cString: $0) } ?? "").split(separator: ":").map(String.init)
    #if !canImport(Darwin)
      facts.temporary = folders.temporary
      facts.privateHome = folders.home
    #endif
    facts.systemSecretFiles = SystemSecrets.machine.files
    facts.systemSecretFolders = SystemSecrets.machine.folders
    facts.secretFiles = survey.secretFiles
    facts.secretFolders = survey.secretFolders
    facts.repositories = survey.repositories
    facts.commonRepository = WorkingTree.commonRepository(of: resolver.workspace)
    return facts
  }
}
