import System
import Threading

/// A connection of our own in which nothing is waited for without a deadline; closed with its last reference.
final class TCPConnection {
  private let descriptor: Int32

  private init(descriptor: Int32) {
    self.descriptor = descriptor
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
  }

  deinit {
    close(descriptor)
  }

  /// Connects within `patience` seconds.
  static func open(to address: SocketAddress, patience: Int) throws(WorkerFault) -> TCPConnection {
    let descriptor = socket(AF_INET, SocketAddress.stream, 0)
    guard descriptor >= 0 else { throw .unreachable(String(cString: strerror(errno))) }
    let connection = TCPConnection(descriptor: descriptor)
    if address.withPointer({ connect(descriptor, $0, $1) }) == 0 { return connection }
    guard errno == EINPROGRESS || errno == EINTR else { throw fault(errno, patience) }
    guard connection.wait(for: POLLOUT, patience) else { throw .silent(patience) }
    var code: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length)
    guard code == 0 else { throw fault(code, patience) }
    return connection
  }

  /// Sends a few bytes, which the system has room for.
  func send(_ bytes: [UInt8]) throws(WorkerFault) {
    guard write(descriptor, bytes, bytes.count) == bytes.count else { throw .stranger }
  }

  /// Receives exactly `count` bytes within `patience` seconds.
  func receive(_ count: Int, patience: Int) throws(WorkerFault) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var have = 0
    while have < count {
      guard wait(for: POLLIN, patience) else { throw .busy(patience) }
      let more = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress! + have, count - have) }
      if more > 0 {
        have += more
      } else if more == 0 || (errno != EAGAIN && errno != EINTR) {
        throw .stranger
      }
    }
    return bytes
  }

  private func wait(for event: some BinaryInteger, _ patience: Int) -> Bool {
    let deadline = MonotonicTime.now.advanced(bySeconds: Double(patience))
    while true {
      var target = pollfd(fd: descriptor, events: Int16(event), revents: 0)
      let left = max(0, deadline.milliseconds(since: .now))
      let count = poll(&target, 1, Int32(left))
      if count > 0 { return true }
      if count == 0 || errno != EINTR { return false }
    }
  }

  private static func fault(_ code: Int32, _ patience: Int) -> WorkerFault {
    switch code {
    case ECONNREFUSED: .refused
    case ETIMEDOUT: .silent(patience)
    default: .unreachable(String(cString: strerror(code)))
    }
  }
}
