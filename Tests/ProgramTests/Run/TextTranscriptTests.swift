import Agents
import OrderedJSON
import Orchestrator
import Testing

@testable import Program

@Suite struct TextTranscriptTests {
  private func print(_ events: [(String?, FleetEvent.Kind)], showsAgents: Bool = true) -> String {
    var transcript = TextTranscript(showsAgents: showsAgents)
    return events.map { agent, kind in
      transcript.text(for: FleetEvent(seq: 1, time: 0, agent: agent, run: "r1", kind: kind))
    }.joined()
  }

  @Test func `Lines of several agents are whole, each with its agent`() {
    let text = print([
      (nil, .taskQueued(task: "t1", text: "count\nto three", position: 1)),
      ("ada", .runStarted(task: "t1")),
      ("ada", .agent(.text("one, "))),
      ("bobby", .agent(.text("first\nsec"))),
      ("ada", .agent(.text("two\n\nthree"))),
      ("bobby", .runFinished(RunOutcome(reason: .stopped, text: "sec"))),
      ("ada", .runFinished(RunOutcome(reason: .done, text: "three"))),
    ])
    #expect(
      text == """
        ada │ > count
        ada │ to three
        bobby │ first
        ada   │ one, two
        ada   │ 
        bobby │ sec
        bobby │ [stopped]
        ada   │ three

        """)
  }

  @Test func `One agent's text stands alone`() {
    let text = print(
      [
        ("ada", .runStarted(task: "t1")), ("ada", .agent(.text("yes"))),
        ("ada", .runFinished(RunOutcome(reason: .done, text: "yes"))),
      ], showsAgents: false)
    #expect(text == "yes\n")
  }

  @Test func `Tool calls, limits and failures stand on lines of their own`() {
    let text = print(
      [
        ("ada", .agent(.text("I look"))),
        ("ada", .agent(.toolStarted(call: "c", name: "read", arguments: ["path": "a"]))),
        ("ada", .agent(.toolOutput(call: "c", text: "noise"))),
        ("ada", .agent(.toolFinished(call: "c", name: "read", ok: true, output: "x", milliseconds: 12))),
        ("ada", .agent(.toolFinished(call: "d", name: "bash", ok: false, output: "no such\nfile", milliseconds: 3))),
        ("ada", .runFinished(RunOutcome(reason: .failed, text: "", error: "The context is full."))),
        ("ada", .runFinished(RunOutcome(reason: .maxTokens, text: ""))),
      ], showsAgents: false)
    #expect(
      text == """
        I look
        ▸ read {"path":"a"}
        ▸ read done, 12 ms
        ▸ bash failed: no such, 3 ms
        [failed: The context is full.]
        [ended: the limit of tokens is reached]

        """)
  }

  @Test(arguments: [
    (3, nil), (40, nil), (41, "[1 lines more; --format jsonl has all of them]\n"),
    (90, "[50 lines more; --format jsonl has all of them]\n"),
  ])
  func `A change stands below its call, with its signs, as far as it is short`(count: Int, more: String?) {
    let lines = (1...count).map { "+line \($0) \u{1B}[31m\n" }
    let text = print(
      [
        (
          "ada",
          .agent(
            .toolFinished(
              call: "c", name: "write", ok: true, output: "wrote it", milliseconds: 5, diff: lines.joined()))
        )
      ], showsAgents: false)
    let shown = lines.prefix(40).joined().replacing("\u{1B}", with: "␛")
    #expect(text == "▸ write done, 5 ms\n" + shown + (more ?? ""))
  }

  @Test func `Nothing that a model writes reaches the terminal as a command`() {
    let text = print([("ada", .agent(.text("\u{1B}[31mred\u{202E}\u{9B}2J\n")))], showsAgents: false)
    #expect(!text.unicodeScalars.contains { ["\u{1B}", "\u{9B}", "\u{202E}"].contains($0) })
  }

  @Test func `A tally says how far the tasks came`() {
    var tally = RunTally()
    let kinds: [FleetEvent.Kind] =
      (1...5).map { .taskQueued(task: "t\($0)", text: "", position: 1) } + (1...4).map { .runStarted(task: "t\($0)") }
      + [
        .runFinished(RunOutcome(reason: .done, text: "")), .runFinished(RunOutcome(reason: .maxTokens, text: "")),
        .runFinished(RunOutcome(reason: .failed, text: "", error: "It broke.")),
        .runFinished(RunOutcome(reason: .stopped, text: "")),
      ]
    for kind in kinds { tally.count(FleetEvent(seq: 1, time: 0, agent: "ada", run: nil, kind: kind)) }
    #expect(tally.sentence == "1 of 5 tasks done, 1 ended at a limit, 1 stopped, 1 failed, 1 not begun")
    #expect(tally.failures == ["ada: It broke."])
    #expect(tally.hasFailures)
  }

  @Test func `Another model is a line of its own, whoever speaks`() {
    let change = ModelChange(model: "/m/\u{1B}n.gguf", before: "/m/m.gguf", context: 9, notes: ["a stays", "b goes"])
    #expect(
      print([("ada", .agent(.text("one, "))), (nil, .modelChanged(change)), ("ada", .agent(.text("two\n")))])
        == "[the model is now /m/␛n.gguf; a stays; b goes]\nada │ one, two\n")
  }
}
