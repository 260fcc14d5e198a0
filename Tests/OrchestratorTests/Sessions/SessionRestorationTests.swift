import Agents
import OrderedJSON
import System
import Testing

@testable import Orchestrator

@Suite struct SessionRestorationTests {
  private let id = "20260102-150405-abc234"

  /// A journal in the making: events get numbers, records the number of the event before them.
  private struct Script {
    var events: [FleetEvent] = []
    var records: [JournalRecord] = []

    mutating func tell(_ kind: FleetEvent.Kind, agent: String? = nil, id: Int? = nil, run: String? = nil) {
      events.append(
        FleetEvent(
          seq: events.count + 1, time: 0, agent: agent, agentID: id.map(AgentID.init(value:)), run: run, kind: kind))
    }
    mutating func keep(_ kind: JournalRecord.Kind) {
      records.append(JournalRecord(number: records.count + 1, after: events.count, kind: kind))
    }
    mutating func say(_ agent: Int, _ count: Int, _ entries: Conversation.Entry...) {
      keep(.conversation(agent: agent, .init(count: count, place: count, removed: 0, entries: entries)))
    }
    /// Begins with these agents.
    mutating func begin(_ names: String...) {
      tell(.sessionStarted(id: "20260102-150405-abc234", model: "/m", agents: names.count, slots: 2, context: 0))
      keep(.agents(names.enumerated().map { KeptAgent(id: $0 + 1, name: $1, mode: .ask) }))
    }

    var restoration: SessionRestoration {
      var text = ""
      var rest = records[...]
      for event in events {
        while let record = rest.first, record.after < event.seq {
          text += record.json.text + "\n"
          rest.removeFirst()
        }
        text += event.json.text + "\n"
      }
      for record in rest { text += record.json.text + "\n" }
      return SessionRestoration(
        JournalContents(id: "20260102-150405-abc234", path: "/j", JournalScan(Array(text.utf8))))
    }
  }

  private let call = CallAttempt.valid(ToolCall(name: "bash", arguments: ["command": "make"]))

  @Test func `Who was there, what was said, what waited and what was named comes back`() {
    var script = Script()
    script.begin("ada", "bob")
    script.keep(.setting(SessionSetting(workspace: "/w", system: "Be brief.", tools: ["read"])))
    script.tell(.taskQueued(task: "t1", text: "one", position: 1))
    script.tell(.taskQueued(task: "t2", text: "two", position: 2), agent: "bob")
    script.tell(.taskQueued(task: "t3", text: "three", position: 2))
    script.tell(.taskQueued(task: "t4", text: "four", position: 3))
    script.tell(.runStarted(task: "t1"), agent: "ada", run: "r1")
    script.say(1, 0, .task("one"))
    script.tell(.agent(.text("yes")), agent: "ada", run: "r1")
    script.say(1, 1, .assistant(tokens: [4], text: "yes"))
    script.tell(.runFinished(.init(reason: .done, text: "yes")), agent: "ada", run: "r1")
    script.keep(.dropped(["t3"]))
    script.keep(.agents([KeptAgent(id: 1, name: "eva", mode: .plan), KeptAgent(id: 2, name: "bob", mode: .ask)]))
    let was = script.restoration
    #expect(was.members.map(\.agent.name) == ["eva", "bob"])
    #expect(was.members[0].agent.mode == .plan)
    #expect(was.members[0].conversation.entries == [.task("one"), .assistant(tokens: [4], text: "yes")])
    #expect(was.members[0].interrupted == nil && was.members[0].ending == nil)
    #expect(was.waiting == [.init(task: "t2", text: "two", agent: 2), .init(task: "t4", text: "four", agent: nil)])
    #expect(was.renamed == ["ada": "eva"])
    #expect(was.used == ["t": 4, "r": 1])
    #expect(was.setting == SessionSetting(workspace: "/w", system: "Be brief.", tools: ["read"]))
    #expect(was.hasOpenWork)
    #expect(was.lastSeq == script.events.count && was.slots == 2)
  }

  @Test func `A run that was cut short while it spoke has said what was shown`() {
    var script = Script()
    script.begin("ada")
    script.tell(.taskQueued(task: "t1", text: "one", position: 1))
    script.tell(.runStarted(task: "t1"), agent: "ada", run: "r1")
    script.say(1, 0, .task("one"))
    script.tell(.agent(.text("half an ")), agent: "ada", run: "r1")
    script.tell(.agent(.text("answer")), agent: "ada", run: "r1")
    let member = script.restoration.members[0]
    #expect(member.conversation.entries == [.task("one"), .assistant(AssistantTurn(text: "half an answer"))])
    #expect(member.interrupted == .init(run: "r1", task: "one", text: "half an answer"))
    #expect(member.ending?.count == 1)
  }

