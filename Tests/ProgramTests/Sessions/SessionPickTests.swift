import Foundation
import Orchestrator
import Testing
import TestSupport

@testable import Program

@Suite struct SessionPickTests {
  private func pick() throws -> SessionPick {
    let folder = NSTemporaryDirectory() + "pick-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for (place, task) in ["mend the whale", "write a song", "mend the song"].enumerated() {
      let id = "2026010\(place + 1)-150405-abc234"
      let journal = Journal(folder: folder, session: id) { Issue.record("\($0)") }
      let kinds: [FleetEvent.Kind] = [
        .sessionStarted(id: id, model: "/m.gguf", agents: 1, slots: 1, context: 0),
        .taskQueued(task: "t1", text: task, position: 1),
      ]
      journal.write(
        kinds.enumerated().map { FleetEvent(seq: $0 + 1, time: 0, agent: nil, run: nil, kind: $1) })
    }
    return SessionPick(JournalReader(folder: folder).sessions())
  }

  @Test(arguments: [
    ("", "20260103-150405-abc234"), ("1", "20260103-150405-abc234"), ("3", "20260101-150405-abc234"),
    ("20260102", "20260102-150405-abc234"), (" 2 ", "20260102-150405-abc234"),
  ])
  func `A number, a name's beginning or Enter choose`(text: String, session: String) throws {
    var pick = try pick()
    #expect(pick.take(text) == .chosen(session))
  }

  @Test func `Words narrow the list, and numbers are then those of what is shown`() throws {
    var pick = try pick()
    guard case .narrowed(let found) = pick.take("MEND the") else {
      Issue.record("not narrowed")
      return
    }
    #expect(found.map(\.tasks) == [["mend the song"], ["mend the whale"]])
    #expect(pick.text.contains("2  20260101-150405-abc234"))
    #expect(pick.take("2") == .chosen("20260101-150405-abc234"))
    #expect(pick.take("nothing of the kind") == .unknown("'nothing of the kind' is in no session."))
    // Words are looked for in all.
    #expect(pick.take("write") == .narrowed(pick.shown) && pick.shown.count == 1)
    #expect(pick.take("q") == .none)
  }
}
