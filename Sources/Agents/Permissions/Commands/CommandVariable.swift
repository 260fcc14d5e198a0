/// Variables that a command line sets. What a variable does is up to whoever reads it, so only those count as harmless
/// of which it is known: any other needs a rule.
enum CommandVariable {
  private static let harmless: Set<String> = [
    "LANG", "LANGUAGE", "LC_ALL", "LC_COLLATE", "LC_CTYPE", "LC_MESSAGES", "LC_MONETARY", "LC_NUMERIC", "LC_TIME", "TZ",
    "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "CI", "COLUMNS", "LINES", "DEBIAN_FRONTEND", "NODE_ENV",
    "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "PYTHONHASHSEED", "RUST_BACKTRACE", "SOURCE_DATE_EPOCH",
  ]

  /// Whether it may stand before a command that is allowed.
  static func isHarmless(_ name: String) -> Bool { harmless.contains(name) }

  /// Whether it may be set for the shell alone. Small letters are for variables of one's own; names with more in them
  /// (`http_proxy`) may come from outside, and go on to what is run.
  static func isHarmlessAlone(_ name: String) -> Bool {
    isHarmless(name)
      || name.utf8.allSatisfy {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
      }
  }
}
