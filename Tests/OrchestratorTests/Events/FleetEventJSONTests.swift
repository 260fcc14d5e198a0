import Agents
import OrderedJSON
import Testing

@testable import Orchestrator

@Suite struct FleetEventJSONTests {
  struct Case: CustomTestStringConvertible {
    let kind: FleetEvent.Kind
    var slots: FleetEvent.Slots?
    var hasRun = true
    let line: String
    var testDescription: String { kind.name }
  }

  private static let head = #"{"seq":7,"time":"2026-01-02T15:04:05.678Z","event":"#

  private static let request = PermissionRequest(
    id: "request-1", tool: "bash", arguments: ["command": "rm -r build"], subject: "", workingDirectory: "",
    dangerous: true, rule: "mode ask", sessionRule: "")

  /// Every kind of event with its line, after `seq`, `time`, and before `agent` and `run`.
  static let cases: [Case] = [
    Case(
      kind: .sessionStarted(id: "20260102-150405-abc123", model: "/m.gguf", agents: 4, slots: 2, context: 4096),
      hasRun: false,
      line: #""session.started","id":"20260102-150405-abc123","model":"/m.gguf","agents":4,"slots":2,"context":4096}"#),
    Case(
      kind: .sessionFinished(runs: 8, failed: 1), hasRun: false, line: #""session.finished","runs":8,"failed":1}"#),
    Case(
      kind: .modelChanged(ModelChange(model: "/n.gguf", before: "/m.gguf", context: 2048, notes: ["a", "b"])),
      hasRun: false,
      line: #""model.changed","model":"/n.gguf","before":"/m.gguf","context":2048,"notes":["a","b"]}"#),
    Case(
      kind: .taskQueued(task: "t1", text: "say \"hi\"\n", position: 2), hasRun: false,
      line: #""task.queued","task":"t1","text":"say \"hi\"\n","position":2}"#),
    Case(kind: .agentStarted(by: "bob"), hasRun: false, line: #""agent.started","by":"bob"}"#),
    Case(kind: .runStarted(task: "t1"), line: #""run.started",WHO,"task":"t1"}"#),
    Case(kind: .agent(.slotWaiting(position: 1)), line: #""slot.waiting",WHO,"position":1}"#),
    Case(
      kind: .agent(.slotAcquired(waitedMilliseconds: 12)), slots: .init(active: 1, max: 2),
      line: #""slot.acquired",WHO,"active":1,"max":2,"waited_ms":12}"#),
    Case(
      kind: .agent(.slotReleased(heldMilliseconds: 34)), slots: .init(active: 0, max: 2),
      line: #""slot.released",WHO,"active":0,"max":2,"held_ms":34}"#),
    Case(
      kind: .agent(.prefill(done: 10, total: 20, reused: 5)),
      line: #""prefill",WHO,"done":10,"total":20,"reused":5}"#),
    Case(kind: .agent(.text("é\u{9B}31m")), line: #""text",WHO,"text":"é\u009B31m"}"#),
    Case(kind: .agent(.reasoning("hm")), line: #""reasoning",WHO,"text":"hm"}"#),
    Case(
      kind: .agent(.toolStarted(call: "call-1", name: "read", arguments: ["path": "a.txt", "limit": 3])),
      line: #""tool.started",WHO,"call":"call-1","name":"read","arguments":{"path":"a.txt","limit":3}}"#),
    Case(
      kind: .agent(.toolOutput(call: "call-1", text: "x")), line: #""tool.output",WHO,"call":"call-1","text":"x"}"#),
    Case(
      kind: .agent(.toolFinished(call: "call-1", name: "read", ok: false, output: "no", milliseconds: 3)),
      line: #""tool.finished",WHO,"call":"call-1","name":"read","ok":false,"output":"no","ms":3}"#),
    Case(
      kind: .agent(
        .toolFinished(call: "call-1", name: "edit", ok: true, output: "done", milliseconds: 3, diff: "-a\n+\"ms\":1}")),
      line:
        #""tool.finished",WHO,"call":"call-1","name":"edit","ok":true,"output":"done","ms":3,"diff":"-a\n+\"ms\":1}"}"#
    ),
    Case(
      kind: .agent(.permissionRequested(request)),
      line:
        #""permission.requested",WHO,"request":"request-1","tool":"bash","arguments":{"command":"rm -r build"},"dangerous":true,"rule":"mode ask"}"#
    ),
    Case(
      kind: .agent(.permissionResolved(request: "request-1", decision: "deny", by: "person")),
      line: #""permission.resolved",WHO,"request":"request-1","decision":"deny","by":"person"}"#),
    Case(
      kind: .agent(.contextCompacted(tokensBefore: 4000, tokensAfter: 900)),
      line: #""context.compacted",WHO,"tokens_before":4000,"tokens_after":900}"#),
    Case(
      kind: .agent(
        .usage(
          .init(
            promptTokens: 100, reusedTokens: 90, generatedTokens: 32, millisecondsToFirstToken: 45,
            tokensPerSecond: 37.5
          ))),
      line:
        #""usage",WHO,"prompt_tokens":100,"reused_tokens":90,"generated_tokens":32,"ttft_ms":45,"tokens_per_s":37.5}"#),
    Case(
      kind: .runFinished(RunOutcome(reason: .maxTokens, text: "so far")),
      line: #""run.finished",WHO,"reason":"max_tokens","text":"so far","error":null}"#),
    Case(
      kind: .runFinished(RunOutcome(reason: .failed, text: "", error: "It broke.")),
      line: #""run.finished",WHO,"reason":"failed","text":"","error":"It broke."}"#),
  ]

  @Test(arguments: cases)
  func `An event has its line, and the line is read back as the event`(_ test: Case) throws {
    let event = FleetEvent(
      seq: 7, time: 1_767_366_245_678, agent: test.hasRun ? "ada" : nil, run: test.hasRun ? "r1" : nil, kind: test.kind,
      slots: test.slots)
    let line = Self.head + test.line.replacing("WHO", with: #""agent":"ada","run":"r1""#)
    #expect(event.json.text == line)
    #expect(try FleetEvent(json: JSON(parsing: line)) == event)
  }

  @Test(arguments: [
    #"{}"#, #"[]"#, #"{"seq":1,"time":"2026-01-02T15:04:05.678Z","event":"nothing.known"}"#,
    #"{"seq":1,"time":"yesterday","event":"text","text":"x"}"#,
    #"{"seq":1,"time":"2026-01-02T15:04:05.678Z","event":"text"}"#,
    #"{"seq":1,"time":"2026-01-02T15:04:05.678Z","event":"slot.acquired","waited_ms":1}"#,
    #"{"seq":1,"time":"2026-01-02T15:04:05.678Z","event":"run.finished","reason":"tired","text":""}"#,
  ])
  func `A line that is no event is not read`(_ line: String) throws {
    #expect(try FleetEvent(json: JSON(parsing: line)) == nil)
  }
}
