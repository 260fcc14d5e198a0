import Agents
import OrderedJSON
import Orchestrator

/// The events of long work, run by run: a task, some lines that are streamed token by token, and calls of tools that
/// give most of the lines. Always the same for as many lines.
struct LongWork {
  static let agent = "ada"
  /// Stands in few lines.
  static let needle = "needle in the hay"
  /// Stands in every line of a tool's output.
  static let common = "output"

  private static let textLines = 16
  private static let calls = 4
  private static let callLines = 36
  /// A needle in one of so many runs, in its text: parted among tokens.
  private static let needleRuns = 64

  /// Lines that are to be written, at least.
  let lines: Int
  /// Lines that have been.
  private(set) var written = 0
  /// Lines with the needle.
  private(set) var needles = 0
  private var runs = 0
  private var seq = 0
  /// 2026-01-02 03:04:05 UTC.
  private var time: Int64 = 1_767_323_045_000

  init(lines: Int) { self.lines = lines }

  static func task(_ run: Int) -> String { "task \(run): look at the parser again" }

  /// A text that stands in one line, about half way.
  static func middle(of lines: Int) -> String {
    task(max(1, lines / (1 + textLines + calls * (1 + callLines)) / 2))
  }

  /// The events of another run; nil when there are lines enough.
  mutating func next() -> [FleetEvent]? {
    guard written < lines else { return nil }
    runs += 1
    var events: [FleetEvent] = []
    func run() -> String { "r\(runs)" }
    tell(.taskQueued(task: "t\(runs)", text: Self.task(runs), position: 1), run: nil, &events)
    tell(.runStarted(task: "t\(runs)"), run: run(), &events)
    for line in 1...Self.textLines {
      let hasNeedle = line == 3 && runs % Self.needleRuns == 0
      needles += hasNeedle ? 1 : 0
      let text =
        "\(line). In run \(runs) the **parser** takes \(hasNeedle ? Self.needle : "what comes") and gives `tokens` back.\n"
      for token in tokens(of: text) { tell(.agent(.text(token)), run: run(), &events) }
    }
    for number in 1...Self.calls {
      let call = "call-\(runs)-\(number)"
      tell(
        .agent(.toolStarted(call: call, name: "bash", arguments: ["command": .string("make test-\(number)")])),
        run: run(), &events)
      let output = (1...Self.callLines).map {
        "run \(runs), call \(number), output \($0): Sources/Parser.swift compiled"
      }
      tell(
        .agent(
          .toolFinished(
            call: call, name: "bash", ok: true, output: output.joined(separator: "\n"), milliseconds: 120 + number)),
        run: run(), &events)
    }
    tell(.runFinished(RunOutcome(reason: .done, text: "")), run: run(), &events)
    written += 1 + Self.textLines + Self.calls * (1 + Self.callLines)
    return events
  }

  private mutating func tell(_ kind: FleetEvent.Kind, run: String?, _ events: inout [FleetEvent]) {
    seq += 1
    time += 7
    events.append(FleetEvent(seq: seq, time: time, agent: Self.agent, run: run, kind: kind))
  }

  /// About as long as a model's.
  private func tokens(of text: String) -> [String] {
    let letters = Array(text)
    return stride(from: 0, to: letters.count, by: 5).map { String(letters[$0..<min($0 + 5, letters.count)]) }
  }
}
