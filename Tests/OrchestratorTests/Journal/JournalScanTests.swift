import Agents
import OrderedJSON
import System
import Testing

@testable import Orchestrator

@Suite struct JournalScanTests {
  private static func event(_ seq: Int) -> FleetEvent {
    FleetEvent(seq: seq, time: 1_767_366_245_678, agent: "ada", run: "r1", kind: .agent(.text("number \(seq)")))
  }
  private static func line(_ seq: Int) -> String { event(seq).json.text }
  private static let nuls = String(repeating: "\0", count: 300)

  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var text: String
    var seqs: [Int]
    var damaged: [Int] = []
    var isCutOff = false
  }

  static let cases: [Case] = [
    Case(testDescription: "nothing", text: "", seqs: []),
    Case(testDescription: "whole lines", text: "\(line(1))\n\(line(2))\n", seqs: [1, 2]),
    Case(testDescription: "no last line feed", text: "\(line(1))\n\(line(2))", seqs: [1, 2]),
    Case(
      testDescription: "cut in the last line", text: "\(line(1))\n\(line(2).dropLast(4))", seqs: [1], isCutOff: true),
    Case(
      testDescription: "cut in the middle", text: "\(line(1))\n\(line(2).dropLast(4))\n\(line(3))\n", seqs: [1, 3],
      damaged: [2]),
    Case(testDescription: "NUL bytes between", text: "\(line(1))\n\(nuls)\n\(line(3))\n", seqs: [1, 3], damaged: [2]),
    Case(testDescription: "NUL bytes before a line", text: "\(line(1))\n\(nuls)\(line(3))\n", seqs: [1, 3]),
    Case(testDescription: "NUL bytes behind a line", text: "\(line(1))\(nuls)\n\(line(3))\n", seqs: [1, 3]),
    Case(
      testDescription: "NUL bytes over a line feed", text: "\(line(1).dropLast(9))\(nuls)\(line(3))\n\(line(4))\n",
      seqs: [3, 4], damaged: [1]),
    Case(testDescription: "NUL bytes at the end", text: "\(line(1))\n\(nuls)", seqs: [1], damaged: [2]),
    Case(testDescription: "a lost line feed", text: "\(line(1))\(line(2))\n\(line(3))\n", seqs: [1, 2, 3]),
    Case(testDescription: "swapped lines", text: "\(line(3))\n\(line(1))\n\(line(2))\n", seqs: [1, 2, 3]),
    Case(testDescription: "a line twice", text: "\(line(1))\n\(line(2))\n\(line(1))\n", seqs: [1, 2]),
    Case(testDescription: "line feeds of another system", text: "\(line(1))\r\n\(line(2))\r\n", seqs: [1, 2]),
    Case(testDescription: "another file", text: "[core]\n\tbare = false\n", seqs: [], damaged: [1, 2]),
    Case(
      testDescription: "a number that was never given out", text: "\(line(Int.max))\n\(line(0))\n\(line(2))\n",
      seqs: [2], damaged: [1, 2]),
    Case(testDescription: "empty lines", text: "\n\n\(line(1))\n\n", seqs: [1]),
  ]

  @Test(arguments: cases) func `What is whole is found, and what is not is named`(_ test: Case) {
    let scan = JournalScan(Array(test.text.utf8))
    #expect(scan.events == test.seqs.map(Self.event))
    #expect(scan.damage.map(\.line) == test.damaged)
    #expect(scan.isCutOff == test.isCutOff)
  }

  @Test func `Damage is named with its lines and its bytes`() {
    let one = [JournalDamage(line: 4, offset: 1200, bytes: 77)]
    #expect(
      one.sentence(path: "/j")
        == "/j: line 4, 77 bytes from byte 1200 on, is no event of a session and is passed over; the file was changed or damaged. All else in it is there."
    )
    let many = (1...9).map { JournalDamage(line: $0, offset: 0, bytes: 10) }
    #expect(
      many.sentence(path: "/j")
        == "/j: 9 lines (1, 2, 3, 4, 5, 6, 7, 8 …), 90 bytes in all, are no events of a session and are passed over; the file was changed or damaged. All else in it is there."
    )
    #expect([JournalDamage]().sentence(path: "/j") == nil)
  }

  /// Of every kind, with everything that it can hold.
  static let records: [JournalRecord.Kind] = [
    .opened(ordinal: 7),
    .setting(SessionSetting(workspace: "/w \"é\"", system: "Be\nbrief.", tools: ["read", "bash"])),
    .agents([KeptAgent(id: 1, name: "ada", mode: .auto), KeptAgent(id: 4, name: "bob", mode: .plan, starter: 1)]),
    .conversation(
      agent: 4,
      ConversationChange(
        count: 3, place: 1, removed: 2,
        entries: [
          .briefing("b"), .task("t\0\u{2028}"), .note("n"), .summary("s"), .toolResults(["one", ""]),
          .assistant(
            AssistantTurn(
              tokens: [1, 0, 49_151], text: "<think>x</think>a<call>", content: "a", reasoning: "x",
              calls: [
                .valid(
                  ToolCall(name: "bash", arguments: ["command": "ls", "n": 2.5], notes: ["n as 2"], identifier: "c1")),
                .malformed(MalformedToolCall(name: nil, problem: "no name")),
                .malformed(MalformedToolCall(name: "x", problem: "no such tool")),
              ])),
          .assistant(AssistantTurn(text: "plain")),
        ], model: "m 1 2")),
    .dropped(["t1", "t2"]),
    .summary(SessionSummary(events: cases.isEmpty ? [] : [event(1)], id: "20260102-150405-abc234")!),
  ]

  @Test func `A record comes back from its line as it was`() {
    for (place, kind) in Self.records.enumerated() {
      let record = JournalRecord(number: place + 1, after: 12, kind: kind)
      let bytes = Array(record.json.text.utf8)
      #expect(bytes.withUnsafeBufferPointer { JournalScan.line($0) } == .record(record))
    }
  }
}
