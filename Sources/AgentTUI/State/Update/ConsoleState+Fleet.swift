// What the fleet tells: its events, in order.

import Agents
import Inference
import Orchestrator
import OrderedJSON
import Threading

extension ConsoleState {
  /// Takes one event of the stream.
  mutating func take(_ event: FleetEvent) -> [Effect] {
    switch event.kind {
    case .sessionStarted(let id, _, _, _, _):
      session = id
    case .taskQueued(let task, let text, _):
      taskTexts[task] = text
      runs.tasks += 1
      guard let name = welcome(event.agent) else { break }
      change(name) { $0.queued.append(.init(id: task, text: text)) }
    case .runStarted(let task):
      runs.begun += 1
      guard let name = welcome(event.agent) else { break }
      let text = taskTexts.removeValue(forKey: task)
      change(name) { pane in
        pane.queued.removeAll { $0.id == task }
        pane.run = event.run
        pane.status = .queued(position: nil)
        if let text { pane.transcript.add(.person(text), at: event.time) }
      }
    case .agent(let told):
      // Events of an agent that has been closed meanwhile are for the journal only.
      guard let name = event.agent.flatMap(currentName) else { break }
      return take(told, of: name, at: event.time)
    case .runFinished(let outcome):
      guard let name = event.agent.flatMap(currentName) else { break }
      return finish(name, outcome, at: event.time)
    case .modelChanged(let change): take(change, at: event.time)
    case .sessionFinished:
      break
    }
    return []
  }

  private mutating func take(_ event: AgentEvent, of name: String, at time: Int64) -> [Effect] {
    let now = now
    switch event {
    case .slotWaiting(let position):
      change(name) { $0.status = .queued(position: position) }
    case .slotAcquired:
      change(name) { $0.status = .prefill(nil) }
    case .slotReleased:
      change(name) {
        $0.laneSample = nil
        $0.laneTokens = nil
      }
    case .prefill(let done, let total, let reused):
      // Once the prompt is there it generates, also where nothing of it is text yet: a tool call is told when it is whole.
      change(name) {
        $0.status = done < total ? .prefill(.init(done: done, total: total, reused: reused)) : .decode
      }
    case .text(let text):
      change(name) {
        $0.status = .decode
        $0.transcript.appendText(text, at: time)
      }
    case .reasoning(let text):
      change(name) {
        $0.status = .decode
        $0.transcript.appendReasoning(text, at: time)
      }
    case .toolStarted(let call, let tool, let arguments):
      let new = ToolCall(call: call, name: tool, arguments: arguments, since: now)
      change(name) { pane in
        // Told again when a person has changed its arguments.
        if !pane.transcript.changeTool(call, { $0 = new }) { pane.transcript.add(.tool(new), at: time) }
        pane.status = .tool(name: tool, since: now)
      }
    case .toolOutput(let call, let text):
      change(name) { $0.transcript.changeTool(call) { $0.append(text) } }
    case .toolFinished(let call, let tool, let ok, let output, let milliseconds):
      change(name) { pane in
        let isThere = pane.transcript.changeTool(call) { $0.finish(ok: ok, output: output, milliseconds: milliseconds) }
        if !isThere {
          // Not a call that could be run, so it was never begun.
          var whole = ToolCall(call: call, name: tool, arguments: .null, since: now)
          whole.finish(ok: ok, output: output, milliseconds: milliseconds)
          pane.transcript.add(.tool(whole), at: time)
        }
        pane.status = .queued(position: nil)
      }
      return changesMayBeOutdated(of: name)
    case .permissionRequested(let request):
      approvals.append(PendingApproval(request: request, agent: name, since: now))
      change(name) { pane in
        pane.status = .approval(tool: request.tool)
        // The call that is asked about is the one told last.
        guard let last = pane.transcript.entries.last, case .tool(let call) = last.kind else { return }
        pane.transcript.changeTool(call.call) { call in
          call.diff = request.diff
          call.outcome = .waiting(request: request.id)
        }
      }
      return isSeen(name, asking: true) ? [] : [.notify("\(name) asks: \(request.tool) \(request.subject)")]
    case .permissionResolved(let request, let decision, let by):
      resolve(request, decision: decision, by: by, of: name)
    case .contextCompacted(let before, let after):
      change(name) { $0.transcript.add(.note("older part summarised: \(before) tokens became \(after)"), at: time) }
    case .usage(let usage):
      change(name) { if usage.tokensPerSecond > 0 { $0.tokensPerSecond = usage.tokensPerSecond } }
    }
    return []
  }

