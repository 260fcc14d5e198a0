// Agents that were started by agents. One stays until the agent that started it begins its next task, so that a person
// can read what it did; before that it goes only to make room for another one.

import Agents

extension Roster {
  /// How deep agents may start agents: those that a person has may, and those that these have started.
  static let deepest = 2
  /// How many that were started there are at the same time.
  static let mostStarted = 8

  /// A new agent with its task, and the finished ones that made room for it.
  struct Started: Sendable {
    let member: Member
    let task: String
    let closed: [AgentID]
  }

  /// Adds an agent that works for another one, and queues its task.
  mutating func start(_ text: String, by parent: AgentID) throws(FleetError) -> Started {
    guard text.contains(where: { !$0.isWhitespace }) else {
      throw FleetError("The task is empty; say what is to be done.")
    }
    // Of one that is closed already nothing begins any more.
    guard let starter = members.first(where: { $0.id == parent }) else {
      throw FleetError("This agent is being closed; nothing can be begun for it.")
    }
    guard starter.depth < Self.deepest else {
      throw FleetError(
        "No agent can be started from here: you were started by an agent that was started by an agent, and it ends there. "
          + "Do it yourself.")
    }
    var closed: [AgentID] = []
    if members.count(where: { $0.parent != nil }) >= Self.mostStarted {
      guard let finished = members.first(where: { $0.parent != nil && isFinished($0) }) else {
        throw FleetError(
          "No more agents can be started: \(Self.mostStarted) that were started work already. Do it yourself.")
      }
      closed = closeStarted(finished.id)
    }
    let member = try add(named: nil, mode: starter.mode, startedBy: starter)
    return Started(member: member, task: queueTask(text, for: member.id), closed: closed)
  }

  /// Takes out those that an agent has started and that are done, with those that these have started.
  mutating func closeFinished(startedBy parent: AgentID) -> [AgentID] {
    members.filter { $0.parent == parent && isFinished($0) }.flatMap { closeStarted($0.id) }
  }

  /// All that an agent has started, and what these have started, and so on.
  func started(by parent: AgentID) -> [Member] {
    members.filter { $0.parent == parent }.flatMap { [$0] + started(by: $0.id) }
  }

  /// Whether neither it nor any that it has started has something to do.
  private func isFinished(_ member: Member) -> Bool {
    ([member] + started(by: member.id)).allSatisfy { $0.run == nil && $0.queue.isEmpty }
  }

  private mutating func closeStarted(_ id: AgentID) -> [AgentID] {
    let gone = [id] + started(by: id).map(\.id)
    remove(gone)
    return gone
  }
}
