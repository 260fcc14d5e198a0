import Threading

/// Where a double waits until the test lets it go on; the test can wait until it has come there.
final class Gate: Sendable {
  private let state = Monitor((isReached: false, isOpen: false))

  /// Waits until the gate is open, or until `cancellation` is cancelled. Whether it is open.
  func pass(_ cancellation: Cancellation) -> Bool {
    state.withLock { $0.isReached = true }
    state.broadcast()
    return cancellation.withHandler({ self.state.broadcast() }) {
      state.wait { state in state.isOpen ? true : cancellation.isCancelled ? false : nil }!
    }
  }

  func open() {
    state.withLock { $0.isOpen = true }
    state.broadcast()
  }

  func waitUntilReached() {
    _ = state.wait { $0.isReached ? true : nil }
  }
}
