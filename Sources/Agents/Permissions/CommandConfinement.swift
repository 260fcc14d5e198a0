/// What lies beneath the rules when a command runs.
public enum CommandConfinement: String, Sendable, CaseIterable {
  /// A sandbox: what a command may do outside its workspace is none of the rules' business.
  case sandboxed
  /// There is none, though it was wanted: what no rule allows is asked about.
  case missing
  /// The person has said that there is to be none.
  case off

  /// Why a person is asked where there is none.
  public static let missingRule = "no sandbox is there to hold it"
}
