import Agents
import OrderedJSON
import Testing
import TestSupport
import Threading

@testable import Orchestrator

/// A screen that does not look while very much comes.
@Suite struct EventMailboxTests {
  /// Everything that was told, to be read again, as a journal gives it: without what a line does not hold.
  private final class Record: EventRecord {
    struct State {
      var events: [FleetEvent] = []
      var failure: FleetError?
      var isForgetful = false
      var readings = 0
    }
    let state = Monitor(State())

    var lastSeq: Int { state.withLock { $0.events.last?.seq ?? 0 } }

    func write(_ events: [FleetEvent]) { state.withLock { $0.events += events } }

    func recall(_ wanted: EventSelection, _ body: (FleetEvent) -> Void) throws(FleetError) {
      let (events, failure) = state.withLock { state in
        state.readings += 1
        return (state.events.filter { !state.isForgetful || $0.seq % 97 != 0 }, state.failure)
      }
      if let failure { throw failure }
      for event in events where wanted.seqs.contains(event.seq) {
        if let read = FleetEvent(json: event.json) { body(read) }
      }
    }
  }

  private static let request = PermissionRequest(
    id: "p1", tool: "bash", arguments: ["command": "ls"], subject: "ls", workingDirectory: "/ws", dangerous: false,
    rule: "mode ask", sessionRule: "bash(ls)")

  /// Text of two agents in turn, a request and an end in between; 100 bytes a piece.
  private func events(_ seqs: ClosedRange<Int>) -> [FleetEvent] {
    seqs.map { seq in
      let kind: FleetEvent.Kind =
        switch seq % 100 {
        case 50: .agent(.permissionRequested(Self.request))
        case 99: .runFinished(RunOutcome(reason: .done, text: ""))
        default: .agent(.text("\(seq) " + String(repeating: "x", count: 96) + "\n"))
        }
      return FleetEvent(seq: seq, time: Int64(seq), agent: seq % 2 == 0 ? "ada" : "bob", run: "r\(seq % 2)", kind: kind)
    }
  }

  /// What an observer that never looked away would have made of these events.
  private func whole(_ events: [FleetEvent], of agent: String) -> [FleetEvent.Kind] {
    var all: [FleetEvent.Kind] = []
    for event in events where event.agent == agent {
      if case .agent(.text(let text)) = event.kind, case .agent(.text(let before))? = all.last {
        all[all.count - 1] = .agent(.text(before + text))
      } else {
        all.append(event.kind)
      }
    }
    return all
  }

  /// All that is to be had.
  private func drain(_ mailbox: EventMailbox) -> [FleetEvent] {
    var all: [FleetEvent] = []
    while true {
      mailbox.catchUp()
      let events = mailbox.takeEvents()
      if events.isEmpty { return all }
      all += events
    }
  }

