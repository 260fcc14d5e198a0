// The library's own sockets. Its RPC back end has no call to ask whether a worker is still there, sets no deadline, and
// does not say which worker failed it. All of that the system knows, and it can be asked by whoever finds the sockets
// among this process's descriptors: they are those that are connected to a worker's address.

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

import System

/// A connection that libllama holds to a worker. It is asked, set up and hung up here, never closed.
struct LibraryConnection {
  let peer: SocketAddress
  private let descriptor: Int32

  /// Seconds of silence after which the system asks whether the other machine is there; then how often, and how many
  /// times in vain until the connection counts as broken.
  private static let keepAlive = (idle: 10, interval: 5, probes: 3)
  /// Seconds for which data may stay unacknowledged or unread, where the system can be told. While a worker computes it
  /// is sent nothing large; one that reads nothing for so long is as good as gone.
  private static let unacknowledged = 60

  /// Those to one of `peers`.
  static func all(to peers: [SocketAddress]) -> [LibraryConnection] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/dev/fd")) ?? []
    return names.compactMap { name in
      guard let descriptor = Int32(name), let peer = SocketAddress(peerOf: descriptor), peers.contains(peer) else {
        return nil
      }
      return LibraryConnection(peer: peer, descriptor: descriptor)
    }
  }

  /// Whether the other end has neither ended nor broken off. Takes nothing that came.
  var isAlive: Bool {
    var byte: UInt8 = 0
    let count = recv(descriptor, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT))
    return count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR))
  }

  /// Has the system notice when the other machine is gone without a word: power lost, cable pulled.
  func keepWatch() {
    set(SOL_SOCKET, SO_KEEPALIVE, 1)
    let tcp = Int32(IPPROTO_TCP)
    #if canImport(Darwin)
      set(tcp, TCP_KEEPALIVE, Self.keepAlive.idle)
      set(tcp, TCP_RXT_CONNDROPTIME, Self.unacknowledged)
    #else
      set(tcp, TCP_KEEPIDLE, Self.keepAlive.idle)
      set(tcp, TCP_USER_TIMEOUT, Self.unacknowledged * 1000)
    #endif
    set(tcp, TCP_KEEPINTVL, Self.keepAlive.interval)
    set(tcp, TCP_KEEPCNT, Self.keepAlive.probes)
  }

  /// Tells the worker that nobody is there any more: it frees what it held and takes somebody else.
  func hangUp() {
    shutdown(descriptor, Int32(SHUT_RDWR))
  }

  private func set(_ level: Int32, _ option: Int32, _ value: Int) {
    var value = Int32(value)
    setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
  }
}
