/// What a file holds at one moment. Compared byte by byte.
enum FileContent: Sendable, Equatable {
  /// There is no file.
  case absent
  case bytes([UInt8])
  /// More than is kept: equal to nothing that could be put back.
  case unkept

  init(_ text: String) { self = .bytes(Array(text.utf8)) }

  /// As text; nil where it is none, not kept, or not there.
  var text: String? {
    guard case .bytes(let bytes) = self, !bytes.contains(0) else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  /// Bytes that keeping it takes.
  var size: Int {
    if case .bytes(let bytes) = self { return bytes.count }
    return 0
  }
}
