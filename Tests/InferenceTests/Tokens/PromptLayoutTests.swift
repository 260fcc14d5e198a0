import Testing

@testable import Inference

@Suite struct PromptLayoutTests {
  private static let special = SpecialTokens([
    .init(token: 1, text: Array("<s>".utf8)), .init(token: 2, text: Array("<e>".utf8), takesSpaceAfter: true),
    .init(token: 3, text: Array("<m>".utf8), takesSpaceBefore: true),
  ])

  private func layout(_ parts: PromptPart...) -> PromptLayout {
    PromptLayout(parts, special: Self.special) { $0 < 10 }
  }

  private func plain(_ text: String, opens: Bool = true) -> PromptSegment {
    .plain(.init(bytes: Array(text.utf8), opens: opens))
  }

  @Test func textBetweenSpecialTokensIsJoinedWhoeverWroteIt() {
    #expect(
      layout(.markup("<s>user\n"), .text("hi <s>"), .markup("!<s>a")).segments == [
        .special(1), plain("user\nhi <s>!"), .special(1), plain("a"),
      ])
    #expect(layout(.text("a"), .text("b")).segments == [plain("ab")])
    #expect(layout(.markup("<"), .markup("s>")).segments == [.special(1)])
    #expect(layout(.markup("<"), .text("s>")).segments == [plain("<s>")])
    #expect(layout(.text(""), .markup(""), .tokens([])).segments == [])
  }

  @Test func tokensStandForThemselvesAndTellWhetherTextBeginsAnew() {
    #expect(
      layout(.text("a"), .tokens([50]), .text("b")).segments == [plain("a"), .fixed([50]), plain("b", opens: false)])
    #expect(layout(.tokens([50, 2]), .text("b")).segments == [.fixed([50, 2]), plain("b")])
  }

  @Test func spaceBesideTokensThatTakeItIsLeftOut() {
    #expect(layout(.markup("<e> \n"), .text(" \thi")).segments == [.special(2), plain("hi")])
    #expect(layout(.markup("<e> <s> x")).segments == [.special(2), .special(1), plain(" x")])
    #expect(layout(.text("hi "), .markup("\n<m> x")).segments == [plain("hi"), .special(3), plain(" x")])
  }

  @Test func originsAreToldByTheBytesBeforeAToken() {
    let layout = layout(.markup("<s>us"), .text("hi"), .markup("er"), .tokens([50, 51]), .text("x"))
    // <s> | u s h i e r, a token for each byte | 50 51 | x
    let tokens: [Token] = [1] + [Token](repeating: 100, count: 6) + [50, 51, 100]
    let origins = PromptOrigins(layout, counts: [1, 6, 2, 1])
    let causes = (0..<11).map { origins.cause(at: $0, of: tokens) { _ in [0] } }
    #expect(
      causes == [
        .template, .template, .template, .content, .content, .template, .template, .generated, .generated, .content,
        .content,
      ])
  }
}
