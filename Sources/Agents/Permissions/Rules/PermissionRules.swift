// The order in which things count: a rule that forbids, the mode `plan`, secrets and what decides what is run, the
// workspace's edge, rules that allow or ask (the last that matches), the mode. Rules remembered from a person's answers come after those of
// the configuration, but never lift one that forbids: an answer to one question is not a change of the house rules.

/// What agents may do: the rules of the configuration and those that a person's answers added.
struct PermissionRules: Sendable, Equatable {
  /// In the order in which they were given; the last that matches counts.
  var configured: [PermissionRule] = []
  /// What a person allowed for this session.
  var remembered: [PermissionRule] = []
  /// The program's own folders.
  var own = OwnFolders()
  /// What lies beneath the rules when a command runs.
  var confinement = CommandConfinement.off

  /// The rule that counts among those that match: the last, but that one which may only narrow lifts none before it
  /// that forbids.
  func last(where matches: (PermissionRule) -> Bool) -> PermissionRule? {
    var rule: PermissionRule?
    for candidate in configured.reversed() where matches(candidate) {
      if rule == nil || candidate.ruling == .deny { rule = rule?.ruling == .deny ? rule : candidate }
      if !candidate.onlyNarrows || rule?.ruling == .deny { break }
    }
    if rule?.ruling == .deny { return rule }
    return remembered.last(where: matches) ?? rule
  }

  // MARK: - What touches nothing by itself

  /// Whether a tool may be used that neither looks at files nor changes anything by itself: unless a rule says otherwise.
  /// An agent that is given work asks for all it does, and a question is asked of a person in any case.
  func decide(tool: String, effect: ToolEffect, subject: String) -> PermissionDecision {
    let rule = last { rule in
      guard rule.concerns(tool, effect: effect) else { return false }
      return rule.pattern.map { CommandPattern($0).matches(subject, forbidding: rule.ruling != .allow) } ?? true
    }
    let by = rule?.description
    switch rule?.ruling {
    case .deny: return .deny(reason: "'\(tool)' is forbidden by a rule", by: by ?? "")
    case .ask where effect != .asks: return .ask(rule: by ?? "")
    case .ask, .allow, nil: return .allow(by: by ?? "it changes nothing by itself")
    }
  }

  // MARK: - Files

  /// Whether a tool may look at, or change, what lies at a path.
  func decide(
    tool: String, effect: ToolEffect, path: ResolvedPath, resolver: PathResolver, mode: PermissionMode
  ) -> PermissionDecision {
    let rule = rule(for: path, tool, effect, resolver)
    let verb = effect == .reads ? "reading" : "changing"
    if let rule, rule.ruling == .deny {
      return .deny(reason: "\(verb) \(path.shown) is forbidden by the rule '\(rule)'", by: rule.description)
    }
    if mode == .plan, effect != .reads { return Self.planned(tool) }
    if let reason = special(path, effect, resolver), !isNamed(path, tool, effect, resolver) {
      return .ask(rule: reason)
    }
    guard path.isInWorkspace else { return decideOutside(tool, effect, path, rule, mode) }
    if let rule { return rule.ruling == .allow ? .allow(by: rule.description) : .ask(rule: rule.description) }
    switch mode {
    case .plan, .auto: return .allow(by: "mode \(mode.rawValue)")
    case .ask: return effect == .reads ? .allow(by: "mode ask") : .ask(rule: "mode ask")
    case .acceptEdits: return .allow(by: "mode accept-edits")
    }
  }

  /// Why a file is asked about in every mode; nil for a file like others.
  func special(_ path: ResolvedPath, _ effect: ToolEffect, _ resolver: PathResolver) -> String? {
    if path.isSecret { return "\(path.shown) looks like a secret" }
    if let reason = own.reason(for: path, writing: effect != .reads, resolver: resolver) { return reason }
    guard effect != .reads else { return nil }
    return ProtectedFiles.reason(for: path.relative ?? path.absolute, exists: exists(path, resolver))
  }

  /// Whether there is anything at a path that is seen from where this one is.
  private func exists(_ path: ResolvedPath, _ resolver: PathResolver) -> (String) -> Bool {
    guard path.relative != nil else { return resolver.exists }
    return { resolver.exists(resolver.workspace + $0) }
  }

  /// Whether a rule that allows means just such a file by its own words: `read(.env)`, `write(.git/**)`, not `write(**)`.
  func isNamed(_ path: ResolvedPath, _ tool: String, _ effect: ToolEffect, _ resolver: PathResolver) -> Bool {
    guard let rule = rule(for: path, tool, effect, resolver), rule.ruling != .deny, let pattern = rule.pattern else {
      return false
    }
    if path.isSecret { return SecretFiles.contains(pattern) }
    if own.reason(for: path, writing: effect != .reads, resolver: resolver) != nil {
      return PathPattern(pattern, home: resolver.home).isAbsolute
    }
    return ProtectedFiles.reason(for: pattern, exists: { _ in false }) != nil || pattern == PathPattern.naming(path)
  }

  /// Whether a search that is allowed may show a file that it comes upon.
  func mayShow(_ path: ResolvedPath, to tool: String, _ effect: ToolEffect, resolver: PathResolver) -> Bool {
    let rule = rule(for: path, tool, effect, resolver)
    // What asks for every file of the tool has been asked by then.
    if let rule, rule.ruling == .deny || rule.ruling == .ask && rule.pattern != nil { return false }
    let isOwn = own.reason(for: path, writing: false, resolver: resolver) != nil
    return !path.isSecret && !isOwn || isNamed(path, tool, effect, resolver)
  }

  private func rule(
    for path: ResolvedPath, _ tool: String, _ effect: ToolEffect, _ resolver: PathResolver
  ) -> PermissionRule? {
    last { rule in
      guard rule.concerns(tool, effect: effect) else { return false }
      guard let text = rule.pattern else { return true }
      return PathPattern(text, home: resolver.home).matches(path, forbidding: rule.ruling != .allow)
    }
  }

  private func decideOutside(
    _ tool: String, _ effect: ToolEffect, _ path: ResolvedPath, _ rule: PermissionRule?, _ mode: PermissionMode
  ) -> PermissionDecision {
    if rule?.ruling == .ask { return .ask(rule: rule?.description ?? "") }
    if let rule, rule.ruling == .allow, effect == .reads || rule.pattern != nil {
      return .allow(by: rule.description)
    }
    if effect != .reads {
      return .deny(
        reason: "\(path.shown) is outside the workspace: changing it needs a rule that names it, "
          + "such as \(tool)(\(PathPattern.folder(of: path) ?? PathPattern.naming(path)))", by: "outside the workspace")
    }
    return mode == .auto ? .allow(by: "mode auto") : .ask(rule: "outside the workspace")
  }

  static func planned(_ tool: String) -> PermissionDecision {
    .deny(reason: "in plan mode nothing is changed or run: '\(tool)' may not be used; only read", by: "mode plan")
  }
}
