public import OrderedJSON
import Threading

/// Decides on tool calls: by the rules, the agent's mode and where the call leads; a person is asked where these say so.
///
/// One policy serves a whole session: what a person allows for the session counts for every agent.
public final class PermissionPolicy: Sendable {
  private let rules: Monitor<PermissionRules>

  /// A policy of rules.
  ///
  /// - Parameters:
  ///   - rules: the last that matches counts.
  ///   - own: the program's own folders.
  public init(rules: [PermissionRule] = [], own: OwnFolders = OwnFolders()) {
    self.rules = Monitor(PermissionRules(configured: rules, own: own))
  }

  /// What is decided on a call as it is written in rules, `bash(git push)`, and why. Nothing runs, and what a change
  /// would make of a file is not looked at.
  public func explain(
    _ call: WrittenToolCall, mode: PermissionMode, workspace: String, confinement: CommandConfinement = .off
  ) -> PermissionExplanation {
    let verdict = decide(
      tool: call.tool, arguments: call.arguments, mode: mode, workspace: workspace, confinement: confinement,
      looksAtChange: false)
    var explanation = PermissionExplanation(call: call.text, decision: .allow, by: "")
    switch verdict {
    case .allow(let by): explanation.by = by
    case .deny(let reason, let by):
      (explanation.decision, explanation.reason, explanation.by) = (.deny, reason, by)
    case .ask(let rule, _, let prefixRule, _, _, let dangerous):
      (explanation.decision, explanation.by) = (.ask, rule)
      (explanation.prefixRule, explanation.isDangerous) = (prefixRule, dangerous)
    }
    guard call.tool.effect == .executes, let command = call.arguments["command"]?.string else { return explanation }
    let analysis = CommandAnalysis(command)
    explanation.parts = analysis.parts.map(\.text)
    explanation.wrappers = analysis.wrappers
    explanation.writes = analysis.writes.map(\.text)
    explanation.doubt = analysis.doubt
    explanation.isDangerous = analysis.isDangerous
    return explanation
  }

  /// Adds a rule that allows until the session ends: a `sessionRule` or `prefixRule` of a verdict.
  ///
  /// A text that is no rule adds nothing, and the next such call asks again.
  public func remember(rule text: String) {
    guard let rule = try? PermissionRule(text, ruling: .allow) else { return }
    rules.withLock { rules in
      if !rules.remembered.contains(rule) { rules.remembered.append(rule) }
    }
  }

  /// Adds such a rule for a call of `tool` that was allowed in `folder`: in another one the same command may be another.
  func remember(rule text: String, of tool: any Tool, in folder: String, workspace: String) {
    remember(rule: text)
    guard tool.effect == .executes else { return }
    let resolver = PathResolver(workspace: workspace)
    guard let place = resolver.resolve(folder)?.absolute,
      let entering = CommandAnalysis.entering(place, workspace: resolver.workspace)
    else { return }
    remember(rule: "\(tool.name)(\(CommandPattern.escaping(entering.text)))")
  }

  /// Whether a call may run. Looks at the file system (links, and the files of which a change is shown); may be called
  /// from any thread.
  ///
  /// - Parameters:
  ///   - tool: what is called.
  ///   - arguments: with what; they satisfy its schema.
  ///   - mode: what the agent may do without asking.
  ///   - workspace: the folder that the agent works in.
  ///   - folder: where a command would run; nil is the workspace. What it names is looked for from there.
  ///   - place: where the call's path leads, where that has been looked for already: what is decided holds for it alone.
  ///   - confinement: what lies beneath the rules when a command runs.
  public func decide(
    tool: any Tool, arguments: JSON, mode: PermissionMode, workspace: String, folder: String? = nil,
    place: ResolvedPath? = nil, confinement: CommandConfinement = .off
  ) -> PermissionVerdict {
    decide(
      tool: tool, arguments: arguments, mode: mode, workspace: workspace, folder: folder, place: place,
      confinement: confinement, looksAtChange: true)
  }

