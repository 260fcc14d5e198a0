import Testing

@testable import Inference

@Suite struct PromptMemoryTests {
  /// A token for each letter, and for some pairs of them; the tokenizer always takes pairs where there are.
  private struct Letters: TokenText {
    var putsSpaceBefore = false
    var asked = Counter()

    final class Counter {
      var texts: [String] = []
    }

    private static let pairs = ["he", "ll", "th", "er", " h", "o!", "ab"]
    /// 1…9 are special, 10…127 letters by their code, pairs from 200 on, bytes from 1000 on.
    func isSpecial(_ token: Token) -> Bool { token < 10 }

    func bytes(of token: Token) -> [UInt8] {
      if token < 10 { return [] }
      if token >= 1000 { return [UInt8(token - 1000)] }
      return token >= 200 ? Array(Self.pairs[Int(token) - 200].utf8) : [UInt8(token)]
    }

    func tokens(of segments: [PromptSegment]) -> [[Token]] {
      segments.map { segment in
        switch segment {
        case .special(let token): return [token]
        case .fixed(let tokens): return tokens
        case .plain(let stretch): return tokens((putsSpaceBefore && stretch.opens ? [32] : []) + stretch.bytes, stretch)
        }
      }
    }

    func tokens(continuing bytes: [UInt8]) -> [Token] { tokens(bytes, .init(bytes: bytes, opens: false)) }

    private func tokens(_ bytes: [UInt8], _ stretch: PromptSegment.Stretch) -> [Token] {
      asked.texts.append(String(decoding: stretch.bytes, as: UTF8.self))
      var tokens: [Token] = []
      var index = 0
      while index < bytes.count {
        if let pair = Self.pairs.firstIndex(where: { bytes[index...].starts(with: Array($0.utf8)) }) {
          tokens.append(200 + Token(pair))
          index += 2
        } else {
          tokens.append(bytes[index] < 128 ? Token(bytes[index]) : 1000 + Token(bytes[index]))
          index += 1
        }
      }
      return tokens
    }
  }

  private let letters = Letters()

  private func plain(_ text: String, opens: Bool = true) -> PromptSegment {
    .plain(.init(bytes: Array(text.utf8), opens: opens))
  }

  /// One token a letter, as the tokenizer would not do it.
  private func spelt(_ text: String) -> [Token] {
    text.utf8.map { $0 < 128 ? Token($0) : 1000 + Token($0) }
  }

  /// What is known after a prompt and an answer.
  private func memory(
    _ segments: [PromptSegment], _ answer: [Token], _ letters: Letters? = nil
  ) -> (memory: PromptMemory, tokens: [Token]) {
    let letters = letters ?? self.letters
    var memory = PromptMemory()
    let composed = memory.compose(segments, with: letters)
    memory.keep(composed)
    memory.append(answer, vocabulary: letters)
    letters.asked.texts = []
    return (memory, composed.tokens + answer)
  }

  @Test func promptThatGoesOnFromAnAnswerKeepsItsTokens() {
    let (memory, held) = memory([.special(1), plain("er\n")], spelt("hello"))
    let next = [.special(1), plain("er\nhello"), .special(2), plain("th")] as [PromptSegment]
    let composed = memory.compose(next, with: letters)
    #expect(composed.tokens == held + [2] + letters.tokens(continuing: Array("th".utf8)))
    #expect(letters.asked.texts.first == "th")
  }

  @Test func answerIsKeptThroughManyTurnsAndOnlyWhatIsNewIsTokenized() {
    var memory = PromptMemory()
    var segments: [PromptSegment] = []
    var held: [Token] = []
    for turn in 0..<20 {
      segments += [.special(1), plain("question \(turn)"), .special(2), plain("er")]
      letters.asked.texts = []
      let composed = memory.compose(segments, with: letters)
      #expect(Array(composed.tokens.prefix(held.count)) == held, "turn \(turn)")
      #expect(letters.asked.texts == ["question \(turn)", "er"])
      memory.keep(composed)
      let answer = spelt("hello \(turn)")
      memory.append(answer, vocabulary: letters)
      held = composed.tokens + answer
      segments[segments.count - 1] = plain("erhello \(turn)")
    }
  }

