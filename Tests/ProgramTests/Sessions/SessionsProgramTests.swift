import Agents
import Foundation
import Orchestrator
import Testing
import TestSupport

@testable import Program

@Suite struct SessionsProgramTests {
  /// The line of a list for a session in which this happened.
  private func line(_ kinds: [FleetEvent.Kind]) throws -> String {
    let place = try TemporaryFolder(isMade: false)
    defer { place.remove() }
    let folder = place.path
    let id = "20260102-150405-abc234"
    let start = FleetEvent.Kind.sessionStarted(id: id, model: "/models/\u{1B}m.gguf", agents: 2, slots: 2, context: 0)
    do {
      // Dropped before it is read: an open journal belongs to a session that still runs.
      let journal = Journal(folder: folder, session: id) { Issue.record("\($0)") }
      for (index, kind) in ([start] + kinds).enumerated() {
        journal.write([FleetEvent(seq: index + 1, time: 1_767_366_245_678, agent: nil, run: nil, kind: kind)])
      }
    }
    let session = try #require(JournalReader(folder: folder).sessions().first)
    let line = SessionsProgram.line(session)
    // The time is that of this machine's zone.
    return line.replacing(LocalTime.text(milliseconds: 1_767_366_245_678), with: "TIME")
  }

  private func task(_ text: String) -> FleetEvent.Kind { .taskQueued(task: "t1", text: text, position: 1) }
  private func end(_ reason: RunOutcome.Reason) -> FleetEvent.Kind {
    .runFinished(RunOutcome(reason: reason, text: ""))
  }

  @Test func `A session's line says when, how it ended, with which model, and what was asked`() throws {
    #expect(
      try line([task("one\ntwo"), task("more"), end(.done), end(.failed), .sessionFinished(runs: 2, failed: 1)])
        == "20260102-150405-abc234  TIME  1 done, 1 failed  ␛m.gguf  one␊two (+1)")
    #expect(
      try line([task(String(repeating: "x", count: 60)), end(.stopped), .sessionFinished(runs: 1, failed: 0)])
        == "20260102-150405-abc234  TIME  1 stopped  ␛m.gguf  " + String(repeating: "x", count: 47) + "…")
    #expect(try line([]) == "20260102-150405-abc234  TIME  cut short  ␛m.gguf  no task")
    #expect(
      try line([task("x"), .sessionFinished(runs: 0, failed: 0)])
        == "20260102-150405-abc234  TIME  nothing run  ␛m.gguf  x")
    let change = ModelChange(model: "/models/n.gguf", before: "/models/m.gguf", context: 0, notes: [])
    #expect(
      try line([task("x"), .modelChanged(change), end(.done), .sessionFinished(runs: 1, failed: 0)])
        == "20260102-150405-abc234  TIME  1 done  ␛m.gguf → n.gguf  x")
  }
}
