import Agents
import Foundation
import Testing
import TestSupport
import Threading

@testable import Orchestrator

@Suite struct JournalTests {
  private let id = "20260102-150405-abc234"

  private func event(_ seq: Int, _ kind: FleetEvent.Kind) -> FleetEvent {
    FleetEvent(seq: seq, time: 1_767_366_245_678, agent: nil, run: nil, kind: kind)
  }

  private var session: [FleetEvent] {
    [
      event(1, .sessionStarted(id: id, model: "/m.gguf", agents: 2, slots: 2, context: 4096)),
      event(2, .taskQueued(task: "t1", text: "first\nline", position: 1)),
      event(3, .taskQueued(task: "t2", text: "second", position: 2)),
      event(4, .agent(.text(#"a text with "event":"task.queued" in it"#))),
      event(5, .runFinished(RunOutcome(reason: .done, text: "yes"))),
      event(6, .runFinished(RunOutcome(reason: .failed, text: "", error: "no"))),
    ]
  }

  private func write(_ events: [FleetEvent], in folder: String) -> [String] {
    let failures = Monitor<[String]>([])
    let journal = Journal(folder: folder, session: id) { failure in failures.withLock { $0.append(failure) } }
    for event in events { journal.write([event]) }
    return failures.withLock { $0 }
  }

  @Test func `A fleet's journal is its stream`() throws {
    try withTemporaryFolder { folder in
      let fixture = try Fixture(
        agents: 3, sink: Journal(folder: "\(folder)/a/b", session: id) { Issue.record("\($0)") }
      ) {
        run in
        for number in 0..<50 { run.emit(.text("\(number) ")) }
        return RunOutcome(reason: .done, text: run.task)
      }
      try fixture.fleet.attach(ScriptedEngine("scripted"))
      for number in 0..<6 { _ = try fixture.fleet.submit("\(number)", to: .any) }
      fixture.fleet.waitUntilIdle()
      let events = fixture.finish()
      #expect(try JournalReader(folder: "\(folder)/a/b").events(of: id) == events)
    }
  }

  @Test func `A journal is its owner's alone, and is made with the first event`() throws {
    try withTemporaryFolder { folder in
      let journal = Journal(folder: folder, session: id) { Issue.record("\($0)") }
      #expect(!FileManager.default.fileExists(atPath: journal.path))
      journal.write([event(1, .runStarted(task: "t1"))])
      let attributes = try FileManager.default.attributesOfItem(atPath: journal.path)
      #expect(attributes[.posixPermissions] as? Int == 0o600)
    }
  }

  @Test func `A journal that cannot be written says so once and stops nobody`() throws {
    try withTemporaryFolder { folder in
      _ = FileManager.default.createFile(atPath: "\(folder)/file", contents: nil)
      let failures = write(session, in: "\(folder)/file/sessions")
      #expect(failures.count == 1)
      let sentence = try #require(failures.first)
      #expect(
        sentence.hasPrefix(
          "This session is not kept on disk: cannot make the folder \(folder)/file/sessions"))
    }
  }

  @Test func `A journal never writes into a file that is there already`() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/\(id).jsonl"
      try "precious".write(toFile: path, atomically: true, encoding: .utf8)
      #expect(write(session, in: folder).count == 1)
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
    }
  }

  @Test func `A broken last line is left out, a broken one before it is named and passed over`() throws {
    try withTemporaryFolder { folder in
      #expect(write(session, in: folder) == [])
      let path = "\(folder)/\(id).jsonl"
      let whole = try String(contentsOfFile: path, encoding: .utf8)
      try String(whole.dropLast(10)).write(toFile: path, atomically: true, encoding: .utf8)
      let cut = try JournalReader(folder: folder).contents(of: id)
      #expect(cut.events == session.dropLast())
      #expect(cut.isCutOff)
      #expect(cut.damageSentence == nil)
      try whole.replacing(#""text","text""#, with: #""text","t""#).write(
        toFile: path, atomically: true, encoding: .utf8)
      let damaged = try JournalReader(folder: folder).contents(of: id)
      #expect(damaged.events == session.filter { $0.seq != 4 })
      // The second line is a record.
      #expect(damaged.damage.map(\.line) == [5])
      let sentence = try #require(damaged.damageSentence)
      #expect(sentence.hasPrefix("\(path): line 5, "))
      #expect(sentence.contains("is no event of a session and is passed over"))
      // The session is in the list all the same.
      #expect(JournalReader(folder: folder).sessions().map(\.id) == [id])
    }
  }

  @Test func `A list says of each session what was asked and how it ended, the latest first`() throws {
    try withTemporaryFolder { folder in
      #expect(write(session, in: folder) == [])
      let later = "20260103-000000-xyz234"
      let journal = Journal(folder: folder, session: later) { Issue.record("\($0)") }
      journal.write([event(1, .sessionStarted(id: later, model: "/n.gguf", agents: 1, slots: 1, context: 0))])
      try "no journal".write(toFile: "\(folder)/20260104-000000-abcdef.jsonl", atomically: true, encoding: .utf8)
      try "other".write(toFile: "\(folder)/notes.txt", atomically: true, encoding: .utf8)

      let sessions = JournalReader(folder: folder).sessions()
      #expect(sessions.map(\.id) == [later, id])
      // The later one is still open.
      #expect(sessions.map(\.ending) == [.running, .cutShort])
      #expect(JournalReader(folder: folder).list().unreadable == ["20260104-000000-abcdef"])
      #expect(sessions.last?.tasks == ["first\nline", "second"])
      #expect(sessions.last.map { [$0.agents, $0.runs, $0.failed] } == [2, 2, 1])
      #expect(sessions.last?.startedAt == 1_767_366_245_678)
      journal.write([event(2, .sessionFinished(runs: 0, failed: 0))])
      #expect(JournalReader(folder: folder).sessions().first?.ending == .finished)
    }
  }

  @Test func `A session is found by its name, the beginning of it, or as the latest`() throws {
    try withTemporaryFolder { folder in
      let reader = JournalReader(folder: folder)
      #expect(throws: FleetError("There is no earlier session in \(folder).")) { try reader.resolve(nil) }
      for name in ["20260102-150405-abc234", "20260102-150405-abd234", "20260103-000000-xyz234"] {
        try "".write(toFile: "\(folder)/\(name).jsonl", atomically: true, encoding: .utf8)
      }
      #expect(try reader.resolve(nil) == "20260103-000000-xyz234")
      #expect(try reader.resolve("20260103") == "20260103-000000-xyz234")
      #expect(try reader.resolve("20260102-150405-abc234") == "20260102-150405-abc234")
      for wrong in ["20260102", "1999", "", "../x"] {
        #expect(throws: FleetError.self) { try reader.resolve(wrong) }
      }
      #expect(throws: FleetError.self) { try reader.events(of: "../../etc/passwd") }
    }
  }
}
