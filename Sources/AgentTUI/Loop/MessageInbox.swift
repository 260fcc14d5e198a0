import Threading

/// Where other threads leave messages for the console; the main thread fetches them.
package final class MessageInbox: Sendable {
  private let messages = Monitor<[Message]>([])
  private let onArrival: Monitor<@Sendable () -> Void>

  /// - Parameter onArrival: called, outside any lock, after each message: wakes the main thread.
  package init(onArrival: @escaping @Sendable () -> Void = {}) {
    self.onArrival = Monitor(onArrival)
  }

  /// Leaves what went wrong, a sentence, for the person.
  package func warn(_ sentence: String) { put(.refused(sentence)) }

  /// Somebody else is to be woken from here on, and now if something is here already.
  func announce(to onArrival: @escaping @Sendable () -> Void) {
    self.onArrival.withLock { $0 = onArrival }
    if messages.withLock({ !$0.isEmpty }) { onArrival() }
  }

  func put(_ message: Message) {
    messages.withLock { $0.append(message) }
    onArrival.withLock { $0 }()
  }

  /// What has come since the last time.
  func takeAll() -> [Message] {
    messages.withLock { messages in
      defer { messages = [] }
      return messages
    }
  }
}