  private func decide(
    tool: any Tool, arguments: JSON, mode: PermissionMode, workspace: String, folder: String? = nil,
    place: ResolvedPath? = nil, confinement: CommandConfinement, looksAtChange: Bool
  ) -> PermissionVerdict {
    var rules = rules.withLock { $0 }
    rules.confinement = confinement
    let resolver = PathResolver(workspace: workspace)
    switch tool.effect {
    case .executes:
      let command = arguments["command"]?.string
      let analysis = command.map { CommandAnalysis($0) } ?? CommandAnalysis(subject: Self.subject(of: arguments))
      let decision = rules.decide(
        tool: tool.name, command: analysis, from: folder.flatMap { resolver.resolve($0)?.absolute }, resolver: resolver,
        mode: mode)
      // What would be asked about all the same is not offered.
      let prefix = analysis.mayBePrefix ? analysis.prefix : nil
      var wider = rules
      if let prefix { wider.remembered.append(PermissionRule(ruling: .allow, tool: tool.name, pattern: prefix)) }
      let allowed = wider.decide(
        tool: tool.name, command: analysis, from: folder.flatMap { resolver.resolve($0)?.absolute }, resolver: resolver,
        mode: .ask)
      let helps = if case .allow = allowed { true } else { false }
      return Self.verdict(
        decision, tool: tool.name, pattern: CommandPattern.escaping(analysis.text),
        prefix: helps ? prefix : nil, subject: analysis.text, diff: nil, dangerous: analysis.isDangerous)
    case .delegates, .notes, .asks:
      let subject = Self.subject(of: arguments)
      return Self.verdict(
        rules.decide(tool: tool.name, effect: tool.effect, subject: subject), tool: tool.name,
        pattern: CommandPattern.escaping(subject), prefix: nil, subject: subject, diff: nil, dangerous: false)
    case .reads, .writes:
      let text = arguments["path"]?.string ?? "."
      guard let path = place ?? resolver.meaning(of: text) else {
        return .deny(reason: "'\(text)' cannot be followed: it has too many links, or is no path", by: "paths")
      }
      var decision = rules.decide(tool: tool.name, effect: tool.effect, path: path, resolver: resolver, mode: mode)
      var diff: String?
      if looksAtChange, let tool = tool as? any ChangePreviewing {
        if let concern = tool.concern(about: arguments, workspace: workspace) {
          if case .allow = decision, mode == .auto { return .deny(reason: concern.refusal, by: "") }
          decision = decision.asking(because: concern.reason)
        }
        if case .ask = decision { diff = tool.preview(of: arguments, workspace: workspace) }
      }
      return Self.verdict(
        decision, tool: tool.name, pattern: PathPattern.naming(path), prefix: PathPattern.folder(of: path),
        subject: path.shown, diff: diff,
        dangerous: !path.isInWorkspace || rules.special(path, tool.effect, resolver) != nil)
    }
  }

  /// Whether a search by this tool, itself allowed, may show the file at an absolute path: not what a rule forbids or
  /// wants to be asked about, and no secrets.
  public func searchFilter(for tool: any Tool, workspace: String) -> @Sendable (String) -> Bool {
    let rules = rules.withLock { $0 }
    let resolver = PathResolver(workspace: workspace)
    let (name, effect) = (tool.name, tool.effect)
    return { path in
      rules.mayShow(ResolvedPath(absolute: path, workspace: resolver.workspace), to: name, effect, resolver: resolver)
    }
  }

  /// What a tool that runs something other than a command line is called with, on one line.
  private static func subject(of arguments: JSON) -> String {
    arguments.object?.members.first { $0.value.string != nil }?.value.string ?? "\(arguments)"
  }

  private static func verdict(
    _ decision: PermissionDecision, tool: String, pattern: String, prefix: String?, subject: String, diff: String?,
    dangerous: Bool
  ) -> PermissionVerdict {
    switch decision {
    case .allow(let by): .allow(by: by)
    case .deny(let reason, let by): .deny(reason: reason, by: by)
    case .ask(let rule):
      .ask(
        rule: rule, sessionRule: "\(tool)(\(pattern))", prefixRule: dangerous ? nil : prefix.map { "\(tool)(\($0))" },
        subject: subject, diff: diff, dangerous: dangerous)
    }
  }
}
