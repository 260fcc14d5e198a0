/// A 64-bit sum over bytes, eight at a time (the multiply and rotate of xxHash's lanes, by Yann Collet), that finds
/// damage. It is no protection against somebody who wants to deceive.
struct Checksum: Sendable {
  private(set) var value: UInt64 = 0x9E37_79B1_85EB_CA87

  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    var offset = 0
    while offset + 8 <= bytes.count {
      mix(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
      offset += 8
    }
    var rest: UInt64 = 0
    for index in offset..<bytes.count { rest = rest << 8 | UInt64(bytes[index]) }
    mix(rest)
    mix(UInt64(bytes.count))
  }

  var hexadecimal: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  private mutating func mix(_ word: UInt64) {
    let product = (value ^ word) &* 0xC2B2_AE3D_27D4_EB4F
    value = (product << 31 | product >> 33) &* 0x9E37_79B1_85EB_CA87
  }
}
