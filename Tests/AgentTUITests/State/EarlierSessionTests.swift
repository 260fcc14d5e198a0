import Agents
import Orchestrator
import Testing

@testable import AgentTUI

@Suite struct EarlierSessionTests {
  private func event(_ seq: Int, _ agent: String?, _ kind: FleetEvent.Kind) -> FleetEvent {
    FleetEvent(seq: seq, time: 0, agent: agent, run: agent == nil ? nil : "r1", kind: kind)
  }

  /// A run of an agent that is called otherwise now, and of which nobody knows the end.
  private var told: [FleetEvent] {
    [
      event(1, nil, .taskQueued(task: "t1", text: "mend the whale", position: 1)),
      event(2, "old", .runStarted(task: "t1")), event(3, "old", .agent(.text("so far"))),
      event(4, "old", .agent(.permissionRequested(ConsoleFixture.request()))),
    ]
  }

  @Test func whatWasSaidBeforeIsShownAndNobodyIsCalledForIt() {
    var state = ConsoleFixture.console()
    state.hasFocus = false
    let effects = state.update(.earlier(told, renamed: ["old": "bob"], hasOpenWork: true))
    #expect(
      effects.allSatisfy { effect in
        if case .notify = effect { false } else { true }
      })
    #expect(state.agents[1].transcript.entries.map(\.kind).prefix(2) == [.person("mend the whale"), .text("so far")])
    // Whoever goes on with the session tells the end.
    _ = state.update(
      .events([
        event(5, "bob", .agent(.permissionResolved(request: "p1", decision: "deny", by: "the end of the program"))),
        event(
          6, "bob",
          .runFinished(
            RunOutcome(reason: .stopped, text: "", error: "interrupted: the program ended while this ran"))),
      ]))
    #expect(state.approvals.isEmpty)
    #expect(state.runningCount == 0)
    #expect(
      state.agents[1].transcript.entries.last?.kind
        == .note("interrupted: the program ended while this ran; :continue goes on with it"))
  }

  @Test func whatWasInterruptedIsContinuedOnceAndOnlyWhereThereIsSomething() {
    var state = ConsoleFixture.console()
    #expect(state.reasonAgainst(.goOn) == "nothing was interrupted")
    _ = state.update(.earlier(told, renamed: [:], hasOpenWork: true))
    #expect(state.reasonAgainst(.goOn) == nil)
    state.press("esc :")
    state.type("continue")
    #expect(state.press("enter") == [.goOn])
    #expect(state.reasonAgainst(.goOn) == "nothing was interrupted")
  }
}
