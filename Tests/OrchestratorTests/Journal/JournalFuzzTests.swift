// Journals are damaged at random, and whatever was not touched must still be there. AGENT_TUI_FUZZ sets the number of
// journals, for a long run.

import Agents
import Foundation
import OrderedJSON
import System
import Testing
import TestSupport

@testable import Orchestrator

@Suite struct JournalFuzzTests {
  /// A session with a line of every kind, as a fleet would write it.
  private static let lines: [[UInt8]] = {
    var lines: [[UInt8]] = []
    var seq = 0
    func tell(_ kind: FleetEvent.Kind, slots: FleetEvent.Slots? = nil, run: String? = "r1") {
      seq += 1
      let agent = run.map { $0 == "r1" ? "ada" : "bob" }
      let id = run.map { AgentID(value: $0 == "r1" ? 1 : 2) }
      lines.append(
        Array(
          FleetEvent(
            seq: seq, time: 1_767_366_245_678, agent: agent, agentID: id, run: run, kind: kind, slots: slots
          ).json.text.utf8))
    }
    tell(.sessionStarted(id: "20260102-150405-abc234", model: "/m.gguf", agents: 2, slots: 2, context: 4096), run: nil)
    tell(.taskQueued(task: "t1", text: "first\ntask \"é\"", position: 1), run: nil)
    for test in FleetEventJSONTests.cases { tell(test.kind, slots: test.slots, run: test.hasRun ? "r1" : nil) }
    for number in 0..<12 { tell(.agent(.text("piece \(number) {\"seq\":\(number),\n")), run: "r\(1 + number % 2)") }
    for (place, kind) in JournalScanTests.records.enumerated() {
      lines.insert(Array(JournalRecord(number: place + 1, after: place, kind: kind).json.text.utf8), at: 2 + 3 * place)
    }
    tell(.sessionFinished(runs: 2, failed: 0), run: nil)
    return lines
  }()

  private static func join(_ lines: [[UInt8]]) -> [UInt8] { lines.flatMap { $0 + [0x0A] } }

  /// Damages it once.
  private static func mutate(_ lines: [[UInt8]], _ numbers: inout SeededGenerator) -> [UInt8] {
    var lines = lines
    var bytes = join(lines)
    func place() -> Int { Int.random(in: 0...bytes.count, using: &numbers) }
    switch Int.random(in: 0..<9, using: &numbers) {
    case 0: bytes.removeLast(bytes.count - place())
    case 1:
      let (a, b) = (place(), place())
      bytes.removeSubrange(min(a, b)..<max(a, b))
    case 2:
      let start = place()
      let end = min(bytes.count, start + Int.random(in: 1...5000, using: &numbers))
      for index in start..<end { bytes[index] = 0 }
    case 3:
      bytes.insert(contentsOf: [UInt8](repeating: 0, count: Int.random(in: 1...5000, using: &numbers)), at: place())
    case 4:
      lines.swapAt(Int.random(in: 0..<lines.count, using: &numbers), Int.random(in: 0..<lines.count, using: &numbers))
      bytes = join(lines)
    case 5:
      lines.insert(lines.randomElement(using: &numbers) ?? [], at: Int.random(in: 0...lines.count, using: &numbers))
      bytes = join(lines)
    case 6: bytes += [UInt8](repeating: 0, count: Int.random(in: 1...9000, using: &numbers))
    case 7:
      for _ in 0..<Int.random(in: 1...20, using: &numbers) {
        bytes[Int.random(in: 0..<bytes.count, using: &numbers)] = UInt8.random(in: 0...255, using: &numbers)
      }
    default:
      lines.shuffle(using: &numbers)
      bytes = join(lines)
    }
    return bytes
  }

  @Test func `Whatever is damaged, each line that is whole is shown, and the rest stops nothing`() throws {
    let count = ProcessInfo.processInfo.environment["AGENT_TUI_FUZZ"].flatMap(Int.init) ?? 20
    var known: [[UInt8]: JournalScan.Line] = [:]
    for line in Self.lines {
      let found = line.withUnsafeBufferPointer { JournalScan.line($0) }
      let whole: JournalScan.Line = try #require(found, "\(String(decoding: line, as: UTF8.self))")
      known[line] = whole
    }
    var lost = 0
    for seed in 0..<count {
      var numbers = SeededGenerator(UInt64(seed))
      let damaged = Self.mutate(Self.lines, &numbers)
      let scan = JournalScan(damaged)
      var shown = Set(scan.events.map(\.seq))
      let records = Set(scan.records.map(\.number))
      for line in damaged.split(separator: 0x0A) {
        switch known[Array(line)] {
        case .event(let event): if !shown.contains(event.seq) { lost += 1 }
        case .record(let record): if !records.contains(record.number) { lost += 1 }
        case nil: break
        }
      }
      // Whoever reads on must come to an end too.
      shown.removeAll()
      let contents = JournalContents(id: "20260102-150405-abc234", path: "/j", scan)
      let restoration = SessionRestoration(contents)
      _ = SessionStory(contents).json.text
      _ = Roster(restoration)
      #expect(lost == 0, "seed \(seed)")
      if lost > 0 { return }
    }
  }
}
