// `agent-tui rpc-worker`: the other end of `--rpc`. It holds and computes what another machine's program gives it, for
// one after the other, until a signal ends it.

import Inference
import System

/// Computes for others.
struct RPCWorkerProgram {
  let options: ResolvedOptions
  let log: MessageLog

  /// What is said at the start.
  static func notice(_ reach: WorkerServer.Reach) -> String {
    switch reach {
    case .loopback: "Only this machine can connect. \(Command.workerWarning)"
    case .network: "WARNING: other machines can connect. \(Command.workerWarning)"
    }
  }

  /// Serves until a signal comes, which ends the process from the thread that watches for them. Returns the exit status
  /// where it could not begin or go on: 1.
  func run() throws(UsageError) -> Int32 {
    let log = log
    // Who was started to outlive its terminal (nohup) goes on doing so.
    let signals = [SIGINT, SIGTERM] + (SignalWatcher.isIgnored(SIGHUP) ? [] : [SIGHUP])
    try SignalWatcher.start(signals) { number in
      log.say("The worker ends: \(String(cString: strsignal(number))).")
      // Not exit(): a computation is perhaps on its way, and what it uses would be taken apart under it.
      _exit(128 + number)
    }
    InferenceEngine.observeLibraryLog { log.note($0) }
    let server = WorkerServer(
      address: options.worker.listen, threads: options.threads, device: options.device,
      cacheFolder: options.worker.cache, backendSearchPath: options.backendPath, names: .options)
    do throws(InferenceError) {
      log.say(Self.notice(try server.prepare()))
      let address = options.worker.listen
      try server.serve { log.say("This worker listens at \(address); give --rpc \(address) to agent-tui.") }
    } catch {
      if error.code.isUsage { throw UsageError(error.description) }
      log.say(error.description)
    }
    return 1
  }
}
