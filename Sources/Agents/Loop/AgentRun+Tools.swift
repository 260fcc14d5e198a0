import Inference
import OrderedJSON
import Threading

extension AgentRun {
  /// Runs the calls of one generation, one after the other, and gives all results to the model. No slot is held.
  mutating func runCalls(_ calls: [CallAttempt]) throws(Interruption) {
    let share = max(64, min(approach.isLed ? Self.ledResult : .max, engine.facts.contextLength / 3) / calls.count)
    // The agent's engine at that moment: a call may wait for a person, and another model may take over meanwhile.
    let limit = ResultLimit(tokens: share) { [agent] in agent.engine.countTokens([.text($0)]) }
    var results: [String] = []
    var hints = ""
    var isIdle = true
    for call in calls {
      if cancellation.isCancelled {
        results.append(Self.notRun)
        continue
      }
      let result: ToolResult
      switch call {
      case .valid(let call):
        hasCalled = true
        result = runCall(call, limit)
      case .malformed(let call): result = ToolResult(ok: false, output: refuse(call))
      }
      if !result.ok || result.diff != nil || !call.writes(settings.tools) && calls != lastCalls { isIdle = false }
      var output = result.output
      while output.hasSuffix("\n") { output.removeLast() }
      let hint = hint(for: call, result)
      hints += hint
      results.append(output + hint)
    }
    idleTurns = isIdle && approach.isLed ? idleTurns + 1 : 0
    if calls == lastCalls {
      let repeated = "You did exactly this before. Take another step."
      hints += repeated
      results.append(repeated)
      isStuck = true
    }
    lastCalls = calls
    agent.change { $0.append(.toolResults(results)) }
    lastSaid = hints
    if cancellation.isCancelled { throw .stopped(text: answer) }
    if let tooMany = failedTooOften { throw .failed(tooMany) }
  }

  /// Tokens of the results of one turn that a model is given that is led: small ones lose track of more.
  private static let ledResult = 900

  /// What is said behind a result: nothing where all is well.
  private mutating func hint(for attempt: CallAttempt, _ result: ToolResult) -> String {
    let (name, subject): (String, String) =
      switch attempt {
      case .valid(let call): (call.name, call.arguments["command"]?.string ?? call.arguments["path"]?.string ?? "")
      case .malformed(let call): (call.name ?? "", "")
      }
    let isCommand = settings.tools[name]?.effect == .executes
    if result.ok {
      switch settings.tools[name]?.effect {
      case .executes: partlySeen = []
      case .reads: partlySeen.removeAll { $0 == subject }
      case .writes, .delegates, .notes, .asks, nil: break
      }
      if result.diff != nil {
        failures.forget()
        hasChangedSinceFailure = true
      }
      // A file that was written as it was: the model copies what it sees, and with more chance it may not.
      if result.diff == nil, settings.tools[name]?.effect == .writes { isStuck = true }
      if isCommand { lastFailure = nil }
      return ""
    }
    if isCommand { (lastFailure, hasChangedSinceFailure) = (Self.shortened(result.output), false) }
    let count = failures.note(tool: name, subject: subject, problem: result.output)
    if count >= FailureTally.limit {
      failedTooOften =
        "'\(name)' failed \(count) times in the same way, and the run was ended there: "
        + Self.shortened(result.output, limit: 300)
    }
    var help = FailureHelp.text(tool: name, isCommand: isCommand, isRepeated: count > 1, form: approach.form) ?? ""
    if settings.tools[name]?.effect == .writes, approach.isLed, let missing = missingFiles().first {
      help = "There is no file \(missing) yet: if that is the one to write, write its path before the block."
    }
    return help.isEmpty ? "" : "\n" + help
  }

  private static func shortened(_ text: String, limit: Int = 600) -> String {
    var bounded = BoundedText(headLimit: limit / 2, tailLimit: limit / 2)
    bounded.append(text)
    return bounded.text.trimmingSpace
  }

  private func refuse(_ call: MalformedToolCall) -> String {
    var problem = call.problem
    if let name = call.name, let tool = settings.tools[name], agent.mode == .plan, !tool.effect.isHarmless {
      problem = Self.planRefusal(tool)
    }
    emit(
      .toolFinished(
        call: agent.identifiers.next("call"), name: call.name ?? "unknown", ok: false, output: problem, milliseconds: 0)
    )
    return problem
  }

  private mutating func runCall(_ call: ToolCall, _ limit: ResultLimit) -> ToolResult {
    let id = agent.identifiers.next("call")
    guard let tool = settings.tools[call.name] else {
      let problem = settings.tools.sentence(forMissing: call.name)
      return ToolResult(ok: false, output: refuse(MalformedToolCall(name: call.name, problem: problem)))
    }
    // Told before anybody is asked, so that each result belongs to a call that was seen, also one that was denied.
    emit(.toolStarted(call: id, name: call.name, arguments: call.arguments))
    switch permission(for: call, of: tool) {
    case .refused(let sentence, let isForLoss):
      if !isForLoss { wasRefused = true }
      emit(.toolFinished(call: id, name: call.name, ok: false, output: sentence, milliseconds: 0))
      return ToolResult(ok: false, output: sentence)
    case .granted(let arguments, let approvedDiff):
      if arguments != call.arguments { emit(.toolStarted(call: id, name: call.name, arguments: arguments)) }
      let began = MonotonicTime.now
      let emit = emit
      let mayShow = agent.policy.searchFilter(for: tool, workspace: settings.workspace)
      let context = ToolContext(
        workspace: settings.workspace, cancellation: cancellation, mayShow: mayShow, changes: changes,
        seen: agent.seen, approvedDiff: approvedDiff, delegate: agent.delegate, ask: asker, shell: agent.shell,
        sandbox: settings.sandbox, place: decidedPlace, todo: agent.todo
      ) { text in
        emit(.toolOutput(call: id, text: text))
      }
      let result = tool.run(arguments, in: context)
      var output = limit.fit(result.output)
      if !call.notes.isEmpty { output = "(taken: \(call.notes.joined(separator: "; ")))\n" + output }
      if arguments != call.arguments {
        output = "The person changed the arguments to \(arguments.text).\n" + output
      }
      emit(
        .toolFinished(
          call: id, name: call.name, ok: result.ok, output: output,
          milliseconds: MonotonicTime.now.milliseconds(since: began), diff: result.diff))
      return ToolResult(ok: result.ok, output: output, diff: result.diff)
    }
  }

  static func planRefusal(_ tool: any Tool) -> String {
    let does =
      switch tool.effect {
      case .reads: "reads"
      case .writes: "changes files"
      case .executes: "runs commands"
      case .delegates: "gives work to others"
      case .notes: "keeps notes"
      case .asks: "asks"
      }
    return "'\(tool.name)' was not run: it \(does), and in the mode plan only reading is possible; "
      + "say what you would do instead"
  }
}
