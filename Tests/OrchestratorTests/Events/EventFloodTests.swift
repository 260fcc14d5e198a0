import Agents
import Testing
import Threading

@testable import Orchestrator

/// Many agents whose tools print much faster than anybody looks.
@Suite struct EventFloodTests {
  /// Keeps the text of each call.
  private final class Texts: EventSink {
    let texts = Monitor<[String: String]>([:])
    func write(_ events: [FleetEvent]) {
      for event in events {
        guard case .agent(.toolOutput(let call, let text)) = event.kind else { continue }
        texts.withLock { $0[call, default: ""] += text }
      }
    }
  }

  @Test func sixtyFourAgentsFloodedLoseNoTextInTheJournalNorForAScreenThatIsSlow() throws {
    let journal = Texts()
    let screen = Texts()
    let stream = try EventStream(sink: journal)
    let mailbox = stream.observe(.join())
    let lines = (1...1000).map { "line \($0)\n" }
    let threads = try (0..<8).map { thread in
      try WorkerThread(name: "flood") {
        for line in lines {
          for agent in thread * 8..<thread * 8 + 8 {
            stream.append(.agent(.toolOutput(call: "c\(agent)", text: line)), agent: "a\(agent)", run: "r\(agent)")
          }
        }
      }
    }
    // Looks only when it is over: until then what comes is joined.
    for thread in threads { thread.join() }
    stream.close()
    let events = mailbox.takeEvents()
    screen.write(events)
    let whole = Dictionary(uniqueKeysWithValues: (0..<64).map { ("c\($0)", lines.joined()) })
    #expect(journal.texts.withLock { $0 } == whole)
    #expect(screen.texts.withLock { $0 } == whole)
    // Joined, not heaped up: a piece is lengthened up to 4096 bytes.
    let most = 64 * (lines.joined().utf8.count / EventBuffer.longestJoin + 1)
    #expect(events.count <= most)
  }
}