  /// The current name of an agent; one that was not seen before was begun by another agent, and gets its pane.
  private mutating func welcome(_ name: String?) -> String? {
    guard let name else { return nil }
    if let current = currentName(name) { return current }
    if renamed[name] == nil { addPane(name, mode: .ask) }
    return currentName(name)
  }

  private mutating func resolve(_ request: String, decision: String, by: String, of name: String) {
    let known = approvals.first { $0.id == request }
    approvals.removeAll { $0.id == request }
    let still = approvals.first { $0.agent == name }
    let now = now
    change(name) { pane in
      if let last = pane.transcript.entries.last, case .tool(let call) = last.kind,
        call.outcome == .waiting(request: request)
      {
        pane.transcript.changeTool(call.call) { $0.outcome = .running(since: now) }
      }
      guard case .approval(let tool) = pane.status else { return }
      pane.status = still.map { .approval(tool: $0.request.tool) } ?? .tool(name: tool, since: now)
    }
    if let known { note("\(name): \(known.request.tool) \(known.request.subject): \(decision) by \(by)") }
    if case .approvals(var list) = overlay {
      if list.selected == request { list = ApprovalList() }
      overlay = approvals.isEmpty ? nil : .approvals(list)
    }
    closeStalePrompt()
  }

  /// A question about an approval that is no longer there is not asked any more.
  mutating func closeStalePrompt() {
    switch prompt?.purpose {
    case .deny(let request), .edit(let request):
      guard !approvals.contains(where: { $0.id == request }) else { return }
      prompt = nil
      tell("the approval has ended")
    case .rename(let agent):
      if index(of: agent) == nil { prompt = nil }
    case .search, .filter, .modelPath, nil: break
    }
  }

  private mutating func finish(_ name: String, _ outcome: RunOutcome, at time: Int64) -> [Effect] {
    runs.finished += 1
    let stale = approvals.filter { $0.agent == name }.map(\.id)
    approvals.removeAll { stale.contains($0.id) }
    if approvals.isEmpty, case .approvals = overlay { overlay = nil }
    closeStalePrompt()
    change(name) { pane in
      pane.run = nil
      pane.laneSample = nil
      switch outcome.reason {
      case .done: pane.status = .done
      case .maxIterations:
        pane.status = .done
        pane.transcript.add(.note("stopped at the limit of iterations; --max-iterations allows more"), at: time)
      case .maxTokens:
        pane.status = .done
        pane.transcript.add(.note("stopped at the limit of tokens; --max-tokens allows more"), at: time)
      case .stopped:
        pane.status = .stopped
        pane.transcript.add(.note("stopped"), at: time)
      case .failed:
        pane.status = .failed
        pane.transcript.add(.error(outcome.error ?? "the run failed, without a reason"), at: time)
      }
    }
    switch outcome.reason {
    case .failed:
      runs.failed += 1
      note("\(name) failed: \(outcome.error ?? "without a reason")", .error)
    case .stopped: runs.stopped += 1
    case .done, .maxIterations, .maxTokens: break
    }
    // Whoever has stopped it knows.
    return isSeen(name, asking: false) || outcome.reason == .stopped
      ? [] : [.notify("\(name): \(outcome.reason.rawValue)")]
  }

  /// What an agent is called now that was called `name` when the event was told; nil when there is none.
  private func currentName(_ name: String) -> String? {
    var name = name
    var steps = 0
    while index(of: name) == nil {
      guard let next = renamed[name], steps < agents.count + renamed.count else { return nil }
      name = next
      steps += 1
    }
    return name
  }

  /// Changes the agent that an event is about.
  private mutating func change(_ name: String, _ body: (inout AgentPane) -> Void) {
    guard let index = index(of: name) else { return }
    let before = agents[index].transcript.newest
    body(&agents[index])
    if agents[index].scroll != .follow, agents[index].transcript.newest != before { agents[index].hasMore = true }
  }
}
