// A command may run when each of its parts may, and each file that it is seen to touch may be touched. What is not
// understood has no parts: a person decides, or the sandbox where everything is allowed anyway, and where something is
// forbidden it is refused, as it may be just that.

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
    // Allowed word for word, as it stands: nothing in it is unknown to whoever allowed it.
    let isAllowedWhole = rulings.prefix(command.parts.count).allSatisfy { rule in
      guard let rule, rule.ruling == .allow, let pattern = rule.pattern.map(CommandPattern.init) else { return false }
      return pattern.isExact && pattern.matches(command.text)
    }
    let doubt = isAllowedWhole ? nil : command.doubt.map { decideDoubt(tool, $0, mode) }
    if case .deny = doubt { return doubt ?? .allow(by: "") }
    if mode == .plan { return Self.planned(tool) }
    let places = CommandPlaces(command: command, start: folder, resolver: resolver)
    var decisions = decideFiles(of: places, mode: mode).filter { decision in
      if case .ask = decision { !isAllowedWhole } else { true }
    }
    for (index, rule) in rulings.enumerated() where doubt == nil || index >= command.parts.count {
      let unruled = unruled(mode, command, entering: index < command.parts.count ? nil : entering)
      switch rule?.ruling {
      case .allow: decisions.append(allowed(by: rule, parts[index], places, unruled))
      case .ask: decisions.append(.ask(rule: rule?.description ?? ""))
      case .deny, nil: decisions.append(unruled)
      }
    }
    if let doubt { decisions.append(doubt) }
    return PermissionDecision.strictest(decisions) ?? unruled(mode, command)
  }

  /// What a rule that allows a part comes to: not more than whoever wrote it could see.
  private func allowed(
    by rule: PermissionRule?, _ part: CommandAnalysis.Part, _ places: CommandPlaces, _ unruled: PermissionDecision
  ) -> PermissionDecision {
    let allowed = PermissionDecision.allow(by: rule?.description ?? "")
    guard let text = rule?.pattern, case .ask = unruled else { return allowed }
    let pattern = CommandPattern(text)
    guard !pattern.isExact, !pattern.isUniversal else { return allowed }
    let growth = PrefixGrowth(pattern: text) { places.names(matching: $0) }
    guard let reason = growth.reason(for: part) ?? outside(part, growth, places) else { return allowed }
    return .ask(rule: "\(reason), which 'allow \(rule?.text ?? "")' does not say")
  }

  /// A word that leads out of the workspace, where the rule has no such word.
  private func outside(
    _ part: CommandAnalysis.Part, _ growth: PrefixGrowth, _ places: CommandPlaces
  ) -> String? {
    let facts = ProgramFacts.facts(for: part.words[...])?.facts
    if facts?.language == .anything { return nil }
    for word in Self.possibleFiles(of: part).flatMap(places.candidates) {
      let text = word.text
      let leads = text.hasPrefix("/") || word.hasTilde || text.pathNames.contains("..")
      // A name may be a link, too.
      guard leads || places.resolver.exists("\(places.start ?? places.resolver.workspace)/\(text)") else { continue }
      if Self.isStream(text) || growth.isNamed(text) && !text.pathNames.contains("..") { continue }
      let paths = places.paths(of: word)
      if paths.isEmpty, leads, !word.isPattern { return "'\(text)' may be outside the workspace" }
      if let path = paths.first(where: { !$0.isInWorkspace }) { return "\(path.shown) is outside the workspace" }
    }
    return nil
  }

  /// What is done where no rule speaks.
  ///
  /// - Parameter entering: the way into the folder in which a command runs, where that is what no rule speaks about.
  private func unruled(
    _ mode: PermissionMode, _ command: CommandAnalysis, entering: CommandAnalysis.Part? = nil
  ) -> PermissionDecision {
    let place = entering.map { " after \($0.text)" } ?? ""
    switch mode {
    case .auto where confinement == .missing:
      return .ask(rule: "\(CommandConfinement.missingRule)\(place)")
    case .auto:
      return .allow(by: "mode auto")
    case .acceptEdits where confinement == .sandboxed && command.doubt == nil && !command.isDangerous:
      return .allow(by: "mode accept-edits, in the sandbox")
    case .plan, .ask, .acceptEdits:
      return .ask(rule: "mode \(mode.rawValue)\(place)")
    }
  }

  /// Whether the rule speaks about this part. One that allows must match the part itself; one that forbids or asks
  /// counts for each wrapper around it and for the whole line, too, and wherever what is not known yet may match.
  private static func matches(_ rule: PermissionRule, _ part: CommandAnalysis.Part, of whole: String?) -> Bool {
    guard let text = rule.pattern else { return true }
    let pattern = CommandPattern(text)
    guard rule.ruling == .allow else {
      return whole.map { pattern.matches($0, forbidding: true) } == true
        || part.faces.contains { pattern.mayMatch($0) }
    }
    return pattern.matches(part.text) || pattern.isExact && whole.map { pattern.matches($0) } == true
  }

  /// What is not understood is held against the last rule that could decide it: none but one for every command can
  /// allow it, and where one forbids certain commands, this may be one of them.
  private func decideDoubt(_ tool: String, _ doubt: String, _ mode: PermissionMode) -> PermissionDecision {
    let rule = last { rule in
      guard rule.concerns(tool, effect: .executes) else { return false }
      return rule.ruling != .allow || rule.pattern.map { CommandPattern($0).isUniversal } ?? true
    }
    switch rule?.ruling {
    case .allow: return .allow(by: rule?.description ?? "")
    // Judged by what lies beneath, or by the person's word that nothing need.
    case nil where mode == .auto && confinement == .sandboxed: return .allow(by: "mode auto, in the sandbox")
    case nil where mode == .auto && confinement == .off: return .allow(by: "mode auto")
    case .deny:
      return .deny(
        reason: "it is not understood (\(doubt)), so it may be what the rule '\(rule?.description ?? "")' forbids; "
          + "write it plainly, a command a line", by: rule?.description ?? "")
    case .ask, nil: return .ask(rule: "not understood: \(doubt)")
    }
  }

  // MARK: - Files

  private func decideFiles(of places: CommandPlaces, mode: PermissionMode) -> [PermissionDecision] {
    var decisions: [PermissionDecision] = []
    let command = places.command
    for target in command.writes where !Self.isStream(target.text) {
      let paths = places.paths(of: target)
      if paths.isEmpty { decisions.append(.ask(rule: "writes to a file that cannot be told: \(target.text)")) }
      decisions += paths.map { path in
        Self.asked(decide(tool: "write", effect: .writes, path: path, resolver: places.resolver, mode: mode))
      }
    }
    for target in command.reads where !Self.isStream(target.text) {
      let paths = places.paths(of: target)
      if paths.isEmpty { decisions.append(.ask(rule: "reads a file that cannot be told: \(target.text)")) }
      decisions += paths.map { decide(tool: "read", effect: .reads, path: $0, resolver: places.resolver, mode: mode) }
    }
    for part in command.parts { decisions += decideWords(of: part, places) }
    return decisions
  }

  /// A file outside that the shell would write: a person may want that, or the sandbox forbid it.
  private static func asked(_ decision: PermissionDecision) -> PermissionDecision {
    if case .deny(_, by: "outside the workspace") = decision { return .ask(rule: "outside the workspace") }
    return decision
  }

  static func isStream(_ target: String) -> Bool {
    ["/dev/null", "/dev/stdout", "/dev/stderr", "/dev/stdin", "/dev/tty"].contains(target)
      || target.hasPrefix("/dev/fd/") && target.utf8.count > 8
        && target.utf8.dropFirst(8).allSatisfy { (48...57).contains($0) }
  }

  /// What follows from the words of a part being names of files. That is a guess, so only what is forbidden follows
  /// from it, and what is asked about in every mode: secrets, and what decides what is run or allowed.
  private func decideWords(of part: CommandAnalysis.Part, _ places: CommandPlaces) -> [PermissionDecision] {
    let facts = ProgramFacts.facts(for: part.words[...])?.facts
    let program = part.words.first { $0.variable == nil }.map { CommandAnalysis.baseName($0.text) }
    // What one program only names, another one may be given to open.
    let isPassedOn = places.command.parts.contains { other in
      other.words.contains { $0.shape.contains(ShellScript.Word.hole) && $0.isExpanded }
        && ProgramFacts.facts(for: other.words[...])?.facts.showsNoContent != true
    }
    var decisions: [PermissionDecision] = []
    if Self.configuresGit(part) { decisions.append(.ask(rule: "it changes what git runs")) }
    for word in Self.possibleFiles(of: part) {
      var candidates = places.candidates(in: word)
      if facts == nil { candidates += places.candidates(inScript: word.text) }
      for candidate in candidates {
        // `HEAD` and `config` are words of many programs, and names of files to those that make some.
        let isFile = program.map { ProgramFacts.files[$0] != nil } ?? false
        decisions += decideWord(
          candidate, places, shows: facts?.showsNoContent != true || isPassedOn, changes: facts?.onlyLooks != true,
          mayMakeRepository: isFile || program != "git" && word.text.contains("/"))
      }
    }
    return decisions
  }

  /// Whether it is `git config`, other than to look: what it writes decides what git runs, as the file in `.git` does.
  private static func configuresGit(_ part: CommandAnalysis.Part) -> Bool {
    let looks: Set<String> = ["--get", "--get-all", "--get-regexp", "--get-urlmatch", "--list", "-l", "get", "list"]
    return part.faces.contains { $0.hasPrefix("git config ") } && !part.words.contains { looks.contains($0.text) }
  }

  /// The words of a part that may be names of files: not what is looked for, nor a script.
  private static func possibleFiles(of part: CommandAnalysis.Part) -> [ShellScript.Word] {
    let known = ProgramFacts.facts(for: part.words[...])
    var words = Array(known?.arguments ?? part.words.dropFirst())
    if known?.facts.firstIsText == true, let text = words.firstIndex(where: { !$0.text.hasPrefix("-") }),
      !words.contains(where: { $0.text.hasPrefix("-e") || $0.text.hasPrefix("-f") || $0.text.hasPrefix("--reg") })
    {
      words.remove(at: text)
    }
    return words
  }

  private func decideWord(
    _ word: ShellScript.Word, _ places: CommandPlaces, shows: Bool, changes: Bool, mayMakeRepository: Bool
  ) -> [PermissionDecision] {
    let resolver = places.resolver
    var paths = places.paths(of: word)
    if paths.isEmpty {
      // Of `$X/.env` the end is known.
      let name = String(word.shape.map { $0 == ShellScript.Word.hole ? "x" : $0 })
      paths = resolver.resolve(name.hasPrefix("~") ? "./" + name : name, from: places.start).map { [$0] } ?? []
    }
    return paths.flatMap { path -> [PermissionDecision] in
      var decisions: [PermissionDecision] = []
      if shows {
        let reading = decide(tool: "read", effect: .reads, path: path, resolver: resolver, mode: .auto)
        if case .allow = reading {} else { decisions.append(reading) }
      }
      if changes, let reason = special(path, .writes, resolver), !isNamed(path, "write", .writes, resolver),
        reason != ProtectedFiles.repositoryReason || mayMakeRepository
      {
        decisions.append(.ask(rule: reason))
      }
      return decisions
    }
  }
}