  @Test func textBehindAnAnswerWithoutASpecialTokenIsTokenizedAlone() {
    let (memory, held) = memory([plain("A:")], spelt("hello"))
    let composed = memory.compose([plain("A:hello!\nB:")], with: letters)
    #expect(Array(composed.tokens.prefix(held.count)) == held)
    #expect(letters.asked.texts == ["!\nB:"])
  }

  @Test func answerThatWasChangedIsKeptUpToTheChange() {
    let (memory, held) = memory([.special(1), plain("er")], spelt("hello there"))
    let composed = memory.compose([.special(1), plain("erhello her"), .special(2)], with: letters)
    #expect(Array(composed.tokens.prefix(8)) == Array(held.prefix(8)))
    #expect(letters.asked.texts == ["her", ""].filter { !$0.isEmpty })
    #expect(composed.tokens.last == 2)
  }

  @Test func textThatNobodyGeneratedHasTheTokenizersTokens() {
    let (memory, _) = memory([.special(1), plain("h")], [])
    #expect(memory.compose([.special(1), plain("he")], with: letters).tokens == [1, 200])
    // Nor is an answer kept of which nothing is left.
    let (other, _) = self.memory([plain("h")], spelt("ello"))
    #expect(other.compose([plain("her")], with: letters).tokens == spelt("he") + [114])
    #expect(other.compose([plain("hi")], with: letters).tokens == spelt("hi"))
    #expect(other.compose([plain("er")], with: letters).tokens == [203])
  }

  @Test func specialTokensOfAnAnswerAgreeWithTheTemplatesOnly() {
    let (memory, held) = memory([.special(1), plain("er")], spelt("h") + [5] + spelt("he") + [6])
    let same: [PromptSegment] = [.special(1), plain("erh"), .special(5), plain("he"), .special(6), .special(2)]
    #expect(memory.compose(same, with: letters).tokens == held + [2])
    // The same in a text from outside is text.
    let text = [.special(1), plain("erh<5>he<6>"), .special(2)] as [PromptSegment]
    let composed = memory.compose(text, with: letters)
    #expect(Array(composed.tokens.prefix(3)) == Array(held.prefix(3)))
    #expect(composed.tokens.filter { $0 < 10 } == [1, 2])
  }

  @Test func restOfAnAnswerBeginsWithAWholeCharacter() {
    let (memory, held) = memory([.special(1)], spelt("aé").dropLast() + [])
    // The second half of the character was not generated, and the text has a sign in its place.
    let composed = memory.compose([.special(1), plain("a\u{FFFD}b")], with: letters)
    #expect(Array(composed.tokens.prefix(2)) == Array(held.prefix(2)))
    #expect(letters.asked.texts == ["\u{FFFD}b"])
    #expect(composed.tokens.flatMap(letters.bytes(of:)) == Array("a\u{FFFD}b".utf8))
  }

  @Test func spaceThatIsPutBeforeATextAgreesWithItsTextBothWays() {
    let spaced = Letters(putsSpaceBefore: true)
    let (memory, held) = memory([.special(1)], spelt(" hello"), spaced)
    for answer in ["hello", " hello"] {
      #expect(
        memory.compose([.special(1), plain(answer), .special(2)], with: spaced).tokens == held + [2], "\(answer)")
      let longer = memory.compose([.special(1), plain(answer + "!")], with: spaced)
      #expect(longer.tokens == held + spelt("!"), "\(answer)")
    }
    // Behind the template's own words there is no such space.
    let (other, told) = self.memory([.special(1), plain("A")], spelt("hello"), spaced)
    #expect(other.compose([.special(1), plain("Ahello!")], with: spaced).tokens == told + spelt("!"))
    #expect(other.compose([.special(1), plain(" Ahello!")], with: spaced).tokens.prefix(3) == [1, 32, 32])
  }

  @Test func tokensOfAnEarlierAnswerGoOnStandingForThemselves() {
    let (memory, held) = memory([.special(1), plain("er")], spelt("hello"))
    let composed = memory.compose([.special(1), plain("er"), .fixed(spelt("hello")), .special(2)], with: letters)
    #expect(composed.tokens == held + [2])
  }
}
