import Agents
import OrderedJSON
import TerminalUI
import Testing

@testable import AgentTUI

@Suite struct ScrollingTests {
  /// One agent that has said a hundred numbered lines.
  private func long() -> ConsoleState {
    var state = ConsoleFixture.console(["ada"], size: Size(width: 60, height: 20))
    state.begin("ada", "count")
    state.tell("ada", .text((1...100).map { "line \($0)" }.joined(separator: "\n")))
    return state
  }

  @Test func newestIsSeenUntilThePersonScrolls() {
    var state = long()
    #expect(state.screen.contains { $0.contains("line 100") })
    state.press("pgup")
    #expect(!state.screen.contains { $0.contains("line 100") })
    #expect(state.screen.contains { $0.contains("held, G") })
    state.tell("ada", .text("\nline 101"))
    #expect(state.screen.contains { $0.contains("more has come, G") })
    state.press("esc G")
    #expect(state.screen.contains { $0.contains("line 101") })
    #expect(state.agents[0].scroll == .follow)
  }

  @Test func whatIsHeldStaysWhileMoreComes() {
    var state = long()
    state.press("pgup pgup")
    let before = state.screen[2...10]
    state.tell("ada", .text(String(repeating: "\nmore", count: 50)))
    #expect(state.screen[2...10] == before)
  }

  /// The numbers of the lines that are seen.
  private func lines(_ state: ConsoleState) -> [Int] {
    state.screen.compactMap { $0.firstMatch(of: /line (\d+)/).flatMap { Int($0.output.1) } }
  }

  @Test func pageKeepsOneRowOfTheOneBefore() {
    var state = long()
    let end = lines(state)
    state.press("pgup")
    let above = lines(state)
    #expect(above.last == end.first && above.count == end.count)
    state.press("pgup")
    #expect(lines(state).last == above.first)
    state.press("pgdn")
    #expect(lines(state) == above)
  }

  @Test func markThatMoreHasComeIsForWhatHasCome() {
    var state = long()
    state.press("pgup")
    state.tell("ada", .prefill(done: 1, total: 2, reused: 0))
    #expect(state.screen.contains { $0.contains("held, G") })
    state.tell("ada", .text("\nmore"))
    #expect(state.screen.contains { $0.contains("more has come, G") })
    state.press("esc G pgup")
    #expect(state.screen.contains { $0.contains("held, G") })
  }

  @Test func whileLinesAreSelectedNothingMovesThemAndAfterwardsOneIsWhereOneWas() {
    var state = long()
    state.press("esc y")
    let before = lines(state)
    state.tell("ada", .text(String(repeating: "\nline 7", count: 30)))
    #expect(lines(state) == before)
    state.press("k v k k k esc")
    #expect(state.copy == nil)
    #expect(lines(state) == before)
    #expect(state.agents[0].scroll != .follow)
    state = long()
    state.press("esc y esc")
    #expect(state.agents[0].scroll == .follow)
  }

  @Test func startAndEndAreAKeyAway() {
    var state = long()
    state.press("esc g")
    #expect(state.screen.contains { $0.contains("> count") })
    state.press("G")
    #expect(state.screen.contains { $0.contains("line 100") })
  }

  @Test func scrollingDownToTheEndFollowsAgain() {
    var state = long()
    state.press("esc ctrl-u ctrl-d ctrl-d")
    #expect(state.agents[0].scroll == .follow)
  }

  @Test func searchCountsItsMatchesAndGoesThroughThem() {
    var state = long()
    state.press("esc /")
    state.type("line 4")
    state.press("enter")
    #expect(state.focused?.search?.found == 11)
    #expect(state.focused?.search?.ordinal == 11)
    state.press("n")
    #expect(state.focused?.search?.ordinal == 1)
    #expect(state.screen.contains { $0.contains("│ line 4 ") })
    state.press("N")
    #expect(state.focused?.search?.ordinal == 11)
    #expect(state.screen.contains { $0.contains("'line 4' 11/11") })
  }

  /// The line at the top of what is held, and the match that is gone to: the first one from there on.
  @Test(arguments: [(39, 2), (40, 2), (41, 3), (49, 11), (50, 1), (1, 1), (4, 1), (5, 2)])
  func searchInWhatIsHeldBeginsAtItsTop(line: Int, ordinal: Int) {
    var state = long()
    state.press("esc g")
    while lines(state).first ?? 0 < line { state.scroll(agent: 0, by: 1) }
    #expect(lines(state).first == line)
    _ = state.search("line 4")
    #expect(state.focused?.search?.ordinal == ordinal)
  }

  @Test(arguments: [("LINE 4", 0), ("line 4", 11), ("Line", 0)])
  func capitalLettersInASearchMeanThemselves(query: String, count: Int) {
    var state = long()
    state.press("esc")
    _ = state.search(query)
    #expect(state.focused?.search?.found ?? 0 == count)
  }

  @Test func searchFindsWhatIsFoldedAwayAndOpensIt() {
    var state = long()
    state.tell("ada", .toolStarted(call: "c", name: "bash", arguments: ["command": "make"]))
    state.tell("ada", .toolFinished(call: "c", name: "bash", ok: true, output: "a\nneedle\nb", milliseconds: 1))
    #expect(!state.screen.contains { $0.contains("needle") })
    _ = state.search("needle")
    #expect(state.screen.contains { $0.contains("│ │ needle") })
  }

  @Test func selectedLinesAreCopied() {
    var state = long()
    state.press("esc y v k k y")
    #expect(state.copy == nil)
    var again = long()
    #expect(again.press("esc y v k k y") == [.copy("line 98\nline 99\nline 100")])
  }

  @Test func toolCallOpensAndCloses() {
    var state = long()
    state.tell("ada", .toolStarted(call: "c", name: "grep", arguments: ["pattern": "FAILED"]))
    state.tell("ada", .toolFinished(call: "c", name: "grep", ok: true, output: "x\ny\nz", milliseconds: 12))
    #expect(state.screen.contains { $0.contains("▸ grep FAILED → 3 lines, 12 ms") })
    state.press("esc o")
    #expect(state.screen.contains { $0.contains("│ y") })
    state.press("o")
    #expect(!state.screen.contains { $0.contains("│ │ y") })
  }
}
