// ggml ends the process (`ggml_abort`) when a worker dies, because its RPC client has nobody to report to: it may be
// deep in a computation, on a thread of its own. Before that it calls a callback, and a callback that never returns
// keeps the process. So the thread on which it happens is parked for ever, the workers' engine is told that it is lost,
// and nobody waits for what that thread would have done (docs/decisions/0013).

import CLlama
import System
import Threading

/// Stands between ggml's RPC and the end of the process, for as long as somebody uses remote workers.
enum AbortGuard {
  private struct Registered {
    weak var workers: RemoteWorkers?
  }
  private struct State {
    var registered: [Registered] = []
    var losses = 0
    var isInstalled = false
    var before: ggml_abort_callback_t?
  }
  private static let state = Monitor(State())

  /// How many engines have lost a worker since the process began.
  static var losses: Int { state.withLock { $0.losses } }

  /// From now on these workers are told when ggml would end the process for one of them.
  static func protect(_ workers: RemoteWorkers) {
    state.withLock { state in
      state.registered.removeAll { $0.workers == nil }
      state.registered.append(Registered(workers: workers))
      guard !state.isInstalled else { return }
      state.isInstalled = true
      // ggml writes to its sockets as if nobody had ever hung up; that is an error to be told, not the end.
      signal(SIGPIPE, SIG_IGN)
      state.before = ggml_set_abort_callback { AbortGuard.aborting($0.map { String(cString: $0) } ?? "") }
    }
  }

  /// Whether this is about a remote worker: the message begins with the file that gave up.
  static func concernsWorker(_ message: String) -> Bool {
    message.prefix { $0 != ":" }.contains("ggml-rpc")
  }

  /// On the thread that gave up. Returns when the process is to end as it would have.
  private static func aborting(_ message: String) {
    guard concernsWorker(message), tellWorkers() else { return say(message) }
    while true { pause() }
  }

  /// Tells those whose worker is gone. Returns false where nobody uses any.
  private static func tellWorkers() -> Bool {
    let (all, losses) = state.withLock { ($0.registered.compactMap(\.workers), $0.losses) }
    let standing = all.filter { !$0.loss.isCancelled }
    let bereft = standing.filter { !$0.gone.isEmpty }
    if !bereft.isEmpty {
      for workers in bereft { lose(workers) }
    } else if standing.count == all.count && losses == 0 {
      // Every connection stands: one of them brought nonsense, and nobody says which.
      for workers in standing { lose(workers) }
    }
    // Else it is one of the connections that were hung up after a loss.
    return !all.isEmpty || losses > 0
  }

  private static func lose(_ workers: RemoteWorkers) {
    state.withLock { $0.losses += 1 }
    workers.lose()
  }

  /// What ggml does where there is no callback, or what the callback before this one did.
  private static func say(_ message: String) {
    if let before = state.withLock({ $0.before }) { return message.withCString { before($0) } }
    let line = Array("\(message)\n".utf8)
    _ = write(2, line, line.count)
  }
}
