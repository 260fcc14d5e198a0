// What the fleet tells: its events, in order.

import Agents
import Inference
import Orchestrator
import Threading

extension ConsoleState {
  /// Takes one event of the stream.
  mutating func take(_ event: FleetEvent) -> [Effect] {
    switch event.kind {
    case .sessionStarted(let id, _, _, _, _):
      session = id
    case .agentStarted(let starter):
      guard let name = event.agent else { break }
      // The name may have been that of another agent, whose pane no look at the fleet has taken away yet.
      removePane(name)
      renamed[name] = nil
      addPane(name, mode: .ask)
      change(name) { $0.startedBy = starter }
    case .taskQueued(let task, let text, _):
      taskTexts[task] = .init(text: text, seq: event.seq)
      runs.tasks += 1
      guard let name = welcome(event.agent) else { break }
      change(name) { $0.queued.append(.init(id: task, text: text)) }
    case .runStarted(let task):
      runs.begun += 1
      guard let name = welcome(event.agent) else { break }
      let text = taskTexts.removeValue(forKey: task)
      let now = now
      change(name) { pane in
        pane.queued.removeAll { $0.id == task }
        pane.run = event.run
        pane.status = .queued(position: nil)
        pane.transcript.take(event, task: text, now: now)
      }
    case .agent(let told):
      // Events of an agent that has been closed meanwhile are for the journal only.
      guard let name = event.agent.flatMap(currentName) else { break }
      let now = now
      change(name) { $0.transcript.take(event, now: now) }
      return take(told, of: name)
    case .runFinished(let outcome):
      guard let name = event.agent.flatMap(currentName) else { break }
      let now = now
      change(name) { $0.transcript.take(event, now: now) }
      return finish(name, outcome)
    case .modelChanged(let change): take(change, event)
    case .sessionFinished:
      break
    }
    return []
  }

  /// What an event says of the agent's state; its transcript has taken it.
  private mutating func take(_ event: AgentEvent, of name: String) -> [Effect] {
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
    case .text, .reasoning:
      change(name) { $0.status = .decode }
    case .toolStarted(_, let tool, _):
      change(name) { $0.status = .tool(name: tool, since: now) }
    case .toolOutput, .contextCompacted:
      break
    case .toolFinished:
      change(name) { $0.status = .queued(position: nil) }
      return changesMayBeOutdated(of: name)
    case .permissionRequested(let request):
      approvals.append(PendingApproval(request: request, agent: name, since: now))
      change(name) { $0.status = .approval(tool: request.tool) }
      let what = request.isQuestion ? request.subject : "\(request.tool) \(request.subject)"
      return isSeen(name, asking: true) ? [] : [.notify("\(name) asks: \(what)")]
    case .permissionResolved(let request, let decision, let by):
      resolve(request, decision: decision, by: by, of: name)
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
    case .deny(let request), .edit(let request), .reply(let request):
      guard !approvals.contains(where: { $0.id == request }) else { return }
      prompt = nil
      tell("the approval has ended")
    case .rename(let agent):
      if index(of: agent) == nil { prompt = nil }
    case .search, .filter, .modelPath, nil: break
    }
  }

  private mutating func finish(_ name: String, _ outcome: RunOutcome) -> [Effect] {
    runs.finished += 1
    let stale = approvals.filter { $0.agent == name }.map(\.id)
    approvals.removeAll { stale.contains($0.id) }
    if approvals.isEmpty, case .approvals = overlay { overlay = nil }
    closeStalePrompt()
    change(name) { pane in
      pane.run = nil
      pane.laneSample = nil
      switch outcome.reason {
      case .done, .maxIterations, .maxTokens: pane.status = .done
      case .stopped: pane.status = .stopped
      case .failed: pane.status = .failed
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
