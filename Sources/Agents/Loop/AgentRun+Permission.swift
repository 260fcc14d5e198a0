// Rules and modes decide what they can; a person decides the rest. A person is also asked where the model makes the
// same call again and again, whatever the rules say, because no rule was meant for that.

import OrderedJSON
import Threading

extension AgentRun {
  /// What became of a call that wants to run.
  enum Permission {
    /// It may, with these arguments; a person may have changed them. The diff is what they were shown of the change.
    case granted(JSON, approvedDiff: String? = nil)
    /// It may not; the sentence goes to the model. What is wanted may be done in another way, where it was refused only for
    /// what would be lost.
    case refused(String, isForLoss: Bool = false)
  }

  /// Decides on a call; blocks while a person does.
  mutating func permission(for call: ToolCall, of tool: any Tool) -> Permission {
    let mode = agent.mode
    deniedCalls.pass(call)
    if mode == .plan, !tool.effect.isHarmless { return .refused(Self.planRefusal(tool)) }
    let repetitions = tool.isRepeatable ? nil : repeatedCalls.note(call)
    let folder = folder(of: tool)
    let verdict = decide(tool, call.arguments, mode, folder)
    var request = PermissionRequest(
      id: "", tool: call.name, arguments: call.arguments, subject: call.arguments.text,
      workingDirectory: folder, dangerous: false, rule: "", sessionRule: "this call, in this run")
    var isRuled = false
    switch verdict {
    case .deny(let reason, let by):
      return .refused(Self.denial(reason, by: by))
    case .allow:
      guard repetitions != nil else { return .granted(call.arguments) }
    case .ask(let rule, let sessionRule, let prefixRule, let subject, let diff, let dangerous):
      isRuled = true
      request.subject = subject
      request.rule = rule
      request.sessionRule = sessionRule
      request.prefixRule = prefixRule
      request.diff = diff
      request.dangerous = dangerous
    }
    if let repetitions {
      let repeated = "the same call \(repetitions) times in a row"
      request.rule = isRuled ? "\(request.rule); \(repeated)" : repeated
    }
    let loss = lossOf(call, tool)
    if let refusal = deniedCalls.refusal(of: call, lossOf: loss) {
      return .refused(refusal, isForLoss: loss != nil)
    }
    return ask(request, for: call, of: tool, isRuled: isRuled, lossOf: loss)
  }

  /// The file that a call would lose most of.
  private func lossOf(_ call: ToolCall, _ tool: any Tool) -> String? {
    guard let tool = tool as? any ChangePreviewing,
      tool.concern(about: call.arguments, workspace: settings.workspace) != nil
    else { return nil }
    return PathResolver(workspace: settings.workspace).meaning(of: call.arguments["path"]?.string ?? "")?.shown
  }

  /// Asks until there is an answer that can be used.
  ///
  /// - Parameter isRuled: the policy asks, so it can be told what to allow from now on.
  private mutating func ask(
    _ first: PermissionRequest, for call: ToolCall, of tool: any Tool, isRuled: Bool, lossOf: String?
  ) -> Permission {
    var request = first
    var scripts = scripts(of: tool, request)
    while true {
      request.id = agent.identifiers.next("request")
      emit(.permissionRequested(request))
      let (answer, by) = agent.approver.decide(request, agent: agent.name, cancellation: cancellation)
      emit(.permissionResolved(request: request.id, decision: answer.word, by: by))
      if cancellation.isCancelled { return .refused(Self.notRun) }
      switch answer {
      case .once, .session, .prefix:
        // Arguments that do not fit cannot be allowed, and those of the model are not what the person was shown.
        guard request.arguments == call.arguments else { continue }
        if isRuled {
          switch lookAgain(&request, of: tool) {
          case .deny(let reason, let by)?: return .refused(Self.denial(reason, by: by))
          case .ask?: continue
          case .allow?, nil: break
          }
          let now = self.scripts(of: tool, request)
          if let file = now.changed(since: scripts).first {
            scripts = now
            request.rule = "\(file) has changed since you were asked"
            continue
          }
        }
        if isRuled, answer != .once {
          agent.policy.remember(
            rule: answer == .prefix ? request.prefixRule ?? request.sessionRule : request.sessionRule, of: tool,
            in: request.workingDirectory, workspace: settings.workspace)
        }
        repeatedCalls.pass(call, always: answer != .once)
        return .granted(call.arguments, approvedDiff: isRuled ? request.diff : nil)
      case .deny(let reason), .reply(let reason):
        // Only a person's word; that nobody could be asked in time says nothing about the next time.
        if by == PermissionAnswer.person { deniedCalls.note(call, lossOf: lossOf, reason: reason) }
        let denial = Self.denial(reason, by: by)
        return lossOf == nil ? .refused(denial) : .refused("\(denial)\n\(DeniedCalls.otherWay)", isForLoss: true)
      case .edited(let arguments):
        if let violation = tool.parameters.violation(of: arguments) {
          // The person's slip is the person's to mend, not the model's to hear of.
          request.arguments = arguments
          request.rule = "edited: \(violation)"
          continue
        }
        repeatedCalls.pass(call, always: false)
        return permissionForEdited(arguments, of: tool)
      }
    }
  }

