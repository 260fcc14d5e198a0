import Agents
import Foundation
import OrderedJSON
import Testing
import TestSupport
import Threading

@testable import Orchestrator

@Suite struct JournalRecallTests {
  private let id = "20260102-150405-abc234"

  private func event(_ seq: Int, _ kind: FleetEvent.Kind, run: String?) -> FleetEvent {
    FleetEvent(seq: seq, time: 1_767_366_245_678, agent: run == nil ? nil : "ada", run: run, kind: kind)
  }

  /// Two runs told in turn, and tasks; long enough for many marks and more than one block.
  private var session: [FleetEvent] {
    (1...600).map { seq in
      switch seq % 50 {
      case 0: event(seq, .taskQueued(task: "t\(seq)", text: "task \(seq)", position: 1), run: nil)
      case 1:
        event(
          seq,
          .agent(
            .usage(
              .init(
                promptTokens: 1, reusedTokens: 1, generatedTokens: 1, millisecondsToFirstToken: 1, tokensPerSecond: 1))),
          run: "r1")
      default: event(seq, .agent(.text(String(repeating: "\(seq) \"é\"\n", count: 700))), run: "r\(1 + seq % 2)")
      }
    }
  }

  private func recalled(_ journal: Journal, _ wanted: EventSelection) throws -> [FleetEvent] {
    var events: [FleetEvent] = []
    try journal.recall(wanted) { events.append($0) }
    return events
  }

  /// Numbers that are wanted of run 1, and single ones.
  @Test(arguments: [(1..<601, []), (200..<300, [50, 250, 550]), (300..<301, []), (7..<7, [50]), (590..<601, [600])])
  func `What is wanted of one run comes again as it was told`(seqs: Range<Int>, others: [Int]) throws {
    try withTemporaryFolder { folder in
      let journal = Journal(folder: folder, session: id) { Issue.record("\($0)") }
      let session = session
      for start in stride(from: 0, to: session.count, by: 7) {
        journal.write(Array(session[start..<min(start + 7, 600)]))
      }
      let wanted = EventSelection(seqs: seqs, runs: ["r1"], kinds: ["text"], others: others)
      let single = session.filter { others.contains($0.seq) && !seqs.isEmpty && !seqs.contains($0.seq) }
      let inside = session.filter { event in
        guard seqs.contains(event.seq) else { return false }
        return event.run == "r1" && event.kind.name == "text" || others.contains(event.seq)
      }
      let events = try recalled(journal, wanted)
      #expect(events == single + inside)
    }
  }

  @Test func `A journal that was cut off, changed, or stopped being written is told in a sentence`() throws {
    try withTemporaryFolder { folder in
      let journal = Journal(folder: folder, session: id) { Issue.record("\($0)") }
      journal.write(session)
      let wanted = EventSelection(seqs: 500..<600, runs: ["r1"], kinds: ["text"])
      let whole = try Data(contentsOf: URL(fileURLWithPath: journal.path))
      try whole.prefix(1000).write(to: URL(fileURLWithPath: journal.path))
      let cut = try #require(throws: FleetError.self) { try recalled(journal, wanted) }
      #expect(cut.description.hasPrefix("\(journal.path) was cut off at byte "))
      try Data(repeating: 0x0A, count: whole.count).write(to: URL(fileURLWithPath: journal.path))
      #expect(
        throws: FleetError("\(journal.path) is no longer what was written into it; the file was changed or damaged.")
      ) { try recalled(journal, wanted) }
      try FileManager.default.removeItem(atPath: journal.path)
      #expect(
        throws: FleetError("The journal cannot be read: cannot open \(journal.path): No such file or directory.")
      ) { try recalled(journal, wanted) }
    }
  }

  @Test func `What a failed journal did not take is not looked for in it`() throws {
    try withTemporaryFolder { folder in
      _ = FileManager.default.createFile(atPath: "\(folder)/file", contents: nil)
      let journal = Journal(folder: "\(folder)/file/sessions", session: id) { _ in }
      journal.write(session)
      let error = try #require(throws: FleetError.self) {
        try recalled(journal, EventSelection(seqs: 1..<9, runs: ["r1"], kinds: ["text"]))
      }
      #expect(error.description.hasPrefix("What was said there is not in the journal: cannot make the folder "))
    }
  }

  /// Lines of every kind, and lines that are written in another way than ours.
  @Test(arguments: FleetEventJSONTests.cases)
  func `A line is read as the parser reads it`(_ test: FleetEventJSONTests.Case) throws {
    let event = FleetEvent(
      seq: 7, time: 1_767_366_245_678, agent: test.hasRun ? "ada" : nil, run: test.hasRun ? "r1" : nil, kind: test.kind,
      slots: test.slots)
    let read = Array(event.json.text.utf8).withUnsafeBufferPointer { bytes in JournalLine(bytes)?.event }
    #expect(read == event)
  }

  @Test(arguments: [
    "", "plain", "two\nlines", #"\ and " and /"#, "\t\r\u{8}\u{C}\u{1B}[31m", "é 漢 👩‍👩‍👧", "\u{2028}\u{9B}", "\u{0}",
    #"\u0041"#,
  ])
  func `Text is read from a line as it was written`(_ text: String) throws {
    let tool = AgentEvent.toolFinished(call: "c", name: "bash", ok: true, output: text, milliseconds: 0)
    for kind in [AgentEvent.text(text), .reasoning(text), tool] {
      let event = event(3, .agent(kind), run: "r1")
      let read = Array(event.json.text.utf8).withUnsafeBufferPointer { bytes in JournalLine(bytes)?.event }
      #expect(read == event)
    }
  }

  @Test(arguments: [
    #"{"seq":1,"time":"2026-01-02T15:04:05.678Z","event":"text","agent":"ada","run":"r1","text":"a"b"}"#,
    #"{"seq":1,"time":"2026-01-02T15:04:05.678Z","event":"text","agent":"ada","run":"r1","text":"a\"}"#,
    #"{"seq":1,"time":"2026-01-02T15:04:05.678Z","event":"tool.finished","agent":"ada","run":"r1","call":"c","name":"n","ok":1,"output":"","ms":1}"#,
    #"{"seq":1,"time":"2026-01-02T15:04:05.678Z","event":"tool.finished","agent":"ada","run":"r1","call":"c","name":"n","ok":true,"output":"","ms":}"#,
    #"{"seq":1,"time":"yesterday","event":"text","agent":"ada","run":"r1","text":"a"}"#,
    #"{"seq":1,"time":"2026-01-02T15:04:05.678Z","event":"text","agent":"ada","run":"r1","text":"a\x"}"#,
  ])
  func `A line that is no event is none`(_ line: String) {
    #expect(Array(line.utf8).withUnsafeBufferPointer { bytes in JournalLine(bytes)?.event } == nil)
  }
}
