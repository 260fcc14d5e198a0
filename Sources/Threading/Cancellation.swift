/// Says to everything that works for a run that it is to stop; given down from the run to its waits,
/// generations and child processes.
///
/// Cancelling is final and idempotent. Handlers run on the cancelling thread, outside any lock, once.
public final class Cancellation: Sendable {
  private struct State {
    var reason: String?
    var handlers: [Int: @Sendable () -> Void] = [:]
    var nextHandler = 0
  }
  private let state = Monitor(State())

  /// Not cancelled yet.
  public init() {}

  /// Whether `cancel` has been called.
  public var isCancelled: Bool { state.withLock { $0.reason != nil } }

  /// Why, once cancelled.
  public var reason: String? { state.withLock { $0.reason } }

  /// Cancels; the first reason stays.
  public func cancel(reason: String = "stopped") {
    let handlers: [@Sendable () -> Void] = state.withLock { state in
      guard state.reason == nil else { return [] }
      state.reason = reason
      let handlers = state.handlers.sorted { $0.key < $1.key }.map(\.value)
      state.handlers = [:]
      return handlers
    }
    for handler in handlers { handler() }
    state.broadcast()
  }

  /// Calls `handler` when cancelled, at once if that has happened already. Drop it with `removeHandler`.
  public func onCancel(_ handler: @escaping @Sendable () -> Void) -> Int {
    let id: Int? = state.withLock { state in
      guard state.reason == nil else { return nil }
      state.nextHandler += 1
      state.handlers[state.nextHandler] = handler
      return state.nextHandler
    }
    guard let id else {
      handler()
      return 0
    }
    return id
  }

  /// Forgets a handler. It may be running at this moment on the cancelling thread.
  public func removeHandler(_ id: Int) {
    state.withLock { $0.handlers[id] = nil }
  }

  /// Runs `body` with `handler` registered for as long as it takes.
  public func withHandler<Result, Failure: Error>(
    _ handler: @escaping @Sendable () -> Void, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let id = onCancel(handler)
    defer { removeHandler(id) }
    return try body()
  }
}
