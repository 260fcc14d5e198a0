// Going on with an earlier session. Its agents are there at once, each with what it had said as soon as it is given
// something to do. What was on when the program ended is told as interrupted, in the stream like everything else, and
// goes on only when somebody says so.

import Agents
import Threading

extension Fleet {
  /// The members of the earlier session. Under the lock.
  func restore(_ restoration: SessionRestoration, _ state: inout State) throws(FleetError) {
    state.roster = Roster(restoration)
    for member in restoration.members {
      let id = AgentID(value: member.agent.id)
      if !member.conversation.entries.isEmpty { state.restored[id] = member.conversation }
      if member.contextUsed > 0 { state.contextUsed[id] = member.contextUsed }
      state.interrupted[id] = member.interrupted?.task
    }
    try growPool(&state)
  }

  /// Tells that the earlier session goes on, and how what was on there ended. Once, when observers are there.
  public func goOnWithSession() {
    guard let restoration else { return }
    state.withLock { state in
      guard state.phase == .running, !state.hasBegunSession else { return }
      beginSession(&state)
      for member in restoration.members {
        if let change = member.ending { events.keep(.conversation(agent: member.agent.id, change)) }
        guard let interrupted = member.interrupted, let run = interrupted.run else { continue }
        let name = member.agent.name
        for request in interrupted.requests {
          tell(
            .agent(.permissionResolved(request: request, decision: "deny", by: "the end of the program")), agent: name,
            run: run, in: &state)
        }
        for open in interrupted.calls {
          tell(
            .agent(
              .toolFinished(
                call: open.call, name: open.tool, ok: false, output: SessionRestoration.Member.notFinished,
                milliseconds: 0)),
            agent: name, run: run, in: &state)
        }
        tell(.runFinished(.interrupted(text: interrupted.text)), agent: name, run: run, in: &state)
      }
    }
  }

  /// Goes on with what the end of an earlier program has cut short, and lets begin what waited then.
  ///
  /// - Parameter name: of this agent only; nil: of all.
  /// - Returns: how many tasks that are.
  public func goOn(_ name: String?) throws(FleetError) -> Int {
    let count = try state.withLock { state throws(FleetError) in
      try requireRunning(state)
      let wanted = try name.map { name throws(FleetError) in try state.roster.member(named: name) }
      let ids = wanted.map { [$0.id] } ?? state.roster.members.map(\.id)
      var count = state.roster.release(wanted?.id)
      for id in ids {
        guard let task = state.interrupted.removeValue(forKey: id) else { continue }
        let text = Self.continuation(of: task)
        guard let queued = state.roster.queueFirst(text, for: id) else { continue }
        tell(.taskQueued(task: queued.id, text: text, position: 1), agent: state.roster.name(of: id), in: &state)
        count += 1
      }
      return count
    }
    guard count > 0 else {
      throw FleetError("Nothing \(name.map { "of '\($0)' " } ?? "")was interrupted or waits to be gone on with.")
    }
    state.broadcast()
    return count
  }

  /// What an agent is told that was interrupted.
  private static func continuation(of task: String) -> String {
    let beginning = "Go on where you were interrupted. The task: "
    return task.hasPrefix(beginning) ? task : beginning + task
  }
}
