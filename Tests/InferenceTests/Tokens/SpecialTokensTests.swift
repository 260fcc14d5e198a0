import Testing

@testable import Inference

@Suite struct SpecialTokensTests {
  private static func tokens(_ texts: String...) -> SpecialTokens {
    SpecialTokens(texts.enumerated().map { .init(token: Token($0.offset), text: Array($0.element.utf8)) })
  }

  private static func found(_ special: SpecialTokens, _ text: String) -> [String] {
    let bytes = Array(text.utf8)
    return special.matches(in: bytes, bytes.indices).map {
      "\($0.range.lowerBound):" + String(decoding: bytes[$0.range], as: UTF8.self)
    }
  }

  @Test func longestIsTakenWhereverItStands() {
    let special = Self.tokens("abc", "bcde", "b", "bc", "xyz", "é")
    let cases: [(String, [String])] = [
      ("", []), ("ab", ["1:b"]), ("abc", ["0:abc"]), ("abcde", ["1:bcde"]), ("abcabc", ["0:abc", "3:abc"]),
      ("bbcb", ["0:b", "1:bc", "3:b"]), ("xyxyz", ["2:xyz"]), ("aébé", ["1:é", "3:b", "4:é"]), ("ABC", []),
    ]
    for (text, expected) in cases { #expect(Self.found(special, text) == expected, "\(text)") }
  }

  @Test func onlyTheGivenRangeIsLookedAt() {
    let bytes = Array("<a><a><a>".utf8)
    #expect(Self.tokens("<a>").matches(in: bytes, 1..<8).map(\.range) == [3..<6])
  }

  @Test func cutsLieBehindTheFirstCharacterOfEachText() {
    let special = Self.tokens("<a>", "a><", "ée", "x")
    let cases: [(String, [Int])] = [
      ("none", []), ("<a>", [1]), ("<a><a>", [1, 2, 4]), ("1ée", [3]), ("x", []), ("<a", []),
    ]
    for (text, expected) in cases { #expect(special.cuts(in: Array(text.utf8)[...]) == expected, "\(text)") }
    #expect(special.cuts(in: Array("__<a>".utf8)[2...]) == [3])
  }

  @Test func tokenIsFoundByItsWholeText() {
    let special = Self.tokens("<a>", "<ab>", "")
    #expect(special.token(Array("<ab>".utf8)) == 1)
    #expect(special.token(Array("<a".utf8)) == nil)
    #expect(special.token([]) == nil)
    #expect(SpecialTokens([]).isEmpty)
  }

  /// As libllama does it: each token in turn, the longest first, in what is still text.
  @Test func randomTextsAreTakenApartAsOneTokenAfterTheOtherWould() {
    var random = RandomNumbers(seed: 5)
    for _ in 0..<2000 {
      let texts = Set(
        (0..<5).map { _ in
          String((0..<Int.random(in: 1...4, using: &random)).map { _ in "abc".randomElement(using: &random) ?? "a" })
        }
      ).sorted()
      // Equally long ones that overlap have no order that could be relied on.
      guard Set(texts.map(\.count)).count == texts.count else { continue }
      let text = String((0..<12).map { _ in "abc".randomElement(using: &random) ?? "a" })
      let special = SpecialTokens(
        texts.enumerated().map { .init(token: Token($0.offset), text: Array($0.element.utf8)) })
      var left = Array(text)
      var expected: [Int: String] = [:]
      for word in texts.sorted(by: { $0.count > $1.count }) {
        var start = 0
        while start + word.count <= left.count {
          if left[start..<start + word.count].elementsEqual(word) {
            expected[start] = word
            for index in start..<start + word.count { left[index] = "_" }
            start += word.count
          } else {
            start += 1
          }
        }
      }
      #expect(Self.found(special, text) == expected.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" })
    }
  }
}
