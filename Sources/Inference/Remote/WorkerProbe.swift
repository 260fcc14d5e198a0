// ggml's own client ends the process where it cannot connect, or where something else answers, and waits for ever for a
// worker that serves somebody else. So each worker is greeted here first, with deadlines, as ggml would greet it.

import CLlama
import Threading

/// Finds out whether a worker can be used.
enum WorkerProbe {
  /// Seconds for the connection, and again for the answer.
  static let patience = 5

  /// Greets the worker, and hangs up.
  ///
  /// - Returns: the address that its name stands for; all that follows uses this one.
  static func greet(_ worker: WorkerAddress, patience: Int = patience) throws(WorkerFault) -> SocketAddress {
    let address = try SocketAddress(resolving: worker)
    let connection = try TCPConnection.open(to: address, patience: patience)
    // Only the greeting of this version is known here; of another one the connection alone must do.
    guard agent_rpc_major() == Greeting.major else { return address }
    try connection.send(Greeting.request)
    let size = try connection.receive(8, patience: patience)
    let length = size.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    // Three bytes are the answer of old versions: the version alone.
    guard length == UInt64(Greeting.answerBytes) || length == 3 else { throw .stranger }
    let answer = try connection.receive(Int(length), patience: patience)
    try Greeting.check(answer, minor: agent_rpc_minor())
    return address
  }
}

/// The first words of the protocol, versions 7: a command, the length of what follows, and what the transport can.
enum Greeting {
  static let major: Int32 = 7
  private static let command: UInt8 = 14
  private static let capabilityBytes = 24
  static let answerBytes = 4 + capabilityBytes

  /// HELLO of a client that knows plain TCP.
  static let request: [UInt8] =
    [command, UInt8(capabilityBytes)] + [UInt8](repeating: 0, count: 7 + capabilityBytes)

  /// Compares versions as ggml does: the same major one, and none that is newer than ours within it.
  static func check(_ answer: [UInt8], minor: Int32) throws(WorkerFault) {
    guard answer[0] == UInt8(major), Int32(answer[1]) <= minor else {
      throw .otherProtocol(theirs: "\(answer[0]).\(answer[1])", ours: "\(major).\(minor)")
    }
  }
}
