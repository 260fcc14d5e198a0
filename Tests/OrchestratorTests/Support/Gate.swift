import Threading

/// A door that threads of a test wait at until it is opened.
final class Gate: Sendable {
  private let isOpen = Monitor(false)

  func open() {
    isOpen.withLock { $0 = true }
    isOpen.broadcast()
  }

  /// Waits until it is open, or until `cancellation`; nothing in a test may wait for ever.
  func pass(_ cancellation: Cancellation? = nil) {
    let wake: @Sendable () -> Void = { [isOpen] in
      isOpen.withLock { _ in }
      isOpen.broadcast()
    }
    let registration = cancellation?.onCancel(wake)
    _ = isOpen.wait(until: .now.advanced(bySeconds: 60)) { isOpen in
      isOpen || cancellation?.isCancelled == true ? true : nil
    }
    if let registration { cancellation?.removeHandler(registration) }
  }
}
