import Foundation
import TestSupport

/// An `agent-tui rpc-worker` at a port of its own on this machine; ended with its last reference.
final class RemoteWorker {
  /// `127.0.0.1:PORT`.
  let address: String
  let port: UInt16
  private let process = Process()
  private let output = Pipe()

  /// Starts a worker and waits until it says that it listens.
  init(port: UInt16 = RemoteWorker.freePort()) throws {
    self.port = port
    address = "127.0.0.1:\(port)"
    process.executableURL = URL(fileURLWithPath: Program.binary)
    process.arguments = ["rpc-worker", "--listen", address, "--threads", "1"]
    process.environment = ["HOME": "/nowhere"]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = output
    try process.run()
    var said = Data()
    while !String(decoding: said, as: UTF8.self).contains("This worker listens") {
      let more = output.fileHandleForReading.availableData
      guard !more.isEmpty else { throw Failure(said: String(decoding: said, as: UTF8.self)) }
      said += more
    }
  }

  deinit {
    end(SIGKILL)
  }

  /// It ended instead.
  struct Failure: Error {
    var said: String
  }

  /// Ends it, and waits for that. Returns its exit status, or 128 and the signal.
  @discardableResult
  func end(_ signal: Int32) -> Int32 {
    if process.isRunning { kill(process.processIdentifier, signal) }
    process.waitUntilExit()
    return process.terminationReason == .uncaughtSignal ? 128 + process.terminationStatus : process.terminationStatus
  }

  /// A port at which nothing listens.
  static func freePort() -> UInt16 { Listener().port }
}
