package import Threading

/// Where a double waits until the test lets it go on; the test can wait until it has come there. Nothing in a test may
/// wait for ever: a gate that nobody opens lets through after a minute, and says that it was not open.
package final class Gate: Sendable {
  private static let patience = 60.0
  private let state = Monitor((isReached: false, isOpen: false))

  package init() {}

  /// Waits until the gate is open, or until `cancellation` is cancelled. Whether it is open.
  @discardableResult
  package func pass(_ cancellation: Cancellation = Cancellation()) -> Bool {
    state.withLock { $0.isReached = true }
    state.broadcast()
    // The lock is taken once, so that the wait sees the cancellation or has not begun yet.
    let wake: @Sendable () -> Void = { [state] in
      state.withLock { _ in }
      state.broadcast()
    }
    return cancellation.withHandler(wake) {
      state.wait(until: .now.advanced(bySeconds: Self.patience)) { state in
        state.isOpen ? true : cancellation.isCancelled ? false : nil
      } ?? false
    }
  }

  package func open() {
    state.withLock { $0.isOpen = true }
    state.broadcast()
  }

  package func waitUntilReached() {
    _ = state.wait(until: .now.advanced(bySeconds: Self.patience)) { $0.isReached ? true : nil }
  }
}