  @Test func `A run that was cut short in its calls has a result for each`() {
    var script = Script()
    script.begin("ada")
    script.tell(.taskQueued(task: "t1", text: "one", position: 1))
    script.tell(.runStarted(task: "t1"), agent: "ada", run: "r1")
    script.say(1, 0, .task("one"))
    script.say(1, 1, .assistant(AssistantTurn(text: "<calls>", content: "", calls: [call, call])))
    script.tell(.agent(.toolStarted(call: "call-8", name: "bash", arguments: [:])), agent: "ada", run: "r1")
    script.tell(
      .agent(.toolFinished(call: "call-8", name: "bash", ok: true, output: "made", milliseconds: 1)), agent: "ada",
      run: "r1")
    script.tell(.agent(.toolStarted(call: "call-9", name: "bash", arguments: [:])), agent: "ada", run: "r1")
    let was = script.restoration
    #expect(
      was.members[0].conversation.entries.last == .toolResults(["made", SessionRestoration.Member.notFinished]))
    #expect(was.members[0].interrupted?.calls.map(\.call) == ["call-9"])
    #expect(was.used["call"] == 9)
  }

  @Test func `What was told as interrupted can still be gone on with, until its agent does something else`() {
    var script = Script()
    script.begin("ada")
    script.tell(.taskQueued(task: "t1", text: "one", position: 1))
    script.tell(.runStarted(task: "t1"), agent: "ada", run: "r1")
    script.tell(.runFinished(.interrupted(text: "so far")), agent: "ada", run: "r1")
    #expect(script.restoration.members[0].interrupted?.task == "one")
    #expect(script.restoration.members[0].interrupted?.run == nil)
    #expect(script.restoration.members[0].ending == nil)
    script.tell(.taskQueued(task: "t2", text: "two", position: 1))
    script.tell(.runStarted(task: "t2"), agent: "ada", run: "r2")
    script.tell(.runFinished(.init(reason: .done, text: "")), agent: "ada", run: "r2")
    #expect(script.restoration.members[0].interrupted == nil)
  }

  @Test(arguments: [true, false])
  func `An event is of the agent whose number it has, whoever is called so now`(isKept: Bool) {
    var script = Script()
    script.tell(.sessionStarted(id: id, model: "/m", agents: 2, slots: 2, context: 0))
    if isKept { script.keep(.agents([.init(id: 1, name: "ada", mode: .ask), .init(id: 2, name: "bob", mode: .ask)])) }
    script.tell(.taskQueued(task: "t1", text: "one", position: 1), agent: "ada", id: 1)
    script.tell(.runStarted(task: "t1"), agent: "ada", id: 1, run: "r1")
    // While the first one works it gets another name, and the second one takes that which it had.
    if isKept { script.keep(.agents([.init(id: 1, name: "eva", mode: .ask), .init(id: 2, name: "ada", mode: .ask)])) }
    script.tell(.agent(.text("yes")), agent: "eva", id: 1, run: "r1")
    script.tell(.taskQueued(task: "t2", text: "two", position: 1), agent: "ada", id: 2)
    script.tell(.agent(.text(" and no")), agent: "ada", id: 1, run: "r1")
    let was = script.restoration
    #expect(was.members.map(\.interrupted?.text) == ["yes and no", nil])
    #expect(was.waiting == [.init(task: "t2", text: "two", agent: 2)])
    // A number that no agent has had is nobody's, and nothing is counted on from it.
    script.tell(.taskQueued(task: "t3", text: "three", position: 1), agent: "bob", id: .max)
    #expect(script.restoration.members.allSatisfy { $0.agent.id < 4 })
  }

  @Test func `A journal of an older version gives its agents, tasks and answers`() {
    var script = Script()
    script.tell(.sessionStarted(id: id, model: "/m", agents: 2, slots: 2, context: 0))
    script.tell(.taskQueued(task: "t1", text: "one", position: 1))
    script.tell(.runStarted(task: "t1"), agent: "ada", run: "r1")
    script.tell(.runFinished(.init(reason: .done, text: "yes")), agent: "ada", run: "r1")
    let was = script.restoration
    #expect(was.members.map(\.agent.name) == ["ada", "bob"])
    #expect(was.members[0].conversation.entries == [.task("one"), .assistant(AssistantTurn(text: "yes"))])
    #expect(was.setting == nil)
  }
}
