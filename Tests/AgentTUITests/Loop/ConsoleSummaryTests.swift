import Testing

@testable import AgentTUI

@Suite struct ConsoleSummaryTests {
  @Test(arguments: [
    (ConsoleState.RunCount(), "0 runs: 0 done"),
    (.init(tasks: 1, begun: 1, finished: 1), "1 run: 1 done"),
    (.init(tasks: 5, begun: 5, finished: 5, failed: 1, stopped: 2), "5 runs: 2 done, 1 failed, 2 stopped"),
    (.init(tasks: 3, begun: 2, finished: 2, stopped: 1), "2 runs: 1 done, 1 stopped; 1 task was not begun"),
    (.init(tasks: 2), "0 runs: 0 done; 2 tasks were not begun"),
  ])
  func lastWordsCountRunsAndTasksThatNeverBegan(runs: ConsoleState.RunCount, words: String) {
    #expect(
      ConsoleSummary(runs: runs, session: "s").text == "\(words). To go on with it: agent-tui resume s\n")
    #expect(ConsoleSummary(runs: runs, session: nil).text == "")
  }
}
