extension StringProtocol {
  /// The names between the slashes of a path, byte by byte as the system reads it: Swift would join an accent that
  /// begins a name with the slash before it, and find no slash there.
  var pathNames: [String] {
    Array(utf8).split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Whether it begins at the root.
  var isAbsolutePath: Bool { utf8.first == UInt8(ascii: "/") }
}
