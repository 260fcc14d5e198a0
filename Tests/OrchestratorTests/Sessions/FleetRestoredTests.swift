import Agents
import Foundation
import Inference
import OrderedJSON
import System
import Testing
import TestSupport
import Threading

@testable import Orchestrator

@Suite struct FleetRestoredTests {
  private let id = "20260102-150405-abc234"

  /// An agent that says its task again, keeps that, and remembers what it was given to go on with.
  private final class Parrot: FleetAgent {
    private let state = Monitor<(conversation: Conversation, keep: (@Sendable (ConversationChange) -> Void)?)>(
      (Conversation(), nil))
    private let gate: Gate?

    init(_ gate: Gate? = nil) { self.gate = gate }

    var conversation: Conversation { state.withLock { $0.conversation } }

    func keepChanges(_ keep: @escaping @Sendable (ConversationChange) -> Void) { state.withLock { $0.keep = keep } }
    func resume(_ conversation: Conversation) -> Bool {
      state.withLock { $0.conversation = conversation }
      return true
    }
    private func say(_ entry: Conversation.Entry) {
      let (before, keep) = state.withLock { state in
        defer { state.conversation.append(entry) }
        return (state.conversation, state.keep)
      }
      if let change = ConversationChange(from: before, to: conversation) { keep?(change) }
    }
    func run(
      task: String, cancellation: Cancellation, emit: @escaping @Sendable (AgentEvent) -> Void
    ) -> RunOutcome {
      say(.task(task))
      emit(.text(task))
      gate?.pass(cancellation)
      if cancellation.isCancelled { return RunOutcome(reason: .stopped, text: "") }
      say(.assistant(tokens: [], text: task))
      return RunOutcome(reason: .done, text: task)
    }
    func setMode(_ mode: PermissionMode) {}
    func rename(to name: String) {}
    func promptTokens(on engine: any GenerationEngine) -> Int { 0 }
    func move(to engine: any GenerationEngine) {}
  }

  private func makeFleet(
    _ journal: Journal, _ restoration: SessionRestoration? = nil, agents: Int = 2, gate: Gate? = nil,
    made: Monitor<[String: Parrot]> = Monitor([:])
  ) throws -> Fleet {
    try Fleet(
      settings: FleetSettings(agents: agents), session: id,
      events: EventStream(sink: journal, after: restoration?.lastSeq ?? 0),
      makeAgent: { blueprint in
        let parrot = Parrot(gate)
        made.withLock { $0[blueprint.name] = parrot }
        return parrot
      }, restoration: restoration)
  }

