/// Tells one content of a file from another without keeping either: FNV-1a, 64 bits, and the length.
///
/// No guard against somebody who wants two contents to look alike: who may write the file needs no such trick.
struct Fingerprint: Sendable, Hashable {
  private var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  private var count = 0

  init() {}

  /// Of these bytes.
  init(of bytes: some Sequence<UInt8>) {
    append(bytes)
  }

  /// Takes the next bytes; in how many pieces they come makes no difference.
  mutating func append(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
      count += 1
    }
  }
}
