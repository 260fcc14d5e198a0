import System

/// The environment of commands that nobody watches: nothing pages, prompts, colours or opens an editor.
enum ChildEnvironment {
  private static let settings = [
    ("TERM", "dumb"), ("NO_COLOR", "1"), ("PAGER", "cat"), ("GIT_PAGER", "cat"), ("MANPAGER", "cat"),
    ("SYSTEMD_PAGER", "cat"), ("AWS_PAGER", ""), ("GIT_TERMINAL_PROMPT", "0"), ("GIT_EDITOR", "true"),
    ("DEBIAN_FRONTEND", "noninteractive"), ("AGENT_TUI", "1"),
  ]
  private static let dropped: Set<String> = ["FORCE_COLOR", "CLICOLOR_FORCE", "RIPGREP_CONFIG_PATH", "GREP_OPTIONS"]

  /// `NAME=value` of this process, with the settings in place, and those of one command, `NAME=value` too.
  static func entries(of inherited: [String] = current, setting own: [String] = []) -> [String] {
    func name(_ entry: String) -> String { String(entry.prefix { $0 != "=" }) }
    let names = Set(settings.map(\.0) + own.map(name)).union(dropped)
    return inherited.filter { !names.contains(name($0)) } + settings.map { "\($0.0)=\($0.1)" } + own
  }

  /// The environment of this process.
  private static var current: [String] {
    #if canImport(Darwin)
      guard var entry = _NSGetEnviron().pointee else { return [] }
    #else
      // `environ` is a variable of C, and as such closed to Swift 6; the symbol is not.
      guard let symbol = dlsym(nil, "environ") else { return [] }
      guard var entry = symbol.load(as: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?.self) else { return [] }
    #endif
    var entries: [String] = []
    while let text = entry.pointee {
      entries.append(String(cString: text))
      entry += 1
    }
    return entries
  }
}
