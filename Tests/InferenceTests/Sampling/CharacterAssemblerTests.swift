import Testing

@testable import Inference

@Suite struct CharacterAssemblerTests {
  /// The bytes given piece by piece: what came out, and what came out before the end.
  private func assemble(_ pieces: [ArraySlice<UInt8>]) -> (all: String, early: String) {
    var assembler = CharacterAssembler()
    let early = pieces.reduce(into: "") { $0 += assembler.append($1) }
    return (early + assembler.finish(), early)
  }

  private func pieces(_ bytes: [UInt8], cuts: Int) -> [ArraySlice<UInt8>] {
    var pieces: [ArraySlice<UInt8>] = []
    var start = 0
    for index in 1..<max(1, bytes.count) where cuts >> (index - 1) & 1 == 1 {
      pieces.append(bytes[start..<index])
      start = index
    }
    return pieces + [bytes[start...]]
  }

  @Test(arguments: ["", "hello", "naïve", "日本語", "🇩🇪", "👩‍💻!", "e\u{301}x\u{300}", "\u{10FFFF}\u{0}\u{7FF}\u{800}"])
  func everySplitOfATextGivesTheText(_ text: String) {
    let bytes = Array(text.utf8)
    for cuts in 0..<1 << min(12, max(0, bytes.count - 1)) {
      let result = assemble(pieces(bytes, cuts: cuts))
      #expect(Array(result.all.utf8) == bytes)
      #expect(Array(result.early.utf8) == bytes, "a whole text leaves nothing for the end")
    }
  }

  @Test func everySplitOfBadBytesGivesWhatTheWholeGives() {
    let interesting: [UInt8] = [
      0x61, 0x0A, 0x80, 0x82, 0x9F, 0xA0, 0xAC, 0xBF, 0xC0, 0xC1, 0xC3, 0xDF, 0xE0, 0xE2, 0xED, 0xEF, 0xF0, 0xF4, 0xF5,
      0xF8, 0xFF, 0x90, 0x8F,
    ]
    var random = RandomNumbers(seed: 4)
    for _ in 0..<250 {
      let bytes = (0..<7).map { _ in interesting.randomElement(using: &random) ?? 0 }
      let whole = Array(String(decoding: bytes, as: UTF8.self).utf8)
      for cuts in 0..<1 << 6 where Array(assemble(pieces(bytes, cuts: cuts)).all.utf8) != whole {
        Issue.record("\(bytes) cut at \(String(cuts, radix: 2))")
        return
      }
    }
  }

  @Test(
    arguments: [
      ([0x80], "\u{FFFD}"), ([0xC0, 0x80], "\u{FFFD}\u{FFFD}"), ([0xE2, 0x82], "\u{FFFD}"),
      ([0xE2, 0x82, 0x61], "\u{FFFD}a"),
      ([0xF0, 0x9F, 0x91, 0xF0, 0x9F, 0x91, 0xA9], "\u{FFFD}👩"), ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"),
      ([0xFF, 0xFE, 0x41], "\u{FFFD}\u{FFFD}A"),
    ] as [([UInt8], String)])
  func bytesThatAreNoCharacterBecomeReplacements(_ bytes: [UInt8], _ text: String) {
    for cuts in 0..<1 << (bytes.count - 1) { #expect(assemble(pieces(bytes, cuts: cuts)).all == text) }
  }

  @Test func characterComesWithItsLastByteAndNotBefore() {
    var assembler = CharacterAssembler()
    #expect([0x61, 0xF0, 0x9F, 0x99, 0x82, 0x62].map { assembler.append([$0]) } == ["a", "", "", "", "🙂", "b"])
    #expect(assembler.finish() == "")
  }

  @Test func neverAreMoreThanThreeBytesHeldBack() {
    var random = RandomNumbers(seed: 5)
    var assembler = CharacterAssembler()
    for _ in 0..<5000 {
      _ = assembler.append([UInt8.random(in: 0x70...0xFF, using: &random)])
      var copy = assembler
      // What is held is at most one unfinished character, of which each byte can become a replacement of its own.
      #expect(copy.finish().unicodeScalars.count <= 3)
    }
  }

  @Test func assemblerIsAsNewAfterTheEnd() {
    var assembler = CharacterAssembler()
    _ = assembler.append([0xE2, 0x82])
    #expect(assembler.finish() == "\u{FFFD}")
    #expect(assembler.append([0x41]) == "A")
  }
}
