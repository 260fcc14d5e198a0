import Foundation
import System
import Testing
import TestSupport

@testable import Orchestrator

@Suite struct SessionSweepTests {
  private static let day: Int64 = 86_400_000

  /// Sessions `d0` (written today) to `d5`, of 10 bytes each.
  private func doomed(size: Int, days: Int, running: [String] = []) -> [String] {
    let entries = (0...5).map { number in
      SessionSweep.Entry(
        id: "d\(number)", bytes: 10, written: (100 - Int64(number)) * Self.day,
        isRunning: running.contains("d\(number)"))
    }
    return SessionSweep(size: size, days: days).doomed(among: entries.shuffled(), now: 100 * Self.day).map(\.id)
  }

  @Test func `The oldest go until the rest fits, and what is too old in any case`() {
    #expect(doomed(size: 60, days: 0) == [])
    #expect(doomed(size: 59, days: 0) == ["d5"])
    #expect(doomed(size: 35, days: 0) == ["d5", "d4", "d3"])
    #expect(doomed(size: 0, days: 0) == ["d5", "d4", "d3", "d2", "d1", "d0"])
    #expect(doomed(size: 60, days: 3) == ["d5", "d4"])
    #expect(doomed(size: 25, days: 3) == ["d5", "d4", "d3", "d2"])
    #expect(doomed(size: 0, days: 1, running: ["d5", "d0"]) == ["d4", "d3", "d2", "d1"])
  }

  @Test func `Files of other things stay, and so does the session that is on`() throws {
    try withTemporaryFolder { folder in
      for name in ["20260102-150405-abc234.jsonl", "20260103-150405-abc234.jsonl", "notes.txt", "ordinal"] {
        try String(repeating: "x", count: 9000).write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
      }
      let outcome = SessionSweep(size: 1, days: 0).perform(in: folder, keeping: "20260103-150405-abc234")
      #expect(outcome.count == 1 && outcome.bytes >= 9000 && outcome.failures == [])
      #expect(Folder.names(in: folder) == ["20260103-150405-abc234.jsonl", "notes.txt", "ordinal"])
    }
  }
}
