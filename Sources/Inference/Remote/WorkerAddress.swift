/// Where a remote worker listens.
public struct WorkerAddress: Sendable, Hashable, CustomStringConvertible {
  /// A name or an IPv4 address: ggml's RPC knows no other.
  public let host: String
  /// 1 to 65535.
  public let port: UInt16

  /// What is accepted, for a sentence about what is not.
  public static let accepted = "HOST:PORT, such as 192.168.1.7:50052"

  /// An address that is known to be one.
  public init(host: String, port: UInt16) {
    self.host = host
    self.port = port
  }

  /// Reads `HOST:PORT`; nil where `text` is nothing of the kind.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let port = UInt16(parts[1]), port > 0 else { return nil }
    // Signs and the like are numbers to UInt16, and no port to anybody else.
    guard parts[1].utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
    let isName = parts[0].unicodeScalars.allSatisfy {
      $0.isASCII
        && ($0.properties.isAlphabetic || $0.properties.numericType == .decimal || "-._".unicodeScalars.contains($0))
    }
    guard isName, !parts[0].isEmpty, parts[0].count <= 253 else { return nil }
    host = String(parts[0])
    self.port = port
  }

  /// As it was given, without what numbers may have in front.
  public var description: String { "\(host):\(port)" }
}
