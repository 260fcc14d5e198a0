import System

/// Names of sessions, like `20260102-150405-abc123`: they sort as their beginnings do (in UTC), and two that begin in
/// one second differ.
public enum SessionID {
  private static let letters = Array("abcdefghijkmnpqrstuvwxyz23456789")

  /// A new one, for a session that begins now.
  public static func make() -> String {
    var random = SystemRandomNumberGenerator()
    return make(milliseconds: WallClock.milliseconds(), random: &random)
  }

  static func make(milliseconds: Int64, random: inout some RandomNumberGenerator) -> String {
    let tail = String((0..<6).map { _ in letters.randomElement(using: &random) ?? "a" })
    return "\(CivilTime(milliseconds: milliseconds).compact)-\(tail)"
  }

  /// Whether a text can be the name of a session, so that it can stand in a path.
  static func isValid(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 64
      && text.utf8.allSatisfy { byte in
        (48...57).contains(byte) || (97...122).contains(byte) || byte == UInt8(ascii: "-")
      }
  }
}
