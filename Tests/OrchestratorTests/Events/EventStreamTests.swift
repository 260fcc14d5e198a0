import Agents
import Testing
import TestSupport
import Threading

@testable import Orchestrator

@Suite struct EventStreamTests {
  /// Keeps everything, and can be made to stall.
  private final class Sink: EventSink {
    let kept = Monitor<[FleetEvent]>([])
    let gate: Gate?
    init(gate: Gate? = nil) { self.gate = gate }
    func write(_ events: [FleetEvent]) {
      gate?.pass()
      kept.withLock { $0 += events }
    }
  }

  @Test func `Many threads at once are numbered without a gap, and each keeps its order`() throws {
    let stream = try EventStream()
    let mailbox = stream.observe(.hold(limit: 16))
    let writers = try (0..<4).map { agent in
      try WorkerThread(name: "writer") {
        for number in 0..<500 {
          stream.append(.agent(.slotWaiting(position: number)), agent: "a\(agent)", run: "r")
        }
      }
    }
    let closer = try WorkerThread(name: "closer") {
      for writer in writers { writer.join() }
      stream.close()
    }
    var events: [FleetEvent] = []
    while let more = mailbox.waitForEvents() {
      #expect(more.count <= 16)
      events += more
    }
    closer.join()
    #expect(events.map(\.seq) == Array(1...2000))
    for agent in 0..<4 {
      let positions = events.filter { $0.agent == "a\(agent)" }.map(\.kind)
      #expect(positions == (0..<500).map { .agent(.slotWaiting(position: $0)) })
    }
  }

  @Test func `Slots are counted along the stream`() throws {
    let stream = try EventStream()
    let mailbox = stream.observe()
    stream.setSlots(max: 2)
    stream.append(.agent(.slotAcquired(waitedMilliseconds: 0)), agent: "ada")
    stream.append(.agent(.slotAcquired(waitedMilliseconds: 0)), agent: "bob")
    stream.append(.agent(.slotReleased(heldMilliseconds: 0)), agent: "ada")
    stream.setSlots(max: 3)
    stream.append(.agent(.slotAcquired(waitedMilliseconds: 0)), agent: "cyd")
    stream.append(.agent(.slotWaiting(position: 1)), agent: "dot")
    stream.close()
    let slots = (mailbox.waitForEvents() ?? []).map(\.slots)
    #expect(
      slots == [
        .init(active: 1, max: 2), .init(active: 2, max: 2), .init(active: 1, max: 2), .init(active: 2, max: 3), nil,
      ])
  }

  @Test func `A slow observer gets fewer events and all of the text`() throws {
    let stream = try EventStream()
    let slow = stream.observe(.join())
    let witness = stream.observe(.hold(limit: 8))
    let witnessed = Monitor<[FleetEvent]>([])
    let reader = try WorkerThread(name: "witness") {
      while let events = witness.waitForEvents() { witnessed.withLock { $0 += events } }
    }
    let pieces = (0..<3000).map { "\($0) " }
    for piece in pieces {
      stream.append(.agent(.text(piece)), agent: "ada", run: "r1")
      stream.append(.agent(.text(piece)), agent: "bob", run: "r2")
    }
    stream.close()
    reader.join()
    // The slow one has fetched nothing until now.
    let events = slow.takeEvents()
    #expect(events.count < 20)
    #expect(events.text(of: "ada") == pieces.joined())
    #expect(events.text(of: "bob") == pieces.joined())
    #expect(slow.waitForEvents() == nil)
    let all = witnessed.withLock { $0 }
    #expect(all.map(\.seq) == Array(1...all.count))
    #expect(all.text(of: "ada") == pieces.joined())
  }

  @Test func `An observer that stalls stalls neither writers nor other observers`() throws {
    let stream = try EventStream()
    let stalled = stream.observe(.join())
    let other = stream.observe(.hold(limit: 4))
    for number in 0..<100 {
      stream.append(.agent(.slotWaiting(position: number)), agent: "ada")
      #expect(other.waitForEvents()?.count == 1)
    }
    stream.close()
    #expect(stalled.takeEvents().count == 100)
  }

  @Test func `A stalled journal stalls no writer, and nothing is shown before it is kept`() throws {
    let gate = Gate()
    let sink = Sink(gate: gate)
    let stream = try EventStream(sink: sink)
    let mailbox = stream.observe()
    for number in 0..<100 { stream.append(.agent(.slotWaiting(position: number)), agent: "ada") }
    #expect(mailbox.takeEvents().isEmpty)
    gate.open()
    stream.close()
    #expect(sink.kept.withLock { $0 } == mailbox.takeEvents())
    #expect(sink.kept.withLock { $0.count } == 100)
  }

  @Test func `An observer that has gone is not waited for`() throws {
    let stream = try EventStream()
    let gone = stream.observe(.hold(limit: 1))
    let other = stream.observe()
    for number in 0..<10 { stream.append(.agent(.slotWaiting(position: number)), agent: "ada") }
    gone.abandon()
    stream.close()
    #expect(other.takeEvents().count == 10)
    #expect(gone.waitForEvents() == nil)
  }

  @Test func `Each arrival in an empty mailbox and the end are announced`() throws {
    let announced = Monitor(0)
    let stream = try EventStream()
    let mailbox = stream.observe(.join()) {
      announced.withLock { $0 += 1 }
      announced.broadcast()
    }
    stream.append(.runStarted(task: "t1"), agent: "ada", run: "r1")
    _ = announced.wait { $0 == 1 ? true : nil }
    #expect(mailbox.takeEvents().count == 1)
    stream.append(.runStarted(task: "t2"), agent: "ada", run: "r2")
    _ = announced.wait { $0 == 2 ? true : nil }
    stream.close()
    #expect(announced.withLock { $0 } == 3)
  }

  @Test func `After the end nothing is taken any more`() throws {
    let stream = try EventStream()
    let mailbox = stream.observe()
    stream.close()
    stream.append(.runStarted(task: "t1"))
    #expect(mailbox.waitForEvents() == nil)
    #expect(stream.observe().waitForEvents() == nil)
  }
}
