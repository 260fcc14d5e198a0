// A command may run when each of its parts may, and each file that the shell would open for it may be opened.

extension PermissionRules {
  /// Whether a command may run.
  func decide(
    tool: String, command: CommandAnalysis, resolver: PathResolver, mode: PermissionMode
  ) -> PermissionDecision {
    let rulings = command.parts.map { part in
      last { $0.concerns(tool, effect: .executes) && Self.matches($0, part, of: command) }
    }
    for (part, rule) in zip(command.parts, rulings) {
      guard let rule, rule.ruling == .deny else { continue }
      return .deny(reason: "'\(part.text)' is forbidden by the rule '\(rule)'", by: rule.description)
    }
    if mode == .plan { return Self.planned(tool) }
    // Allowed word for word, as it stands: nothing in it is unknown to whoever allowed it.
    let isAllowedWhole = rulings.allSatisfy { rule in
      guard let rule, rule.ruling == .allow, let pattern = rule.pattern.map(CommandPattern.init) else { return false }
      return pattern.isExact && pattern.matches(command.text)
    }
    var decisions = decideFiles(of: command, resolver: resolver, mode: mode).filter { decision in
      if case .ask = decision { !isAllowedWhole } else { true }
    }
    for rule in rulings {
      switch rule?.ruling {
      case .allow: decisions.append(.allow(by: rule?.description ?? ""))
      case .ask: decisions.append(.ask(rule: rule?.description ?? ""))
      case .deny, nil: decisions.append(Self.unruled(mode))
      }
    }
    if let doubt = command.doubts.first, !isAllowedWhole {
      decisions.append(decideDoubt(tool, doubt, mode))
    }
    return PermissionDecision.strictest(decisions) ?? Self.unruled(mode)
  }

  private static func unruled(_ mode: PermissionMode) -> PermissionDecision {
    mode == .auto ? .allow(by: "mode auto") : .ask(rule: "mode \(mode.rawValue)")
  }

  /// Whether the rule speaks about this part. One that allows must match the part itself; one that forbids or asks
  /// counts for each wrapper around it and for the whole line, too.
  private static func matches(_ rule: PermissionRule, _ part: CommandAnalysis.Part, of command: CommandAnalysis) -> Bool
  {
    guard let text = rule.pattern else { return true }
    let pattern = CommandPattern(text)
    guard rule.ruling == .allow else {
      return pattern.matches(command.text, forbidding: true)
        || part.faces.contains { pattern.matches($0, forbidding: true) }
    }
    return pattern.matches(part.text) || pattern.isExact && pattern.matches(command.text)
  }

  /// What is not known is held against the last rule that could decide it: none but one for every command can allow it,
  /// and where one forbids certain commands, this may be one of them.
  private func decideDoubt(_ tool: String, _ doubt: String, _ mode: PermissionMode) -> PermissionDecision {
    let rule = last { rule in
      guard rule.concerns(tool, effect: .executes) else { return false }
      return rule.ruling != .allow || rule.pattern.map { CommandPattern($0).isUniversal } ?? true
    }
    switch rule?.ruling {
    case .allow: return .allow(by: rule?.description ?? "")
    case nil where mode == .auto: return .allow(by: "mode auto")
    case .ask, .deny, nil: return .ask(rule: "cannot be taken apart: \(doubt)")
    }
  }

  // MARK: - Files that the shell opens

  private func decideFiles(
    of command: CommandAnalysis, resolver: PathResolver, mode: PermissionMode
  ) -> [PermissionDecision] {
    var decisions: [PermissionDecision] = []
    for target in command.writes where !Self.isStream(target.text) {
      let paths = Self.paths(of: target, in: command, resolver: resolver)
      if paths.isEmpty { decisions.append(.ask(rule: "writes to a file that cannot be told: \(target.text)")) }
      decisions += paths.map { decide(tool: "write", effect: .writes, path: $0, resolver: resolver, mode: mode) }
    }
    for target in command.reads where !Self.isStream(target.text) {
      decisions += Self.paths(of: target, in: command, resolver: resolver)
        .map { decide(tool: "read", effect: .reads, path: $0, resolver: resolver, mode: mode) }
    }
    for part in command.parts where Self.isReader(part) {
      decisions += part.words.dropFirst()
        .flatMap { Self.paths(of: $0, in: command, resolver: resolver) }
        .map { decide(tool: "read", effect: .reads, path: $0, resolver: resolver, mode: mode) }
        // What these words are is a guess: only what is forbidden follows from it.
        .filter { if case .deny = $0 { true } else { false } }
    }
    return decisions
  }

  private static func isStream(_ target: String) -> Bool {
    ["/dev/null", "/dev/stdout", "/dev/stderr", "/dev/stdin", "/dev/tty"].contains(target)
      || target.hasPrefix("/dev/fd/") && target.utf8.dropFirst(8).allSatisfy { (48...57).contains($0) }
  }

  /// Programs that show, or pass on, what is in the files they are given.
  private static func isReader(_ part: CommandAnalysis.Part) -> Bool {
    let readers: Set<String> = [
      "cat", "tac", "head", "tail", "less", "more", "bat", "nl", "grep", "egrep", "fgrep", "rg", "ag", "sed", "awk",
      "cut", "sort", "uniq", "strings", "xxd", "od", "hexdump", "base64", "base32", "openssl", "cp", "mv", "ln", "scp",
      "rsync", "tar", "zip", "gzip", "dd", "curl", "wget", "diff", "cmp", "tee", "paste", "fold", "rev", "vim", "vi",
      "nano", "ed", "emacs", "source", ".", "jq", "yq", "python", "python3", "perl", "ruby", "node", "wc", "column",
    ]
    return readers.contains(CommandAnalysis.baseName(part.words.first?.text ?? ""))
  }

  /// Where a word may lead, in each of the folders that the command may be in by then; empty where that cannot be told.
  private static func paths(
    of word: ShellScript.Word, in command: CommandAnalysis, resolver: PathResolver
  ) -> [ResolvedPath] {
    var text = word.text
    if word.isPattern { return [] }
    if word.isExpanded {
      // No other variable, `PWD` neither: the command may set it itself.
      for spelling in ["$HOME/", "${HOME}/"] where text.hasPrefix(spelling) {
        text = resolver.home + "/" + text.dropFirst(spelling.count)
      }
      if text.contains("$") || text.contains("`") || text.contains("(") { return [] }
    } else if text.hasPrefix("~") {
      // `~name` is somebody's home; a quoted `~` is a name like any other.
      if !word.hasTilde { text = "./" + text } else if text != "~", !text.hasPrefix("~/") { return [] }
    }
    var folders = [resolver.workspace]
    for folder in command.folders where !text.hasPrefix("/") && !text.hasPrefix("~/") {
      guard let folder, folders.count < 64 else { return [] }
      folders += folders.compactMap { resolver.resolve(folder, from: $0)?.absolute }
    }
    let paths = folders.map { resolver.resolve(text, from: $0) }
    return paths.contains(nil) ? [] : paths.compactMap(\.self)
  }
}
