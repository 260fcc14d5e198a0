#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reads small files whole: settings, prompts, lists of tasks.
enum TextFile {
  /// Larger ones were not meant.
  static let largest = 16 << 20

  /// Why a file could not be read.
  struct Failure: Error, Equatable, CustomStringConvertible {
    let path: String
    let reason: String
    /// Whether there is no such file.
    let isMissing: Bool

    var description: String { "cannot read \(path): \(reason)" }
  }

  /// The bytes of the file.
  static func bytes(_ path: String) throws(Failure) -> [UInt8] { try bytes(path, end: nil) }

  /// The same; of a longer file than `end` these last ones.
  private static func bytes(_ path: String, end: Int?) throws(Failure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    // What is shorter, or has no end to be counted from, is read from its start.
    if let end { _ = lseek(descriptor, off_t(-end), SEEK_END) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw failure(path)
      }
      bytes += chunk[..<count]
      if bytes.count > largest {
        throw Failure(path: path, reason: "it is larger than \(largest >> 20) MB", isMissing: false)
      }
    }
  }

  /// The file's text, without a byte order mark; what is no UTF-8 is replaced.
  static func text(_ path: String) throws(Failure) -> String {
    String(decoding: try bytes(path).withoutByteOrderMark, as: UTF8.self)
  }

  /// The last bytes of the file as text; of the line that is cut there the rest.
  static func end(of path: String, bytes: Int) throws(Failure) -> String {
    String(decoding: try Self.bytes(path, end: bytes), as: UTF8.self)
  }

  private static func failure(_ path: String) -> Failure {
    Failure(path: path, reason: String(cString: strerror(errno)), isMissing: errno == ENOENT || errno == ENOTDIR)
  }
}
