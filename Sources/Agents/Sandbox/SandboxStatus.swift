/// What holds of the sandbox: what commands really run in, and what follows from it for asking.
public enum SandboxStatus: Sendable, Equatable {
  /// Linux: the program `bwrap`.
  case bubblewrap
  /// macOS: the program `sandbox-exec`.
  case seatbelt
  /// None, since the person wants none.
  case off
  /// None can be had: why, as the end of a sentence.
  case missing(reason: String)
  /// None can be had, and the person's own words let commands run all the same.
  case waived(reason: String)
  /// None can be had, and nothing is to run without one.
  case refused(reason: String)

  /// Whether commands run in one.
  public var holds: Bool {
    switch self {
    case .bubblewrap, .seatbelt: true
    case .off, .missing, .waived, .refused: false
    }
  }

  /// What it means for the rules.
  public var confinement: CommandConfinement {
    switch self {
    case .bubblewrap, .seatbelt: .sandboxed
    case .missing: .missing
    case .off, .waived, .refused: .off
    }
  }

  /// In few words, for the console's header and for approvals: `sandbox bubblewrap`, `no sandbox`.
  public var label: String {
    switch self {
    case .bubblewrap: "sandbox bubblewrap"
    case .seatbelt: "sandbox seatbelt"
    case .off: "sandbox off"
    case .missing, .waived: "no sandbox"
    case .refused: "no sandbox, no commands"
    }
  }

  /// What a person is told at the start: one sentence; nil where all is as it should be, or as they want it.
  public var warning: String? {
    switch self {
    case .bubblewrap, .seatbelt, .off: nil
    case .missing(let reason):
      "There is no sandbox (\(reason)): commands are asked about in the mode auto, too; --sandbox off lets them run without one."
    case .waived(let reason):
      "There is no sandbox (\(reason)): commands run without one, as --permission-mode auto on the command line says; "
        + "--sandbox off says so without this sentence, --sandbox required runs none."
    case .refused(let reason):
      "There is no sandbox (\(reason)), and --sandbox required lets no command run without one."
    }
  }

  /// For `info`: the whole of it, in a sentence without an end.
  public var description: String {
    switch self {
    case .bubblewrap: "bubblewrap: commands see the system read-only, the workspace, and no network unless allowed"
    case .seatbelt: "sandbox-exec: commands write in the workspace only, and have no network unless allowed"
    case .off: "off: commands run with all that you may do yourself"
    case .missing(let reason), .waived(let reason): "none: \(reason)"
    case .refused(let reason): "none, and required: no command runs; \(reason)"
    }
  }
}
