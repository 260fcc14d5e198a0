import Agents
import OrderedJSON
import Orchestrator
import Threading

@testable import AgentTUI

/// The events of many runs of one agent, with others' in between, and a record of them.
final class LongScript: EventRecord {
  let events: [FleetEvent]
  /// By the number of the event that begins its run.
  let tasks: [Int: Transcript.TaskText]
  /// What was told after that.
  let more = Monitor<[FleetEvent]>([])
  /// Makes every reading fail with this.
  let failure = Monitor<FleetError?>(nil)

  init(_ events: [FleetEvent]) {
    self.events = events
    tasks = [:]
  }

  init(runs: Int) {
    var events: [FleetEvent] = []
    var tasks: [Int: Transcript.TaskText] = [:]
    func tell(_ kind: FleetEvent.Kind, agent: String? = "ada", run: String?) {
      events.append(
        FleetEvent(seq: events.count + 1, time: Int64(events.count) * 10, agent: agent, run: run, kind: kind))
    }
    for run in 1...runs {
      let id = "r\(run)"
      tell(.taskQueued(task: "t\(run)", text: "task \(run)", position: 1), run: nil)
      let queued = events.count
      tell(.agent(.text("somebody else")), agent: "bob", run: "r0")
      tasks[events.count + 1] = .init(text: "task \(run)", seq: queued)
      tell(.runStarted(task: "t\(run)"), run: id)
      tell(.agent(.slotAcquired(waitedMilliseconds: 1)), run: id)
      tell(.agent(.reasoning("hm ")), run: id)
      tell(.agent(.reasoning("so")), run: id)
      for line in 1...20 {
        tell(.agent(.text("line \(line) ")), run: id)
        tell(.agent(.text("of run \(run), \(run % 50 == 0 ? "rare" : "common") word\n")), run: id)
        if line % 5 == 0 { tell(.agent(.text("somebody else")), agent: "bob", run: "r0") }
      }
      let call = "call-\(run)"
      tell(.agent(.toolStarted(call: call, name: "edit", arguments: ["path": "a.txt"])), run: id)
      tell(
        .agent(
          .permissionRequested(
            PermissionRequest(
              id: "p\(run)", tool: "edit", arguments: ["path": "a.txt"], subject: "", diff: "-a\n+\(run)",
              workingDirectory: "", dangerous: false, rule: "mode ask", sessionRule: ""))), run: id)
      tell(.agent(.permissionResolved(request: "p\(run)", decision: "once", by: "person")), run: id)
      tell(.agent(.toolStarted(call: call, name: "edit", arguments: ["path": "b.txt"])), run: id)
      tell(.agent(.toolOutput(call: call, text: "working")), run: id)
      let output = (1...150).map { "output \($0) of run \(run) \(String(repeating: "-", count: 70))" }
        .joined(separator: "\n")
      // Every third change is told with its diff.
      tell(
        .agent(
          .toolFinished(
            call: call, name: "edit", ok: true, output: output, milliseconds: run,
            diff: run % 3 == 0 ? "--- a/b.txt\n+++ b/b.txt\n+\(run)\n" : nil)), run: id)
      tell(
        .agent(.toolFinished(call: "x\(run)", name: "none", ok: false, output: "no such tool", milliseconds: 0)),
        run: id)
      tell(.agent(.contextCompacted(tokensBefore: 9, tokensAfter: 3)), run: id)
      let reason = RunOutcome.Reason.allCases[run % RunOutcome.Reason.allCases.count]
      tell(.runFinished(RunOutcome(reason: reason, text: "", error: reason == .failed ? "it broke" : nil)), run: id)
    }
    self.events = events
    self.tasks = tasks
  }

  /// The same with neighbouring pieces of text joined, keeping the number of the first one.
  var joined: [FleetEvent] {
    var joined: [FleetEvent] = []
    for event in events {
      if case .agent(.text(let text)) = event.kind, event.seq % 3 != 0, let last = joined.last,
        case .agent(.text(let before)) = last.kind, last.run == event.run
      {
        joined[joined.count - 1].kind = .agent(.text(before + text))
      } else {
        joined.append(event)
      }
    }
    return joined
  }

  var lastSeq: Int { events.count }

  func recall(_ wanted: EventSelection, _ body: (FleetEvent) -> Void) throws(FleetError) {
    if let failure = failure.withLock({ $0 }) { throw failure }
    for event in events + more.withLock({ $0 }) {
      let isOwn =
        wanted.seqs.contains(event.seq) && wanted.runs?.contains(event.run ?? "") ?? true
        && wanted.kinds?.contains(event.kind.name) ?? true
      if isOwn || wanted.others.contains(event.seq) { body(event) }
    }
  }
}

extension LongScript {
  func recall(_ wanted: EventSelection, body: (FleetEvent) -> Void) {
    do throws(FleetError) { try recall(wanted, body) } catch { preconditionFailure("\(error)") }
  }
}
