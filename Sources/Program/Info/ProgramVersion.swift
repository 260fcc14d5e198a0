/// The version of this program.
enum ProgramVersion {
  /// As in the changelog.
  static let text = "0.1.0"
}
