import Testing

@testable import Inference

/// What a model generated goes through a template as text and comes out as its tokens.
@Suite struct GeneratedTextTests {
  /// Words of a vocabulary; 7 and 8 are halves of one character, 9 prints nothing.
  private static let vocabulary: [Token: [UInt8]] = [
    1: Array("<think>".utf8), 2: Array("So".utf8), 3: Array(" it".utf8), 4: Array("</think>".utf8),
    5: Array("\n\nYes".utf8),
    6: Array("  ".utf8), 7: [0xC3], 8: [0xA9], 9: [],
  ]

  private static let tokens: [Token] = [1, 2, 3, 4, 5, 6]

  private func parts(_ tokens: [Token], _ part: String) -> [PromptPart] {
    GeneratedText(tokens) { Self.vocabulary[$0] ?? [] }.parts(of: part)
  }

  @Test func wholeTextIsItsTokens() {
    #expect(parts(Self.tokens, "<think>So it</think>\n\nYes  ") == [.tokens(Self.tokens)])
    #expect(parts([7, 8, 9], "é") == [.tokens([7, 8, 9])])
  }

  /// Parts that a template let through, and what becomes of them.
  @Test(arguments: [
    ("So it", [PromptPart.tokens([2, 3])]), ("<think>So it</think>\n\nYes", [.tokens([1, 2, 3, 4, 5])]),
    ("Yes", [.text("Yes")]), ("o it</think>\n", [.text("o"), .tokens([3, 4]), .text("\n")]),
    ("SO IT", [.text("SO IT")]),
    ("i", [.text("i")]),
  ])
  func partIsTheTokensThatLieInItAndTextAtItsEdges(_ part: String, _ expected: [PromptPart]) {
    #expect(parts(Self.tokens, part) == expected)
  }

  @Test func tokensAreNotCutWithinACharacter() {
    #expect(parts([2, 7, 8, 3], "oé i") == [.text("o"), .tokens([7, 8]), .text(" i")])
    #expect(GeneratedText([7]) { Self.vocabulary[$0] ?? [] }.text == "\u{FFFD}")
    #expect(parts([7], "\u{FFFD}") == [.tokens([7])])
  }

  @Test func templateThatKeepsAnAnswerKeepsItsTokensAndOneThatStripsThinkingTheRest() throws {
    let keeps = "{% for m in messages %}[{{ m.role }}]{{ m.content }}{% endfor %}"
    let strips =
      "{% for m in messages %}[{{ m.role }}]{{ m.content.split('</think>')[-1].lstrip('\\n') | trim }}{% endfor %}"
    var surroundings = ChatTemplate.Surroundings()
    surroundings.bytesOf = { Self.vocabulary[$0] ?? [] }
    let messages = [
      ChatMessage(role: .user, content: .text("Q")), ChatMessage(role: .assistant, content: .generated(Self.tokens)),
      ChatMessage(role: .user, content: .text("R")), ChatMessage(role: .assistant, content: .generated([2, 3])),
    ]
    func rendered(_ source: String) throws -> [PromptPart] {
      try ChatTemplate(.text(source), model: nil, surroundings: surroundings).render(ChatPrompt(messages: messages))
    }
    #expect(
      try rendered(keeps) == [
        .markup("[user]"), .text("Q"), .markup("[assistant]"), .tokens(Self.tokens), .markup("[user]"), .text("R"),
        .markup("[assistant]"), .tokens([2, 3]),
      ])
    #expect(try rendered(strips)[3...5] == [.text("Yes"), .markup("[user]"), .text("R")])
  }
}
