// The workers of one engine. ggml knows them as devices; whatever is to be done at a worker goes through one thread of
// ggml's for each connection, and whoever waits for that thread waits for ever once the worker is gone. Hence `loss`:
// those who wait for an engine with remote workers wait for that too.

import CLlama
import Threading

/// The remote workers that one engine computes on, from the first greeting to the last byte freed.
final class RemoteWorkers: @unchecked Sendable {  // what changes is written by `connect`, before others read
  /// A worker, and the address that its name stands for.
  struct Member: Equatable {
    var worker: WorkerAddress
    var address: SocketAddress
  }

  let members: [Member]
  /// Cancelled when a worker is gone, with the sentence for people as its reason.
  let loss = Cancellation()
  private var backends: [ggml_backend_t] = []
  private(set) var devices: [ggml_backend_dev_t] = []
  /// How many members have been begun to be connected to; one more once all are.
  private let begun = Monitor(0)
  /// A loss while ggml connected: it then still holds the lock under which it connects.
  private static let isJammed = Monitor(false)

  /// Greets every worker, so that one that cannot be used is refused here with its reason.
  init(_ workers: [WorkerAddress], names: SettingNames = SettingNames()) throws(InferenceError) {
    guard agent_rpc_is_there() else {
      throw InferenceError(
        .invalidConfiguration,
        "\(names[.rpcServers]) needs ggml's RPC back end, which this libllama has not; leave \(names[.rpcServers]) out, or "
          + "install a libllama with libggml-rpc",
        about: [.rpcServers])
    }
    guard !Self.isJammed.withLock({ $0 }) else {
      throw InferenceError(
        .workerLost,
        "a remote worker ended while it was being connected to; start the program again to use remote workers")
    }
    var members: [Member] = []
    for worker in workers {
      do {
        members.append(Member(worker: worker, address: try WorkerProbe.greet(worker)))
      } catch {
        throw InferenceError(.workerUnavailable, error.sentence(worker, names: names), about: [.rpcServers])
      }
    }
    self.members = members
  }

  deinit {
    guard !loss.isCancelled else { return }
    for backend in backends { ggml_backend_free(backend) }
  }

  /// Connects to all of them, for as long as this object lives. Before the first use of `devices`; may block for ever:
  /// see `outlast`.
  func connect() throws(InferenceError) {
    AbortGuard.protect(self)
    // ggml keeps one connection for each spelling of an address, a broken one too. After a loss another spelling is due.
    let zeros = String(repeating: "0", count: AbortGuard.losses)
    for member in members {
      let mark = LibraryLog.mark
      begun.withLock { $0 += 1 }
      guard let registry = agent_rpc_add_server("\(member.address.host):\(zeros)\(member.address.port)") else {
        throw InferenceError(.workerUnavailable, "the remote worker \(member.worker) has no device to compute on")
      }
      for index in 0..<ggml_backend_reg_dev_count(registry) {
        // A back end of our own holds the connection: ggml would hang up and call again between its steps of loading.
        guard let device = ggml_backend_reg_dev_get(registry, index), let backend = ggml_backend_dev_init(device, nil)
        else {
          throw InferenceError(
            .workerUnavailable, "the device \(index) of the remote worker \(member.worker) cannot be used",
            libraryLog: LibraryLog.reason(since: mark))
        }
        backends.append(backend)
        devices.append(device)
        _ = ggml_backend_dev_buffer_type(device)
      }
    }
    for connection in LibraryConnection.all(to: members.map(\.address)) { connection.keepWatch() }
    begun.withLock { $0 += 1 }
  }

  /// Those without a connection that stands; not those whose turn to be connected to has not come.
  var gone: [Member] {
    let alive = LibraryConnection.all(to: members.map(\.address)).filter(\.isAlive).map(\.peer)
    return members.prefix(begun.withLock { $0 }).filter { !alive.contains($0.address) }
  }

  /// One is gone: who waits is told, and the others are set free. Called where ggml would have ended the process.
  func lose() {
    let gone = gone
    if begun.withLock({ $0 }) <= members.count { Self.isJammed.withLock { $0 = true } }
    loss.cancel(reason: Self.sentence(gone: gone.map(\.worker), all: members.map(\.worker)))
    for connection in LibraryConnection.all(to: members.map(\.address)) { connection.hangUp() }
  }

  /// The error of everything that was to be computed there.
  var error: InferenceError { InferenceError(.workerLost, loss.reason ?? "") }

  /// What people are told.
  static func sentence(gone: [WorkerAddress], all: [WorkerAddress]) -> String {
    let names = (gone.isEmpty ? all : gone).map(\.description).joined(separator: ", ")
    let what =
      switch gone.count {
      case 0 where all.count == 1: "the remote worker \(names) sent what cannot be understood"
      case 0: "one of the remote workers \(names) sent what cannot be understood"
      case 1: "the remote worker \(names) is gone: it ended, or the connection to it broke"
      default: "the remote workers \(names) are gone: they ended, or the connections to them broke"
      }
    return "\(what); the model cannot go on without its part"
  }

  // MARK: - Waiting for what may never come

  private struct Progress<Result> {
    var fraction: Double?
    var goesOn = true
    var result: Result?
    var isLost = false
  }
  private enum News<Result> { case fraction(Double), result(Result), lost }

  /// Runs `body` on a thread of its own and waits for it, or for a loss. After a loss that thread is left alone.
  ///
  /// - Parameter progress: called on this thread with what `body` tells; returning false is told to `body`.
  /// - Returns: nil after a loss.
  func outlast<Result: Sendable>(
    _ name: String, progress: (Double) -> Bool = { _ in true },
    _ body: @escaping @Sendable (_ progress: @escaping @Sendable (Double) -> Bool) -> Result
  ) throws(ThreadError) -> Result? {
    let state = Monitor(Progress<Result>())
    let registration = loss.onCancel {
      state.withLock { $0.isLost = true }
      state.broadcast()
    }
    defer { loss.removeHandler(registration) }
    guard !loss.isCancelled else { return nil }
    _ = try WorkerThread(name: name, stackBytes: 8 << 20) {
      let result = body { fraction in
        defer { state.broadcast() }
        return state.withLock { state in
          state.fraction = fraction
          return state.goesOn
        }
      }
      state.withLock { $0.result = result }
      state.broadcast()
    }
    while true {
      let news: News<Result>? = state.wait { state in
        if let result = state.result { return .result(result) }
        if state.isLost { return .lost }
        defer { state.fraction = nil }
        return state.fraction.map(News.fraction)
      }
      switch news {
      case .result(let result): return result
      case .fraction(let fraction): if !progress(fraction) { state.withLock { $0.goesOn = false } }
      case .lost, nil: return nil
      }
    }
  }

  /// Frees what lies at the workers; after a loss nothing, since ggml would wait for them for ever.
  static func free(_ workers: RemoteWorkers?, _ body: @escaping @Sendable () -> Void) {
    guard let workers else { return body() }
    do {
      _ = try workers.outlast("free") { _ in body() }
    } catch {
      body()
    }
  }
}
