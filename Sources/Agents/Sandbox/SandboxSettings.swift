/// What a person has said of the sandbox.
public struct SandboxSettings: Sendable, Equatable {
  /// Whether there is to be one.
  public var mode: SandboxMode
  /// Whether commands have the network.
  public var hasNetwork: Bool
  /// Names of the environment that commands get beside the usual ones; also where there is no sandbox.
  public var environment: Set<String>
  /// Folders and files that they may read beside the usual ones, absolute paths.
  public var readable: [String]
  /// Folders of this program that no command may see: its settings, and what was said in sessions.
  public var hidden: [String]

  /// Settings; what is not given is as most people want it.
  public init(
    mode: SandboxMode = .auto, hasNetwork: Bool = false, environment: Set<String> = [], readable: [String] = [],
    hidden: [String] = []
  ) {
    self.mode = mode
    self.hasNetwork = hasNetwork
    self.environment = environment
    self.readable = readable
    self.hidden = hidden
  }
}
