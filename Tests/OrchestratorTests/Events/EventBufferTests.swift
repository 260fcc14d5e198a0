import Agents
import Testing

@testable import Orchestrator

@Suite struct EventBufferTests {
  private func text(_ text: String, of agent: String, run: String = "r1") -> FleetEvent {
    FleetEvent(seq: 0, time: 0, agent: agent, run: run, kind: .agent(.text(text)))
  }

  private func taken(_ events: [FleetEvent]) -> [FleetEvent] {
    var buffer = EventBuffer()
    for event in events { buffer.append(event) }
    return buffer.takeAll()
  }

  @Test func `Pieces of one agent's text are joined, though another agent speaks between them`() {
    let joined = taken([text("a", of: "ada"), text("x", of: "bob"), text("b", of: "ada"), text("y", of: "bob")])
    #expect(joined == [text("ab", of: "ada"), text("xy", of: "bob")])
  }

  @Test func `Text is not joined across another event of its agent`() {
    let released = FleetEvent(
      seq: 0, time: 0, agent: "ada", run: "r1", kind: .agent(.slotReleased(heldMilliseconds: 1)))
    let events = [text("a", of: "ada"), released, text("b", of: "ada")]
    #expect(taken(events) == events)
  }

  @Test func `Text of two runs, and reasoning beside text, stay apart`() {
    let reasoning = FleetEvent(seq: 0, time: 0, agent: "ada", run: "r2", kind: .agent(.reasoning("hm")))
    let events = [text("a", of: "ada"), text("b", of: "ada", run: "r2"), reasoning]
    #expect(taken(events) == events)
  }

  @Test func `Output of one call is joined, of two calls not`() {
    func output(_ call: String, _ text: String) -> FleetEvent {
      FleetEvent(seq: 0, time: 0, agent: "ada", run: "r1", kind: .agent(.toolOutput(call: call, text: text)))
    }
    #expect(
      taken([output("c1", "a"), output("c1", "b"), output("c2", "c")]) == [output("c1", "ab"), output("c2", "c")])
  }

  @Test func `A long piece is not made longer`() {
    let long = String(repeating: "x", count: EventBuffer.longestJoin)
    let events = [text(long, of: "ada"), text("b", of: "ada")]
    #expect(taken(events) == events)
  }

  @Test func `What was taken is not there a second time, and is not joined to`() {
    var buffer = EventBuffer()
    buffer.append(text("a", of: "ada"))
    #expect(buffer.takeAll() == [text("a", of: "ada")])
    buffer.append(text("b", of: "ada"))
    #expect(buffer.takeAll() == [text("b", of: "ada")])
    #expect(buffer.isEmpty)
  }
}
