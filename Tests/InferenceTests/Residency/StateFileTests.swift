import Testing

@testable import Inference

@Suite struct StateFileTests {
  private let file = StateFile(key: "model, version, settings", tokens: [5, 6, 7, 8], from: 1, bytes: 21)
  private let data = (0..<21).map { UInt8($0) }

  private func read(_ bytes: [UInt8], key: String? = nil, tokens: [Token]? = nil, from: Int = 1) -> [UInt8]? {
    StateFile.data(of: bytes, key: key ?? file.key, tokens: tokens ?? file.tokens, from: from)
  }

  @Test func whatWasWrittenIsReadAgain() throws {
    let bytes = file.encoded(data)
    #expect(StateFile.header(of: bytes)?.header == file)
    #expect(read(bytes) == data)
  }

  @Test func fileOfAnotherModelSettingOrConversationIsRefused() {
    let bytes = file.encoded(data)
    #expect(read(bytes, key: "another") == nil)
    #expect(read(bytes, tokens: [5, 6, 7, 9]) == nil)
    #expect(read(bytes, tokens: [5, 6, 7]) == nil)
    #expect(read(bytes, from: 2) == nil)
  }

  @Test func everyDamagedByteAndEveryLostByteIsFound() {
    let bytes = file.encoded(data)
    for index in bytes.indices {
      var damaged = bytes
      damaged[index] ^= 0x10
      #expect(read(damaged) == nil, "byte \(index)")
      #expect(read(Array(bytes[..<index])) == nil, "cut at \(index)")
    }
    #expect(read(bytes + [0]) == nil)
  }

  @Test func headerThatLiesAboutItsLengthsIsNone() {
    let bytes = file.encoded(data)
    let lengths = [15, 15 + 8 + file.key.utf8.count + 8]
    for start in lengths {
      for value: Int64 in [-1, .max, .min, 1 << 40] {
        var lying = bytes
        withUnsafeBytes(of: value.littleEndian) { lying.replaceSubrange(start..<start + 8, with: $0) }
        #expect(StateFile.header(of: lying) == nil, "\(value) at \(start)")
      }
    }
    #expect(StateFile.header(of: []) == nil)
  }

  @Test func nameTellsTokensPlaceAndModelApart() {
    func name(_ tokens: [Token], from: Int = 0, key: String = "model") -> String {
      StateFile.name(key: key, tokens: tokens, from: from)
    }
    let names = [
      name([1, 2, 3]), name([1, 2, 3], from: 1), name([1, 2, 4]), name([1, 2]), name([1, 2, 3], key: "another model"),
    ]
    #expect(Set(names).count == 5)
    #expect(names.allSatisfy { $0.hasSuffix(".kv") && !$0.contains("/") })
  }
}
