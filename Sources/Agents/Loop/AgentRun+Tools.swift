import Inference
import OrderedJSON
import Threading

extension AgentRun {
  /// Runs the calls of one generation, one after the other, and gives all results to the model. No slot is held.
  mutating func runCalls(_ calls: [CallAttempt]) throws(Interruption) {
    let share = max(64, engine.facts.contextLength / 3 / calls.count)
    // The agent's engine at that moment: a call may wait for a person, and another model may take over meanwhile.
    let limit = ResultLimit(tokens: share) { [agent] in agent.engine.countTokens([.text($0)]) }
    var results: [String] = []
    for call in calls {
      if cancellation.isCancelled {
        results.append(Self.notRun)
        continue
      }
      switch call {
      case .valid(let call): results.append(runCall(call, limit))
      case .malformed(let call): results.append(refuse(call))
      }
    }
    agent.change { $0.append(.toolResults(results)) }
    if cancellation.isCancelled { throw .stopped(text: answer) }
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

  private mutating func runCall(_ call: ToolCall, _ limit: ResultLimit) -> String {
    let id = agent.identifiers.next("call")
    guard let tool = settings.tools[call.name] else {
      return refuse(MalformedToolCall(name: call.name, problem: settings.tools.sentence(forMissing: call.name)))
    }
    // Told before anybody is asked, so that each result belongs to a call that was seen, also one that was denied.
    emit(.toolStarted(call: id, name: call.name, arguments: call.arguments))
    switch permission(for: call, of: tool) {
    case .refused(let sentence):
      emit(.toolFinished(call: id, name: call.name, ok: false, output: sentence, milliseconds: 0))
      return sentence
    case .granted(let arguments):
      if arguments != call.arguments { emit(.toolStarted(call: id, name: call.name, arguments: arguments)) }
      let began = MonotonicTime.now
      let emit = emit
      let mayShow = agent.policy.searchFilter(for: tool, workspace: settings.workspace)
      let context = ToolContext(
        workspace: settings.workspace, cancellation: cancellation, mayShow: mayShow, changes: changes,
        delegate: agent.delegate, ask: asker, shell: agent.shell, todo: agent.todo
      ) { text in
        emit(.toolOutput(call: id, text: text))
      }
      let result = tool.run(arguments, in: context)
      var output = limit.fit(result.output)
      if arguments != call.arguments {
        output = "The person changed the arguments to \(arguments.text).\n" + output
      }
      emit(
        .toolFinished(
          call: id, name: call.name, ok: result.ok, output: output,
          milliseconds: MonotonicTime.now.milliseconds(since: began), diff: result.diff))
      return output
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
