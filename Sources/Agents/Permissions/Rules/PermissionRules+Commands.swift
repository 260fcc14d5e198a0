// A command may run when each of its parts may, and each file that the shell would open for it may be opened.

extension PermissionRules {
  /// Whether a command may run.
  ///
  /// - Parameter folder: where it would; nil is the workspace.
  func decide(
    tool: String, command: CommandAnalysis, from folder: String? = nil, resolver: PathResolver, mode: PermissionMode
  ) -> PermissionDecision {
    // What runs in another folder may be something else there (`make`, `./run`): it is judged as if it went there itself.
    let entering = folder.flatMap { CommandAnalysis.entering($0, workspace: resolver.workspace) }
    let parts = command.parts + (entering.map { [$0] } ?? [])
    let rulings = parts.enumerated().map { index, part in
      // What is said of the whole line is not said of the way to where it runs.
      let whole = index < command.parts.count ? command.text : nil
      return last { $0.concerns(tool, effect: .executes) && Self.matches($0, part, of: whole) }
    }
    for (part, rule) in zip(parts, rulings) {
      guard let rule, rule.ruling == .deny else { continue }
      return .deny(reason: "'\(part.text)' is forbidden by the rule '\(rule)'", by: rule.description)
    }
    if mode == .plan { return Self.planned(tool) }
    // Allowed word for word, as it stands: nothing in it is unknown to whoever allowed it.
    let isAllowedWhole = rulings.prefix(command.parts.count).allSatisfy { rule in
      guard let rule, rule.ruling == .allow, let pattern = rule.pattern.map(CommandPattern.init) else { return false }
      return pattern.isExact && pattern.matches(command.text)
    }
    var decisions = decideFiles(of: command, from: folder, resolver: resolver, mode: mode).filter { decision in
      if case .ask = decision { !isAllowedWhole } else { true }
    }
    for (index, rule) in rulings.enumerated() {
      switch rule?.ruling {
      case .allow: decisions.append(.allow(by: rule?.description ?? ""))
      case .ask: decisions.append(.ask(rule: rule?.description ?? ""))
      case .deny, nil: decisions.append(Self.unruled(mode, in: index < command.parts.count ? nil : entering))
      }
    }
    if let doubt = command.doubts.first, !isAllowedWhole {
      decisions.append(decideDoubt(tool, doubt, mode))
    }
    return PermissionDecision.strictest(decisions) ?? Self.unruled(mode)
  }

  /// - Parameter entering: the way into the folder in which a command runs, where that is what no rule speaks about.
  private static func unruled(_ mode: PermissionMode, in entering: CommandAnalysis.Part? = nil) -> PermissionDecision {
    let place = entering.map { " after \($0.text)" } ?? ""
    return mode == .auto ? .allow(by: "mode auto") : .ask(rule: "mode \(mode.rawValue)\(place)")
  }

  /// Whether the rule speaks about this part. One that allows must match the part itself; one that forbids or asks
  /// counts for each wrapper around it and for the whole line, too.
  private static func matches(_ rule: PermissionRule, _ part: CommandAnalysis.Part, of whole: String?) -> Bool {
    guard let text = rule.pattern else { return true }
    let pattern = CommandPattern(text)
    guard rule.ruling == .allow else {
      return whole.map { pattern.matches($0, forbidding: true) } == true
        || part.faces.contains { pattern.matches($0, forbidding: true) }
    }
    return pattern.matches(part.text) || pattern.isExact && whole.map { pattern.matches($0) } == true
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
    of command: CommandAnalysis, from start: String?, resolver: PathResolver, mode: PermissionMode
  ) -> [PermissionDecision] {
    var decisions: [PermissionDecision] = []
    for target in command.writes where !Self.isStream(target.text) {
      let paths = Self.paths(of: target, in: command, from: start, resolver: resolver)
      if paths.isEmpty { decisions.append(.ask(rule: "writes to a file that cannot be told: \(target.text)")) }
      decisions += paths.map { decide(tool: "write", effect: .writes, path: $0, resolver: resolver, mode: mode) }
    }
    for target in command.reads where !Self.isStream(target.text) {
      decisions += Self.paths(of: target, in: command, from: start, resolver: resolver)
        .map { decide(tool: "read", effect: .reads, path: $0, resolver: resolver, mode: mode) }
    }
    for part in command.parts where Self.isReader(part) {
      decisions += part.words.dropFirst()
        .flatMap { Self.paths(of: $0, in: command, from: start, resolver: resolver) }
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
    of word: ShellScript.Word, in command: CommandAnalysis, from start: String?, resolver: PathResolver
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
    var folders = [start ?? resolver.workspace]
    for folder in command.folders where !text.hasPrefix("/") && !text.hasPrefix("~/") {
      guard let folder, folders.count < 64 else { return [] }
      folders += folders.compactMap { resolver.resolve(folder, from: $0)?.absolute }
    }
    let paths = folders.map { resolver.resolve(text, from: $0) }
    return paths.contains(nil) ? [] : paths.compactMap(\.self)
  }
}
