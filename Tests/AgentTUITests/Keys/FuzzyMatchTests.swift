import Testing

@testable import AgentTUI

@Suite struct FuzzyMatchTests {
  @Test(arguments: [("qt", "Quit", true), ("xyz", "Quit", false), ("", "Quit", true), ("na", "New agent", true)])
  func lettersMustOccurInOrder(pattern: String, text: String, matches: Bool) {
    #expect((FuzzyMatch(pattern: pattern, in: text) != nil) == matches)
  }

  @Test func startsOfWordsCountMoreThanLettersWithin() {
    let words = FuzzyMatch(pattern: "na", in: "New agent")
    let within = FuzzyMatch(pattern: "na", in: "Reasonable")
    #expect(words!.score > within!.score)
  }

  @Test func preferringWordsNeverHidesAMatch() {
    #expect(FuzzyMatch(pattern: "ab", in: "xab b a") != nil)
  }

  @Test func nearestNameComesFirstInThePalette() {
    var state = ConsoleFixture.console()
    state.press("ctrl-p")
    state.type("quit")
    #expect(state.press("enter") == [.quit])
  }

  @Test func paletteKnowsActionsByTheirNamesToo() {
    var state = ConsoleFixture.console()
    state.press("ctrl-p")
    state.type("screenshot")
    #expect(state.press("enter") == [.screenshot])
  }
}