  /// Bytes that may wait, after how many events each time the observer looks, and whether something has to be read.
  @Test(arguments: [
    (1, 5000, true), (2000, 5000, true), (20_000, 5000, true), (20_000, 700, true), (20_000, 7, false),
    (1 << 20, 5000, false), (2000, 1, false), (1, 1, false),
  ])
  func `All comes in order, whatever had room`(bytes: Int, step: Int, isRead: Bool) {
    let record = Record()
    let mailbox = EventMailbox(overflow: .join(bytes: bytes), record: record)
    let told = events(1...5000)
    var fetched: [FleetEvent] = []
    for start in stride(from: 0, to: told.count, by: step) {
      let end = min(start + step, told.count)
      for part in stride(from: start, to: end, by: 33) {
        let events = Array(told[part..<min(part + 33, end)])
        record.write(events)
        mailbox.put(events)
        mailbox.catchUp()
        // What came last may go beyond the bound, by an event, or by what is read at once.
        #expect(mailbox.bytes <= bytes + 256 * 400)
      }
      fetched += mailbox.takeEvents()
    }
    fetched += drain(mailbox)
    for agent in ["ada", "bob"] { #expect(whole(fetched, of: agent) == whole(told, of: agent)) }
    #expect(fetched.map(\.seq) == fetched.map(\.seq).sorted())
    #expect(mailbox.bytes == 0)
    #expect(record.state.withLock { $0.readings > 0 } == isRead)
  }

  @Test func `What is in no record is kept, behind what is read again`() {
    let record = Record()
    let mailbox = EventMailbox(overflow: .join(bytes: 1000), record: record)
    let told = events(1...3000)
    record.write(Array(told[..<2000]))
    mailbox.put(Array(told[..<2000]))
    let few = mailbox.bytes
    // The journal has failed.
    mailbox.put(Array(told[2000...]))
    #expect(few < 2000)
    #expect(mailbox.bytes > 80_000)
    let fetched = drain(mailbox)
    for agent in ["ada", "bob"] { #expect(whole(fetched, of: agent) == whole(told, of: agent)) }
  }

  @Test func `Without a record all is kept`() {
    let mailbox = EventMailbox(overflow: .join(bytes: 1000))
    let told = events(1...3000)
    mailbox.put(told)
    let fetched = drain(mailbox)
    for agent in ["ada", "bob"] { #expect(whole(fetched, of: agent) == whole(told, of: agent)) }
  }

  @Test(arguments: [true, false])
  func `What cannot be read again is told once, and who waits for an answer is still there`(isForgetful: Bool) {
    let losses = Monitor<[String]>([])
    let record = Record()
    let mailbox = EventMailbox(
      overflow: .join(bytes: 1000), record: record, onLoss: { loss in losses.withLock { $0.append(loss) } })
    let told = events(1...2000)
    record.write(told)
    mailbox.put(told)
    record.state.withLock { state in
      if isForgetful { state.isForgetful = true } else { state.failure = FleetError("It is gone.") }
    }
    _ = mailbox.takeEvents()
    mailbox.catchUp()
    record.state.withLock { ($0.failure, $0.isForgetful) = (nil, false) }
    let more = events(2001...2003)
    record.write(more)
    mailbox.put(more)
    let fetched = drain(mailbox)
    let reason = isForgetful ? "The journal was changed." : "It is gone."
    #expect(losses.withLock { $0 } == ["What happened while nobody looked is missing here. \(reason)"])
    let requests = fetched.filter { $0.kind == .agent(.permissionRequested(Self.request)) }.map(\.seq)
    #expect(requests == Array(stride(from: 50, to: 2000, by: 100)))
    #expect(whole(fetched, of: "ada").suffix(1) == whole(more, of: "ada"))
    #expect(whole(fetched, of: "bob").suffix(1) == whole(more, of: "bob"))
  }

  @Test func `An observer that goes while it is behind is done`() {
    let record = Record()
    let mailbox = EventMailbox(overflow: .join(bytes: 1000), record: record)
    let told = events(1...2000)
    record.write(told)
    mailbox.put(told)
    mailbox.abandon()
    mailbox.catchUp()
    #expect(mailbox.waitForEvents() == nil)
    #expect(mailbox.takeEvents() == [])
    #expect(mailbox.bytes == 0)
  }

  /// The stream, the journal and a screen, each on its own thread; the screen looks away for most of it.
  @Test func `A flood behind an editor is bounded, and nothing of it is lost`() throws {
    try withTemporaryFolder { folder in
      let journal = Journal(folder: folder, session: "20260102-150405-abc234") { Issue.record("\($0)") }
      let stream = try EventStream(sink: journal)
      let most = 50_000
      let mailbox = stream.observe(.join(bytes: most))
      let lines = (1...2000).map { "line \($0) \(String(repeating: "-", count: 60))\n" }
      let writers = try (0..<4).map { agent in
        try WorkerThread(name: "flood") {
          for (number, line) in lines.enumerated() {
            stream.append(.agent(.toolOutput(call: "c\(agent)", text: line)), agent: "a\(agent)", run: "r\(agent)")
            // Every piece is an event of its own.
            stream.append(.agent(.prefill(done: number, total: 2000, reused: 0)), agent: "a\(agent)", run: "r\(agent)")
          }
        }
      }
      for writer in writers { writer.join() }
      stream.append(.runStarted(task: "last"))
      let last = Monitor(false)
      let reader = try WorkerThread(name: "screen") {
        var texts: [String: String] = [:]
        while let events = mailbox.waitForEvents() {
          for event in events {
            if case .agent(.toolOutput(let call, let text)) = event.kind { texts[call, default: ""] += text }
            if event.kind == .runStarted(task: "last") {
              last.withLock { $0 = true }
              last.broadcast()
            }
          }
          #expect(mailbox.bytes < most + 256 * 8192)
        }
        #expect(texts == Dictionary(uniqueKeysWithValues: (0..<4).map { ("c\($0)", lines.joined()) }))
      }
      // It catches up while the stream goes on, without anything new to wake it.
      #expect(last.wait(until: .now.advanced(bySeconds: 60)) { $0 ? true : nil } == true)
      stream.close()
      reader.join()
    }
  }

  @Test func `What an ended stream left in the journal is fetched after its end`() throws {
    try withTemporaryFolder { folder in
      let journal = Journal(folder: folder, session: "20260102-150405-abc234") { Issue.record("\($0)") }
      let stream = try EventStream(sink: journal)
      let mailbox = stream.observe(.join(bytes: 1000))
      for number in 0..<3000 { stream.append(.agent(.slotWaiting(position: number)), agent: "ada", run: "r1") }
      stream.close()
      var positions: [FleetEvent.Kind] = []
      while let events = mailbox.waitForEvents() { positions += events.map(\.kind) }
      #expect(positions == (0..<3000).map { .agent(.slotWaiting(position: $0)) })
    }
  }
}
