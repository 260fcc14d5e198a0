import Foundation
import TerminalUI
import Testing
import TestSupport

@testable import Program

@Suite struct BenchProgressTests {
  @Test func `The turn is that of the slowest agents, and those who have taken it are counted`() {
    var turns = TurnCount(agents: 3, turns: 2, what: "KV for 2: ")
    var texts = [turns.text]
    for agent in [0, 0, 1, 2, 1, 2] {
      turns.finish(agent)
      texts.append(turns.text)
    }
    #expect(
      texts == [
        "KV for 2: turn 1 of 2, 0 of 3 agents", "KV for 2: turn 1 of 2, 1 of 3 agents",
        "KV for 2: turn 1 of 2, 1 of 3 agents", "KV for 2: turn 1 of 2, 2 of 3 agents",
        "KV for 2: turn 2 of 2, 1 of 3 agents", "KV for 2: turn 2 of 2, 2 of 3 agents",
        "KV for 2: turn 2 of 2, 3 of 3 agents",
      ])
  }

  @Test func `The line is redrawn in place and gone at the end`() throws {
    let terminal = try PseudoTerminal(size: Size(width: 60, height: 4))
    let line = try #require(ProgressLine("loading 40%", on: Output(descriptor: terminal.device)))
    try terminal.wait(for: "loading 40%  0 s")
    line.show("turn 1 of 3")
    try terminal.wait(for: "turn 1 of 3  ")
    #expect(!terminal.screen.text.contains("loading"))
    line.end()
    Output(descriptor: terminal.device).write("result")
    try terminal.wait("the result alone") { $0.lines[0].hasPrefix("result") }
    #expect(!terminal.screen.text.contains("turn"))
  }

  @Test func `Where nobody sees it there is no line`() throws {
    var ends: [Int32] = [-1, -1]
    #expect(pipe(&ends) == 0)
    defer { for end in ends { close(end) } }
    #expect(ProgressLine("loading", on: Output(descriptor: ends[1])) == nil)
    let progress = BenchProgress(nil)
    progress.begin(agents: 1, turns: 1)
    progress.finishTurn(of: 0)
  }
}
