import Testing

@testable import Program

@Suite struct SHA256Tests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func digestsAreThoseOfTheStandard(text: String, digest: String) {
    #expect(SHA256.hexadecimal(Array(text.utf8)) == digest)
  }

  @Test func digestOfManyBlocksIsThatOfTheStandard() {
    let digest = SHA256.hexadecimal([UInt8](repeating: 97, count: 100_000))
    #expect(digest == "6d1cf22d7cc09b085dfc25ee1a1f3ae0265804c607bc2074ad253bcc82fd81ee")
  }

  @Test(arguments: [1, 7, 63, 64, 65, 200])
  func digestOfBytesInPiecesIsThatOfTheWhole(size: Int) {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 * 31) }
    var digest = SHA256()
    for start in stride(from: 0, to: bytes.count, by: size) {
      bytes[start..<min(start + size, bytes.count)].withUnsafeBytes { digest.update($0) }
    }
    #expect(digest.finished() == SHA256.hexadecimal(bytes))
  }

  @Test(arguments: [55, 56, 63, 64, 65, 119, 120])
  func textsAboutTheLengthOfABlockDiffer(length: Int) {
    let text = [UInt8](repeating: 65, count: length)
    #expect(SHA256.hexadecimal(text) != SHA256.hexadecimal(text + [0]))
  }
}
