import Threading

/// That something waits to be fetched; what it is, is not looked at before a frame is due.
final class NewsFlag: Sendable {
  private let isUp = Monitor(false)

  func raise() { isUp.withLock { $0 = true } }

  /// Whether it was raised since the last time.
  func take() -> Bool {
    isUp.withLock { isUp in
      defer { isUp = false }
      return isUp
    }
  }
}
