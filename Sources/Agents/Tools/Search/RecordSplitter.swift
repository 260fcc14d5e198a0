/// Takes bytes that come in pieces apart at a separator.
struct RecordSplitter: Sendable {
  private let separator: UInt8
  /// Bytes of a record that are kept; the rest of it is dropped.
  private let limit: Int
  private var held: [UInt8] = []

  init(separator: UInt8, limit: Int) {
    self.separator = separator
    self.limit = limit
  }

  /// The records that are complete with these bytes.
  mutating func append(_ bytes: UnsafeRawBufferPointer) -> [[UInt8]] {
    var records: [[UInt8]] = []
    var rest = bytes[...]
    while let end = rest.firstIndex(of: separator) {
      keep(rest[..<end])
      records.append(held)
      held = []
      rest = rest[(end + 1)...]
    }
    keep(rest)
    return records
  }

  /// What came after the last separator.
  mutating func finish() -> [UInt8]? {
    defer { held = [] }
    return held.isEmpty ? nil : held
  }

  private mutating func keep(_ part: some Collection<UInt8>) {
    held += part.prefix(max(0, limit - held.count))
  }
}
