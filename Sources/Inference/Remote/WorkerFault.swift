/// Why a remote worker cannot be used, found out before ggml is asked, which would end the process.
enum WorkerFault: Error, Equatable {
  /// The name means no IPv4 address; the system's reason.
  case unresolved(String)
  /// Nobody listens there.
  case refused
  /// The system's reason why the way there is closed.
  case unreachable(String)
  /// Nothing came back within these seconds.
  case silent(Int)
  /// It took the connection and said nothing within these seconds: it serves somebody else.
  case busy(Int)
  /// It answered with something else.
  case stranger
  /// It speaks another version of the protocol.
  case otherProtocol(theirs: String, ours: String)

  /// One sentence for people.
  ///
  /// - Parameter names: how a worker, and the setting of its address, are called.
  func sentence(_ worker: WorkerAddress, names: SettingNames = SettingNames()) -> String {
    switch self {
    case .unresolved(let reason):
      "the remote worker \(worker) cannot be found: '\(worker.host)' has no IPv4 address here (\(reason))"
    case .refused:
      "the remote worker \(worker) does not answer: nothing listens there; start \(names.worker) with \(names[.address]) \(worker) on that machine"
    case .unreachable(let reason):
      "the remote worker \(worker) cannot be reached: \(reason)"
    case .silent(let seconds):
      "the remote worker \(worker) does not answer: nothing came back within \(seconds) seconds; is the machine on, and is the port open?"
    case .busy(let seconds):
      "the remote worker \(worker) took the connection and said nothing for \(seconds) seconds: a worker serves one program at a time, and this one seems to serve another"
    case .stranger:
      "what listens at \(worker) is no remote worker; give the address of \(names.worker)"
    case .otherProtocol(let theirs, let ours):
      "the remote worker \(worker) speaks version \(theirs) of ggml's RPC protocol, and this libllama \(ours); use the same libllama on both machines"
    }
  }
}