  /// Goes on with the session in a folder.
  private func resume(
    in folder: String, made: Monitor<[String: Parrot]> = Monitor([:])
  ) throws -> (fleet: Fleet, journal: Journal, restoration: SessionRestoration) {
    let journal = try Journal(resuming: id, in: folder) { Issue.record("\($0)") }
    let restoration = SessionRestoration(try #require(journal.takeEarlier()))
    let fleet = try makeFleet(journal, restoration, made: made)
    fleet.goOnWithSession()
    return (fleet, journal, restoration)
  }

  @Test func `A session that is gone on with has its agents, what they said, and numbers that go on`() throws {
    try withTemporaryFolder { folder in
      do {
        let fleet = try makeFleet(Journal(folder: folder, session: id) { Issue.record("\($0)") })
        try fleet.attach(ScriptedEngine("scripted"))
        _ = try fleet.submit("one", to: .agent("ada"))
        _ = try fleet.submit("two", to: .agent("bob"))
        fleet.waitUntilIdle()
        try fleet.renameAgent("bob", to: "eva")
        try fleet.setMode(.auto, of: "ada")
        fleet.shutdown()
      }
      let made = Monitor<[String: Parrot]>([:])
      do {
        let (fleet, _, was) = try resume(in: folder, made: made)
        #expect(fleet.snapshot().agents.map(\.name) == ["ada", "eva"])
        #expect(fleet.snapshot().agents.map(\.mode) == [.auto, .ask])
        #expect(was.waiting.isEmpty && !was.hasOpenWork)
        try fleet.attach(ScriptedEngine("scripted"))
        #expect(try fleet.submit("three", to: .agent("eva")) == ["t3"])
        fleet.waitUntilIdle()
        fleet.shutdown()
      }
      let expected = ["two", "three"].flatMap { [Conversation.Entry.task($0), .assistant(tokens: [], text: $0)] }
      #expect(made.withLock { $0["eva"]?.conversation.entries } == expected)
      let contents = try JournalReader(folder: folder).contents(of: id)
      #expect(contents.events.map(\.seq) == Array(1...contents.events.count))
      #expect(contents.records.map(\.number) == Array(1...contents.records.count))
      #expect(SessionRestoration(contents).members[1].conversation.entries == expected)
      #expect(JournalReader(folder: folder).sessions().map(\.runs) == [3])
    }
  }

  @Test func `What was cut short and what waited begins only when somebody says so, the former first`() throws {
    try withTemporaryFolder { folder in
      do {
        let gate = Gate()
        let fleet = try makeFleet(
          Journal(folder: folder, session: id) { Issue.record("\($0)") }, agents: 1, gate: gate)
        try fleet.attach(ScriptedEngine("scripted"))
        _ = try fleet.submit("one", to: .any)
        _ = try fleet.submit("two", to: .any)
        let mailbox = fleet.events.observe()
        while let events = mailbox.waitForEvents() {
          if events.contains(where: { $0.kind == .agent(.text("one")) }) { break }
        }
        fleet.shutdown()
      }
      let (fleet, _, was) = try resume(in: folder)
      #expect(was.members.map { $0.interrupted?.task } == ["one"])
      #expect(was.waiting.map(\.text) == ["two"])
      try fleet.attach(ScriptedEngine("scripted"))
      fleet.waitUntilIdle()
      #expect(fleet.snapshot().unassignedTasks == 1)
      #expect(try fleet.goOn(nil) == 2)
      fleet.waitUntilIdle()
      #expect(throws: FleetError("Nothing was interrupted or waits to be gone on with.")) { try fleet.goOn(nil) }
      fleet.shutdown()
      let story = SessionStory(try JournalReader(folder: folder).contents(of: id))
      #expect(story.runs.map(\.task) == ["one", "Go on where you were interrupted. The task: one", "two"])
      #expect(story.runs.map(\.reason) == ["interrupted", "done", "done"])
    }
  }

  @Test func `A run of a program that was killed is told as ended, with all that waited on it`() throws {
    try withTemporaryFolder { folder in
      do {
        let journal = Journal(folder: folder, session: id) { Issue.record("\($0)") }
        let request = PermissionRequest(
          id: "request-1", tool: "bash", arguments: [:], subject: "make", workingDirectory: "/w", dangerous: false,
          rule: "mode ask", sessionRule: "")
        let kinds: [FleetEvent.Kind] = [
          .sessionStarted(id: id, model: "", agents: 1, slots: 1, context: 0),
          .taskQueued(task: "t1", text: "one", position: 1), .runStarted(task: "t1"),
          .agent(.toolStarted(call: "call-1", name: "bash", arguments: [:])), .agent(.permissionRequested(request)),
        ]
        for (place, kind) in kinds.enumerated() {
          journal.write([
            FleetEvent(seq: place + 1, time: 0, agent: place > 1 ? "ada" : nil, run: place > 1 ? "r1" : nil, kind: kind)
          ])
        }
      }
      // Half a line, as a kill leaves it.
      let path = "\(folder)/\(id).jsonl"
      try (String(contentsOfFile: path, encoding: .utf8) + #"{"seq":6,"ti"#).write(
        toFile: path, atomically: false, encoding: .utf8)
      let (fleet, journal, _) = try resume(in: folder)
      #expect(throws: FleetError.self) { try Journal(resuming: id, in: folder) { _ in } }
      fleet.shutdown()
      let told = try JournalReader(folder: folder).events(of: id).dropFirst(5).map(\.kind)
      let output = SessionRestoration.Member.notFinished
      #expect(
        told.dropFirst() == [
          .agent(.permissionResolved(request: "request-1", decision: "deny", by: "the end of the program")),
          .agent(.toolFinished(call: "call-1", name: "bash", ok: false, output: output, milliseconds: 0)),
          .runFinished(.interrupted(text: "")), .sessionFinished(runs: 0, failed: 0),
        ])
      #expect(journal.failure == nil)
      // All of it can be read again, the broken line between.
      var recalled: [Int] = []
      try journal.recall(EventSelection(seqs: 1..<11)) { recalled.append($0.seq) }
      #expect(recalled == Array(1...10))
    }
  }

  @Test func `A session that still runs is not gone on with`() throws {
    try withTemporaryFolder { folder in
      let journal = Journal(folder: folder, session: id) { Issue.record("\($0)") }
      journal.write([
        FleetEvent(
          seq: 1, time: 0, agent: nil, run: nil,
          kind: .sessionStarted(id: id, model: "", agents: 1, slots: 1, context: 0))
      ])
      let sentence =
        "The session '\(id)' still runs, in another process; end it there, or begin a new one here."
      #expect(throws: FleetError(sentence)) { try Journal(resuming: id, in: folder) { _ in } }
      #expect(journal.failure == nil)
    }
  }
}
