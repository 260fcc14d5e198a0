/// Reads small files whole: settings, prompts, lists of tasks.
package enum SmallFile {
  /// Larger ones were not meant.
  package static let largest = 16_000_000

  /// Why a file could not be read.
  package struct Failure: Error, Equatable, CustomStringConvertible {
    package let path: String
    package let reason: String
    /// Whether there is no such file.
    package let isMissing: Bool

    package init(path: String, reason: String, isMissing: Bool) {
      self.path = path
      self.reason = reason
      self.isMissing = isMissing
    }

    package var description: String { "cannot read \(path): \(reason)" }
  }

  /// The bytes of the file.
  package static func bytes(_ path: String) throws(Failure) -> [UInt8] { try bytes(path, end: nil) }

  /// The same; of a longer file than `end` these last ones.
  private static func bytes(_ path: String, end: Int?) throws(Failure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    // What is shorter, or has no end to be counted from, is read from its start.
    if let end { _ = lseek(descriptor, off_t(-end), SEEK_END) }
    var bytes: [UInt8] = []
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 1)
    defer { buffer.deallocate() }
    while true {
      let count = Descriptors.read(descriptor, into: buffer)
      guard count >= 0 else { throw failure(path) }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
      if bytes.count > largest {
        throw Failure(path: path, reason: "it is larger than \(Figures.bytes(largest))", isMissing: false)
      }
    }
  }

  /// The file's text, without a byte order mark; what is no UTF-8 is replaced.
  package static func text(_ path: String) throws(Failure) -> String {
    String(decoding: try bytes(path).withoutByteOrderMark, as: UTF8.self)
  }

  /// The last bytes of the file as text; of the line that is cut there the rest.
  package static func end(of path: String, bytes: Int) throws(Failure) -> String {
    String(decoding: try Self.bytes(path, end: bytes), as: UTF8.self)
  }

  private static func failure(_ path: String) -> Failure {
    Failure(path: path, reason: String(cString: strerror(errno)), isMissing: errno == ENOENT || errno == ENOTDIR)
  }
}
