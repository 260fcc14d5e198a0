/// Whether commands run in a sandbox.
public enum SandboxMode: String, Sendable, CaseIterable {
  /// Where there is one; else they are asked about, or run as the person's words say.
  case auto
  /// Nothing runs without one.
  case required
  /// Without one.
  case off
}
