import AgentTUI
import System
import Threading

extension SHA256 {
  /// The digest of a file of any size; nil where it was cancelled.
  ///
  /// - Throws: why the file cannot be read.
  static func hexadecimal(ofFile path: String, cancellation: Cancellation) throws(SmallFile.Failure) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    func failure() -> SmallFile.Failure {
      SmallFile.Failure(path: path, reason: String(cString: strerror(errno)), isMissing: errno == ENOENT)
    }
    guard descriptor >= 0 else { throw failure() }
    defer { close(descriptor) }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { buffer.deallocate() }
    var digest = SHA256()
    while !cancellation.isCancelled {
      let count = read(descriptor, buffer.baseAddress, buffer.count)
      if count == 0 { return digest.finished() }
      if count > 0 {
        digest.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      } else if errno != EINTR {
        throw failure()
      }
    }
    return nil
  }
}
