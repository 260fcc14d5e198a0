import Agents
import Foundation
import OrderedJSON
import System
import Testing
import TestSupport

@testable import Orchestrator

@Suite struct SessionListTests {
  private func event(_ seq: Int, _ kind: FleetEvent.Kind, time: Int64) -> FleetEvent {
    FleetEvent(seq: seq, time: time, agent: nil, run: nil, kind: kind)
  }

  private func events(_ id: String, at time: Int64, texts: Int = 0, ends: Bool = true) -> [FleetEvent] {
    var kinds: [FleetEvent.Kind] = [
      .sessionStarted(id: id, model: "/m", agents: 1, slots: 1, context: 0),
      .taskQueued(task: "t1", text: "one", position: 1),
    ]
    kinds += (0..<texts).map { .agent(.text(String(repeating: "\($0) ", count: 100))) }
    kinds += [
      .taskQueued(task: "t2", text: "two", position: 1), .runFinished(.init(reason: .failed, text: "", error: "no")),
    ]
    if ends { kinds.append(.sessionFinished(runs: 1, failed: 1)) }
    return kinds.enumerated().map { event($0 + 1, $1, time: time) }
  }

  private func write(_ id: String, _ events: [FleetEvent], in folder: String) {
    let journal = Journal(folder: folder, session: id) { Issue.record("\($0)") }
    for event in events { journal.write([event]) }
  }

  @Test func `Sessions stand in the order of their beginning, though the clock went back`() throws {
    try withTemporaryFolder { folder in
      let names = ["20300101-000000-aaaaaa", "20260102-150405-bbbbbb", "20280102-150405-cccccc"]
      for (place, name) in names.enumerated() { write(name, events(name, at: Int64(1000 - place)), in: folder) }
      let reader = JournalReader(folder: folder)
      #expect(reader.sessions().map(\.id) == names.reversed())
      #expect(try reader.resolve(nil) == names[2])
      // The number is counted on from the journals where its file is lost, or says nothing.
      for lost in [nil, "rubbish", ""] as [String?] {
        try FileManager.default.removeItem(atPath: "\(folder)/\(SessionOrder.file)")
        if let lost { try lost.write(toFile: "\(folder)/\(SessionOrder.file)", atomically: true, encoding: .utf8) }
        #expect(SessionOrder.next(in: folder) == 4)
      }
    }
  }

  /// Pieces of text in the journal, whether it has an end, and whether an older version wrote it.
  @Test(arguments: [(0, true), (5000, true), (5000, false), (0, false)], [false, true])
  func `Of a long journal the beginning and the end are enough`(_ kind: (texts: Int, ends: Bool), isOld: Bool) throws {
    try withTemporaryFolder { folder in
      let id = "20260102-150405-abc234"
      let told = events(id, at: 1_767_366_245_678, texts: kind.texts, ends: kind.ends)
      write(id, told, in: folder)
      if isOld {
        try told.map { $0.json.text + "\n" }.joined().write(
          toFile: "\(folder)/\(id).jsonl", atomically: true, encoding: .utf8)
      }
      let summary = try #require(JournalReader(folder: folder).sessions().first)
      #expect(summary.tasks == ["one", "two"])
      #expect(summary.taskCount == 2 && summary.runs == 1 && summary.failed == 1)
      #expect(summary.ending == (kind.ends ? .finished : .cutShort))
      #expect(summary.isWhole == !(isOld && kind.texts > 0))
      #expect(summary.startedAt == 1_767_366_245_678)
    }
  }

  @Test func `A session whose beginning is lost is in the list`() throws {
    try withTemporaryFolder { folder in
      let id = "20260102-150405-abc234"
      write(id, events(id, at: 1_767_366_245_678, texts: 5000), in: folder)
      let path = "\(folder)/\(id).jsonl"
      var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      bytes.replaceSubrange(0..<5000, with: Data(repeating: 0, count: 5000))
      try bytes.write(to: URL(fileURLWithPath: path))
      #expect(JournalReader(folder: folder).sessions().map(\.taskCount) == [2])
      let contents = try JournalReader(folder: folder).contents(of: id)
      #expect(contents.damage.map(\.line) == [1])
      #expect(contents.events.last?.kind == .sessionFinished(runs: 1, failed: 1))
    }
  }
}