  /// What a command would run, as it is now.
  private func scripts(of tool: any Tool, _ request: PermissionRequest) -> ScriptStamps {
    let command = tool.effect == .executes ? request.arguments["command"]?.string : nil
    return ScriptStamps(
      CommandAnalysis(command ?? ""), workspace: settings.workspace, folder: request.workingDirectory)
  }

  /// Decides, and keeps where the call's path led at that moment: the tool goes there and nowhere else.
  private mutating func decide(
    _ tool: any Tool, _ arguments: JSON, _ mode: PermissionMode, _ folder: String
  ) -> PermissionVerdict {
    decidedPlace =
      tool.effect.isOnFiles
      ? PathResolver(workspace: settings.workspace).meaning(of: arguments["path"]?.string ?? ".") : nil
    return agent.policy.decide(
      tool: tool, arguments: arguments, mode: mode, workspace: settings.workspace, folder: folder, place: decidedPlace,
      confinement: settings.sandbox.status.confinement)
  }

  /// Where a call of this tool would run.
  private func folder(of tool: any Tool) -> String {
    switch tool.effect {
    case .executes: agent.shell.folder(in: settings.workspace)
    case .reads, .writes, .delegates, .notes, .asks: settings.workspace
    }
  }

  /// Decides once more on what a person has allowed: a link, or the file, may have been changed while they
  /// thought, or the folder be gone.
  ///
  /// - Returns: nil where the answer still stands; where the question is another one, the request says it.
  private mutating func lookAgain(_ request: inout PermissionRequest, of tool: any Tool) -> PermissionVerdict? {
    let folder = folder(of: tool)
    let verdict = decide(tool, request.arguments, agent.mode, folder)
    guard case .ask(let rule, let sessionRule, let prefixRule, let subject, let diff, let dangerous) = verdict else {
      return verdict
    }
    guard subject != request.subject || diff != request.diff || folder != request.workingDirectory else { return nil }
    request.workingDirectory = folder
    (request.rule, request.sessionRule, request.prefixRule) = (rule, sessionRule, prefixRule)
    (request.subject, request.diff, request.dangerous) = (subject, diff, dangerous)
    return verdict
  }

  /// The person has seen what they wrote; only what is forbidden to everybody is still in its way.
  private mutating func permissionForEdited(_ arguments: JSON, of tool: any Tool) -> Permission {
    switch decide(tool, arguments, agent.mode, folder(of: tool)) {
    case .deny(let reason, let by): .refused(Self.denial(reason, by: by))
    case .allow, .ask: .granted(arguments)
    }
  }

  private static func denial(_ reason: String, by: String) -> String {
    if by.isEmpty { return reason }
    return reason.isEmpty ? "not run: denied by \(by)" : "not run: denied by \(by): \(reason)"
  }
}
