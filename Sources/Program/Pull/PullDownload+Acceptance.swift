import System

extension PullDownload {
  /// Puts it into its place, if it is what it should be; removes it if not.
  func accept() throws(PullError) {
    let bytes = size(of: place.part)
    if let expected = file.bytes, bytes != expected {
      throw rejection("it has \(bytes) bytes in place of \(expected)")
    }
    guard beginning == Array("GGUF".utf8) else { throw rejection("it is no GGUF file") }
    if let expected = file.sha256 {
      let digest = try digest()
      guard digest == expected else { throw rejection("its SHA-256 is \(digest) in place of \(expected)") }
    }
    guard rename(place.part, place.file) == 0 else {
      throw PullError("\(place.part) cannot be renamed to \(place.file): \(String(cString: strerror(errno))).")
    }
    remove(place.tag)
    // What the hub's own tool had begun.
    remove(place.hubFolder)
    remove(place.lock)
  }

  private func rejection(_ reason: String) -> PullError {
    remove(place.part)
    remove(place.tag)
    return PullError(
      "What came from \(file.address) is not used and was removed: \(reason). The same command gets it anew.")
  }

  private var beginning: [UInt8] {
    let descriptor = open(place.part, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 4)
    let count = read(descriptor, &bytes, bytes.count)
    return Array(bytes.prefix(max(0, count)))
  }

  private func digest() throws(PullError) -> String {
    let line = ProgressLine("checking the sum of \(shownName)")
    defer { line?.end() }
    let digest: String?
    do {
      digest = try SHA256.hexadecimal(ofFile: place.part, cancellation: cancellation)
    } catch {
      throw PullError("What came \(error).")
    }
    guard let digest else { throw interruption }
    return digest
  }
}
