import Agents
import Testing

@testable import Orchestrator

@Suite struct RosterTests {
  private func roster(_ count: Int) throws -> Roster {
    var roster = Roster()
    for _ in 0..<count { _ = try roster.add(named: nil, mode: .ask) }
    return roster
  }

  /// Begins all that can begin now: `agent:task` each.
  private func begin(_ roster: inout Roster) -> [String] {
    var begun: [String] = []
    while let assignment = roster.begin() { begun.append("\(assignment.name):\(assignment.task.id)") }
    return begun
  }

  private func finish(_ name: String, _ roster: inout Roster) throws {
    _ = roster.finish(try roster.member(named: name).id)
  }

  @Test func `Agents get names of their own, and a free one after a close`() throws {
    var roster = try roster(18)
    #expect(roster.members.map(\.name).prefix(4) == ["ada", "bob", "cyd", "dot"])
    #expect(roster.members.map(\.name).suffix(2) == ["ada2", "bob2"])
    _ = try roster.close("bob")
    #expect(try roster.add(named: nil, mode: .plan).name == "bob")
    #expect(roster.members.last?.mode == .plan)
  }

  @Test func `A task for an agent waits for that agent, in order`() throws {
    var roster = try roster(2)
    #expect(try roster.submit("one", to: .agent("bob")) == [.init(task: "t1", agent: "bob", position: 1)])
    #expect(try roster.submit("two", to: .agent("bob")) == [.init(task: "t2", agent: "bob", position: 2)])
    #expect(begin(&roster) == ["bob:t1"])
    #expect(begin(&roster) == [])
    try finish("bob", &roster)
    #expect(begin(&roster) == ["bob:t2"])
  }

  @Test func `A task for all is a copy for each`() throws {
    var roster = try roster(3)
    let queued = try roster.submit("all", to: .all)
    #expect(queued.map(\.agent) == ["ada", "bob", "cyd"])
    #expect(queued.map(\.task) == ["t1", "t2", "t3"])
    #expect(begin(&roster) == ["ada:t1", "bob:t2", "cyd:t3"])
  }

  @Test func `Tasks for whoever is free go to the one that has been idle longest`() throws {
    var roster = try roster(3)
    for number in 0..<5 { _ = try roster.submit("\(number)", to: .any) }
    #expect(begin(&roster) == ["ada:t1", "bob:t2", "cyd:t3"])
    try finish("cyd", &roster)
    #expect(begin(&roster) == ["cyd:t4"])
    try finish("bob", &roster)
    try finish("ada", &roster)
    #expect(begin(&roster) == ["bob:t5"])
  }

  @Test func `The oldest task that can begin begins first, whoever it is for`() throws {
    var roster = try roster(1)
    _ = try roster.submit("any", to: .any)
    _ = try roster.submit("own", to: .agent("ada"))
    _ = try roster.submit("any again", to: .any)
    var order: [String] = []
    for _ in 0..<3 {
      order += begin(&roster)
      try finish("ada", &roster)
    }
    #expect(order == ["ada:t1", "ada:t2", "ada:t3"])
    #expect(roster.isIdle)
  }

  @Test func `A task for whoever is free rather goes to an agent for whom nothing waits`() throws {
    var roster = try roster(2)
    _ = try roster.submit("any", to: .any)
    _ = try roster.submit("own", to: .agent("ada"))
    #expect(begin(&roster) == ["bob:t1", "ada:t2"])
  }

  @Test func `A closed agent's tasks go, and it keeps its name until its run has ended`() throws {
    var roster = try roster(2)
    _ = try roster.submit("one", to: .agent("ada"))
    _ = try roster.submit("two", to: .agent("ada"))
    #expect(begin(&roster) == ["ada:t1"])
    let closed = try roster.close("ada")
    #expect(roster.members.map(\.name) == ["bob"])
    #expect(roster.name(of: closed.id) == "ada")
    #expect(roster.threadsNeeded == 2)
    #expect(!roster.isIdle)
    #expect(roster.finish(closed.id) == false)
    #expect(roster.name(of: closed.id) == nil)
    #expect(roster.isIdle)
    #expect(begin(&roster) == [])
  }

  @Test func `A renamed agent keeps its place and its tasks`() throws {
    var roster = try roster(2)
    _ = try roster.submit("one", to: .agent("ada"))
    _ = try roster.rename("ada", to: "eva")
    #expect(roster.members.map(\.name) == ["eva", "bob"])
    #expect(begin(&roster) == ["eva:t1"])
    #expect(try roster.rename("bob", to: "bob").name == "bob")
  }

  @Test(arguments: [
    ("", "An agent cannot be called '': a name is 1 to 24 letters, digits, '-' or '_'."),
    ("a b", "An agent cannot be called 'a b': a name is 1 to 24 letters, digits, '-' or '_'."),
    ("@x", "An agent cannot be called '@x': a name is 1 to 24 letters, digits, '-' or '_'."),
    ("all", "An agent cannot be called 'all': '@all' addresses several; choose another name."),
    ("any", "An agent cannot be called 'any': '@any' addresses several; choose another name."),
    ("bob", "An agent is called 'bob' already; choose another name."),
  ])
  func `A name that cannot be typed, addresses several or is taken is refused`(name: String, sentence: String) throws {
    var roster = try roster(2)
    #expect(throws: FleetError(sentence)) { try roster.add(named: name, mode: .ask) }
    #expect(throws: FleetError(sentence)) { try roster.rename("ada", to: name) }
    #expect(roster.members.map(\.name) == ["ada", "bob"])
  }

  @Test func `An unknown agent and an empty task are refused with a sentence`() throws {
    var roster = try roster(2)
    #expect(throws: FleetError("There is no agent 'eve'; there are: ada, bob.")) {
      try roster.submit("x", to: .agent("eve"))
    }
    #expect(throws: FleetError("The task is empty; say what is to be done.")) { try roster.submit(" \n", to: .all) }
    var empty = Roster()
    #expect(throws: FleetError("There is no agent to give the task to; add one first.")) {
      try empty.submit("x", to: .any)
    }
  }
}
