import Foundation
import OrderedJSON
import TerminalUI
import Testing
import TestSupport

@testable import Program

/// `agent-tui bench` with the real binary and the real model, with amounts that take a moment: that the figures say what
/// was done, not how fast it was.
@Suite(.serialized) struct BenchRunTests {
  private func measure(_ arguments: String) throws -> JSON {
    try Program.withHome { home in
      let ending = try Program.run(
        ["bench", "--format", "json", "--model", TestModel.path, "--threads", "1"]
          + arguments.split(separator: " ").map(String.init), home: home)
      #expect(ending.status == 0, "\(ending.errors)")
      #expect(ending.errors.isEmpty)
      return try JSON(parsing: ending.output.trimmingWhitespace)
    }
  }

  private func number(_ json: JSON, _ field: String) throws -> Double {
    switch json[field] {
    case .integer(let number)?: Double(number)
    case .number(let number)?: number
    default: throw UsageError("\(field) is \(json[field]?.text ?? "missing") in \(json.text)")
    }
  }

  @Test func decodeComputesThePrefixOnceAndGeneratesExactlyWhatWasAskedFor() throws {
    let report = try measure("--workload decode --agents 3 --prefix 40 --turn 2 --generate 6")
    #expect(report["generated"]?.integer == 18)
    // The prefix once, two tokens each.
    #expect(report["prefilled"]?.integer == 46)
    #expect(report["reused"]?.integer == 80)
    #expect(try number(report, "decode_tps") > 0)
    let share = try number(report, "own_share")
    #expect(share > 0 && share < 1)
    let peak = try number(report, "peak_rss_mb")
    let overhead = try number(report, "overhead_mb")
    #expect(overhead < peak)
  }

  @Test func newcomerHoldsUpThoseWhoStreamByOneStepAtLeast() throws {
    let report = try measure("--workload newcomer --agents 3 --prefix 16 --turn 150 --generate 8")
    let (step, gap) = (try number(report, "step_ms"), try number(report, "longest_gap_ms"))
    #expect(step > 0)
    #expect(gap > 0)
    #expect(abs(try number(report, "gap_steps") - gap / step) < 0.1)
    #expect(try number(report, "newcomer_ttft_s") > 0)
    // The prefix once, a token each of those who stream, one again where they go on, and the newcomer's own.
    #expect(report["prefilled"]?.integer == 16 + 2 + 2 + 150)
  }

  @Test func residentsAllFinishAndAreComparedWithAKVThatHoldsThemAll() throws {
    let report = try measure(
      "--workload residents --agents 12 --slots 2 --residents 8 --prefix 16 --turn 8 --generate 4 --turns 2")
    #expect(report["generated"]?.integer == 12 * 2 * 4)
    #expect(report["residents"]?.integer == 8)
    #expect(try number(report, "ratio") > 0)
    // With room for all: the prefix once, 8 tokens a turn, and again the last token of the first turn.
    #expect(report["everybody_prefilled"]?.integer == 16 + 12 * (8 + 8 + 1))
    let (prefilled, everybody) = (try number(report, "prefilled"), try number(report, "everybody_prefilled"))
    #expect(prefilled + (try number(report, "restored")) >= everybody)
  }

  @Test func permitsNeedNoModel() throws {
    try Program.withHome { home in
      let ending = try Program.run(
        ["bench", "--workload", "permits", "--waiters", "20", "--format", "json"], home: home)
      #expect(ending.status == 0, "\(ending.errors)")
      let report = try JSON(parsing: ending.output.trimmingWhitespace)
      #expect(report.object?.names == ["workload", "waiters", "permit_ns", "grant_ns", "handover_ns"])
      #expect(try number(report, "permit_ns") > 0)
      #expect(try number(report, "grant_ns") > 0)
      #expect(try number(report, "handover_ns") > 0)
    }
  }

  @Test(arguments: [
    ("bench --slots 0", "--slots: '0' is not accepted; give a whole number from 1 to 255."),
    ("bench --slots 256", "--slots: '256' is not accepted; give a whole number from 1 to 255."),
    (
      "bench --prefix 9000",
      "These amounts take a context of 9500 tokens, and the model was trained on 8192; give fewer with --prefix, --turn, --generate or --turns."
    ),
    (
      "bench --kv-budget 1M",
      "The KV of one agent takes 34.6 MB, and --kv-budget is 1.0 MB; give fewer agents or tokens."
    ),
    (
      "run --task x --context 9000", "--context 9000 is more than the 8192 tokens that the model was trained on"
    ),
    (
      "run --task x --kv-budget 1M",
      "a context of 4096 tokens takes 94.4 MB of KV, and --kv-budget is 1.0 MB; give at least --kv-budget 1474560"
    ),
    ("run --task x --device XPU7", "there is no device 'XPU7'; there are CPU: "),
    (
      "bench --cache-type-v q8_0 --flash-attention off",
      "--cache-type-v q8_0 needs flash attention, and --flash-attention off was given; leave one of them out"
    ),
    ("bench --agents 9 --batch 8", "--batch 8 is less than a row for each of 9 sequences; give 9 or more"),
  ])
  func whatCannotBeIsOneSentence(arguments: String, sentence: String) throws {
    try Program.withHome { home in
      let ending = try Program.run(
        arguments.split(separator: " ").map(String.init) + ["--model", TestModel.path], home: home)
      #expect(ending.status == 2)
      #expect(ending.output.isEmpty)
      #expect(ending.errors.hasPrefix("agent-tui: \(sentence)"), "\(ending.errors)")
      #expect(ending.errors.filter { $0 == "\n" }.count == 1)
    }
  }

  @Test func interruptedInATerminalTheLineIsGoneAndTheStatusIs130() throws {
    try Program.withHome { home in
      let terminal = try PseudoTerminal(size: Size(width: 80, height: 6))
      let process = try terminal.spawn(
        Program.binary,
        ["bench", "--model", TestModel.path, "--threads", "1", "--agents", "2", "--generate", "2000", "--turns", "2"],
        environment: ["HOME": home, "PATH": "/usr/bin:/bin", "TERM": "xterm"], directory: "\(home)/work")
      defer { if (try? terminal.waitForExit(seconds: 0)) == nil { kill(process, SIGKILL) } }
      try terminal.wait(for: "turn 1 of 2, 0 of 2 agents  ", seconds: 90)
      terminal.type("\u{3}")
      #expect(try terminal.waitForExit(seconds: 90) == 130)
      let screen = try terminal.wait(for: "Interrupted: nothing was measured.")
      #expect(!screen.text.contains("turn 1 of 2"))
    }
  }
}
