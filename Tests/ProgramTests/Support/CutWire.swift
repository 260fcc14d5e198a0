import Foundation
import TestSupport
import Threading

/// A wire to a worker that is cut once so many bytes have gone to it: a way to lose a worker at a chosen moment.
/// Connections are carried one after the other, as a worker serves them.
final class CutWire: Sendable {
  /// `127.0.0.1:PORT`, the near end.
  let address: String
  private let thread: WorkerThread

  init(to port: UInt16, cutAfter bytes: Int) throws {
    let listener = Listener()
    address = listener.address
    nonisolated(unsafe) let handedOver = listener  // used by the thread alone from here on
    thread = try WorkerThread(name: "wire") { Self.carry(handedOver, to: port, bytes) }
  }

  private static func carry(_ listener: Listener, to port: UInt16, _ bytes: Int) {
    var left = bytes
    while left > 0 {
      let near = accept(listener.descriptor, nil, nil)
      let far = Listener.connect(to: port)
      defer {
        close(near)
        close(far)
      }
      guard near >= 0, far >= 0 else { return }
      while left > 0 {
        var ends = [
          pollfd(fd: near, events: Int16(POLLIN), revents: 0), pollfd(fd: far, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&ends, 2, -1) > 0 else { return }
        if ends[0].revents != 0 {
          let count = pass(from: near, to: far, atMost: left)
          guard count > 0 else { break }
          left -= count
        }
        if ends[1].revents != 0, pass(from: far, to: near, atMost: .max) <= 0 { break }
      }
    }
  }

  private static func pass(from source: Int32, to destination: Int32, atMost limit: Int) -> Int {
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(source, &bytes, min(bytes.count, limit))
    var sent = 0
    while sent < count {
      let more = bytes.withUnsafeBytes { write(destination, $0.baseAddress! + sent, count - sent) }
      guard more > 0 else { return -1 }
      sent += more
    }
    return count
  }
}
