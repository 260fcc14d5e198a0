import Synchronization
import Testing
import Threading

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct WorkerThreadTests {
  @Test func joinReturnsToEveryCallerAfterTheBodyHasEnded() throws {
    let gate = Monitor(false)
    let hasEnded = Atomic(false)
    let worker = try WorkerThread(name: "worker") {
      _ = gate.wait { $0 ? true : nil }
      hasEnded.store(true, ordering: .releasing)
    }
    let seen = Monitor<[Bool]>([])
    let joiners = try (0..<8).map { _ in
      try WorkerThread(name: "joiner") {
        worker.join()
        worker.join()
        let ended = hasEnded.load(ordering: .acquiring)
        seen.withLock { $0.append(ended) }
      }
    }
    gate.withLock { $0 = true }
    gate.broadcast()
    for joiner in joiners { joiner.join() }
    worker.join()
    #expect(seen.withLock { $0 } == [Bool](repeating: true, count: 8))
  }

  @Test func threadThatNobodyKeepsRunsToItsEnd() throws {
    let (gate, ended) = (Monitor(false), Monitor(false))
    do {
      _ = try WorkerThread(name: "forgotten") {
        _ = gate.wait { $0 ? true : nil }
        ended.withLock { $0 = true }
        ended.broadcast()
      }
    }
    gate.withLock { $0 = true }
    gate.broadcast()
    #expect(ended.wait { $0 ? true : nil } == true)
  }

  @Test func bodyIsReleasedWhenTheThreadHasEnded() throws {
    final class Resource: Sendable {}
    weak let resource: Resource?
    let thread: WorkerThread
    do {
      let held = Resource()
      resource = held
      thread = try WorkerThread(name: "holder") { withExtendedLifetime(held) {} }
    }
    thread.join()
    #expect(resource == nil)
  }

  @Test func threadThatCannotBeStartedIsAnErrorWithItsName() {
    let error = #expect(throws: ThreadError.self) {
      _ = try WorkerThread(name: "giant", stackBytes: 1 << 61) {}
    }
    #expect(error?.description.hasPrefix("cannot start the thread 'giant': ") == true)
  }

  #if os(Linux)
    @Test(
      arguments: [
        ("decode", "decode"), ("worker of agent-1", "worker of agent"), ("агент-один", "агент-од"),
        ("", ""),
      ])
    func nameIsCutToWholeCharactersAndShownToTheSystem(_ name: String, _ shown: String) throws {
      let seen = Monitor("")
      try WorkerThread(name: name) {
        let comm = (try? String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)) ?? "unreadable"
        seen.withLock { $0 = comm }
      }.join()
      #expect(seen.withLock { $0 } == shown + "\n")
    }
  #endif
}
