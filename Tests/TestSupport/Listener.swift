import Foundation

/// A port of this machine's loopback address at which something listens, for as long as this object lives.
package final class Listener {
  package let port: UInt16
  package let descriptor: Int32

  package init() {
    let descriptor = socket(AF_INET, Self.stream, 0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    var address = Self.loopback(0)
    withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = bind(descriptor, $0, length)
        _ = listen(descriptor, 8)
        _ = getsockname(descriptor, $0, &length)
      }
    }
    self.descriptor = descriptor
    port = UInt16(bigEndian: address.sin_port)
  }

  /// A connection to a port of this machine; -1 where nothing listens.
  package static func connect(to port: UInt16) -> Int32 {
    let descriptor = socket(AF_INET, stream, 0)
    var address = loopback(port)
    let status = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Foundation.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    if status == 0 { return descriptor }
    close(descriptor)
    return -1
  }

  private static func loopback(_ port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    address.sin_port = port.bigEndian
    return address
  }

  private static var stream: Int32 {
    #if canImport(Glibc)
      Int32(SOCK_STREAM.rawValue)
    #else
      SOCK_STREAM
    #endif
  }

  deinit {
    close(descriptor)
  }

  /// `127.0.0.1:PORT`.
  package var address: String { "127.0.0.1:\(port)" }
}
