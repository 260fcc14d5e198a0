// The fleet of an earlier session. What had not been begun waits until the person says that the session goes on: who only
// wanted to look at it is not surprised by work that begins.

import Agents

extension Roster {
  /// Who was there, and what waited.
  init(_ restoration: SessionRestoration) {
    let ids = Set(restoration.members.map(\.agent.id))
    for member in restoration.members {
      let agent = member.agent
      let starter = agent.starter.flatMap { ids.contains($0) ? AgentID(value: $0) : nil }
      members.append(Member(id: AgentID(value: agent.id), name: agent.name, mode: agent.mode, parent: starter))
    }
    for place in members.indices { members[place].depth = depth(of: members[place]) }
    agentsMade = restoration.members.map(\.agent.id).max() ?? 0
    (tasksMade, runsMade) = (restoration.used["t"] ?? 0, restoration.used["r"] ?? 0)
    for (place, waiting) in restoration.waiting.enumerated() {
      // Older than all that come.
      let task = QueuedTask(
        id: waiting.task, text: waiting.text, arrival: place - restoration.waiting.count, isHeld: true)
      if let agent = waiting.agent {
        if let place = members.firstIndex(where: { $0.id.value == agent }) { members[place].queue.append(task) }
      } else {
        unassigned.append(task)
      }
    }
  }

  /// How many agents stand between it and a person.
  private func depth(of member: Member) -> Int {
    var (depth, next) = (0, member.parent)
    while let id = next, depth <= members.count, let starter = members.first(where: { $0.id == id }) {
      (depth, next) = (depth + 1, starter.parent)
    }
    return depth
  }

  /// What is kept of who is there.
  var kept: [KeptAgent] {
    members.map { KeptAgent(id: $0.id.value, name: $0.name, mode: $0.mode, starter: $0.parent?.value) }
  }

  /// Queues a task before all others.
  mutating func queueFirst(_ text: String, for id: AgentID) -> QueuedTask? {
    guard let place = members.firstIndex(where: { $0.id == id }) else { return nil }
    let made = makeTask(text)
    let first = (unassigned + members.flatMap(\.queue)).map(\.arrival).min() ?? made.arrival
    let task = QueuedTask(id: made.id, text: text, arrival: min(first, made.arrival) - 1)
    members[place].queue.insert(task, at: 0)
    return task
  }

  /// Lets what waited in the earlier session begin, of all or of one agent. Returns how many tasks that are.
  mutating func release(_ id: AgentID?) -> Int {
    var count = 0
    func release(_ tasks: inout [QueuedTask]) {
      for place in tasks.indices where tasks[place].isHeld {
        tasks[place].isHeld = false
        count += 1
      }
    }
    for place in members.indices where id == nil || members[place].id == id { release(&members[place].queue) }
    if id == nil { release(&unassigned) }
    return count
  }

  /// The names of all tasks that wait.
  var waitingTasks: [String] { (unassigned + members.flatMap(\.queue)).map(\.id) }
}
