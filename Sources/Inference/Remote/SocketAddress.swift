import System

/// An IPv4 address and a port: what ggml's RPC connects to and listens at.
struct SocketAddress: Hashable, Sendable {
  /// In the network's order of bytes.
  private let address: UInt32
  let port: UInt16

  /// What a name stands for. Asks the system's resolver, which has deadlines of its own.
  init(resolving worker: WorkerAddress) throws(WorkerFault) {
    var hints = addrinfo()
    hints.ai_family = AF_INET
    hints.ai_socktype = Self.stream
    var found: UnsafeMutablePointer<addrinfo>?
    let status = getaddrinfo(worker.host, nil, &hints, &found)
    defer { if let found { freeaddrinfo(found) } }
    guard status == 0, let first = found?.pointee.ai_addr else {
      throw .unresolved(status == 0 ? "nothing was found" : String(cString: gai_strerror(status)))
    }
    address = first.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { $0.pointee.sin_addr.s_addr }
    port = worker.port
  }

  /// Whom a descriptor of this process is connected to; nil where it is no connection over IPv4.
  init?(peerOf descriptor: Int32) {
    var peer = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafeMutablePointer(to: &peer) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(descriptor, $0, &length) }
    }
    guard status == 0, Int32(peer.sin_family) == AF_INET else { return nil }
    address = peer.sin_addr.s_addr
    port = UInt16(bigEndian: peer.sin_port)
  }

  /// `192.168.1.7`.
  var host: String {
    withUnsafeBytes(of: address) { $0.map(String.init).joined(separator: ".") }
  }

  /// Whether only this machine can be meant.
  var isLoopback: Bool { withUnsafeBytes(of: address) { $0[0] == 127 } }

  /// Hands the address to a call of the system.
  func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
    var value = sockaddr_in()
    value.sin_family = sa_family_t(AF_INET)
    value.sin_addr.s_addr = address
    value.sin_port = port.bigEndian
    return withUnsafePointer(to: &value) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
  }

  /// The kind of a socket over TCP, which Glibc has as an enumeration.
  static var stream: Int32 {
    #if canImport(Glibc)
      Int32(SOCK_STREAM.rawValue)
    #else
      SOCK_STREAM
    #endif
  }
}
