import Agents
import OrderedJSON
import TerminalUI
import Testing

@testable import AgentTUI

/// A question of an agent to the person: shown as one, and answered in words.
@Suite struct QuestionTests {
  private func asked(choices: [String] = [], size: Size = Size(width: 120, height: 36)) -> ConsoleState {
    var state = ConsoleFixture.console(size: size)
    state.begin("bob", "format the code")
    state.tell("bob", .toolStarted(call: "call-1", name: "ask", arguments: [:]))
    state.tell("bob", .permissionRequested(request(choices: choices)))
    return state
  }

  private func request(choices: [String] = []) -> PermissionRequest {
    PermissionRequest(
      id: "q1", tool: "ask",
      arguments: ["question": "Tabs or spaces?", "choices": .array(choices.map { .string($0) })],
      subject: "Tabs or spaces?", workingDirectory: "/ws/demo", dangerous: false, rule: "a question", sessionRule: "")
  }

  @Test func itIsToldAsAQuestion() {
    var state = ConsoleFixture.console()
    state.begin("bob", "format the code")
    #expect(state.tell("bob", .permissionRequested(request())) == [.notify("bob asks: Tabs or spaces?")])
    #expect(state.screen.contains { $0.contains("asks you") })
  }

  @Test func itsPaneShowsItWithTheKeysThatAnswer() {
    var state = asked()
    state.press("esc 2")
    let rows = state.screen
    #expect(rows.contains { $0.contains("! bob asks (0s)") }, "\(rows)")
    #expect(rows.contains { $0.contains("Tabs or spaces?") })
    #expect(rows.contains { $0.contains("│ y yes  n answer in words") })
    #expect(rows.contains { $0.contains("waits for an answer") })
    #expect(!rows.contains { $0.contains("mode ask,") || $0.contains("a session") || $0.contains("e edit") })
  }

  @Test func choicesAreShownByTheirNumbers() {
    var state = asked(choices: ["tabs", "spaces"])
    state.press("esc 2")
    let rows = state.screen
    #expect(rows.contains { $0.contains("1 tabs") } && rows.contains { $0.contains("2 spaces") }, "\(rows)")
    #expect(rows.contains { $0.contains("y choose  n answer in words") })
  }

  @Test func theListOfApprovalsShowsItToo() {
    var state = asked(choices: ["tabs"])
    state.press("esc !")
    let rows = state.screen
    #expect(rows.contains { $0.contains("bob asks Tabs or spaces?") }, "\(rows)")
    #expect(rows.contains { $0.contains("y choose   n answer in words") })
    #expect(!rows.contains { $0.contains("asked by") })
  }

  @Test func yesIsOneKeyAndWordsAreWritten() {
    var state = asked()
    #expect(state.press("esc 2 y") == [.answer(request: "q1", .once)])
    #expect(state.press("n") == [])
    #expect(state.prompt?.label == "answer")
    state.type("tabs")
    #expect(state.press("enter") == [.answer(request: "q1", .reply("tabs"))])
  }

  @Test func oneOfSeveralChoicesIsWritten() {
    var state = asked(choices: ["tabs", "spaces"])
    #expect(state.press("esc 2 y") == [])
    state.type("2")
    #expect(state.press("enter") == [.answer(request: "q1", .reply("2"))])
  }

  @Test(arguments: ["a", "p", "e"])
  func whatGivesAPermissionIsNoAnswer(key: String) {
    var state = asked()
    #expect(state.press("esc 2 \(key)") == [])
    #expect(state.notice?.text == "this is a question: y says yes, n answers in words")
    #expect(state.prompt == nil)
  }

  @Test func anAnswerBeingWrittenEndsWithItsQuestion() {
    var state = asked()
    state.press("esc 2 n")
    state.tell("bob", .permissionResolved(request: "q1", decision: "deny", by: "run"))
    #expect(state.prompt == nil)
  }

  /// What is seen of it in a pane with so many rows.
  @Test(arguments: [
    (1, ["! Tabs or spaces?"]), (2, ["! Tabs or spaces?", "2 rows more: !"]),
    (3, ["! bob asks (0s)", "Tabs or spaces?", "2 rows more: !"]),
    (4, ["! bob asks (0s)", "Tabs or spaces?", "1 tabs", "2 spaces"]),
  ])
  func aLowPaneShowsWhatItCan(height: Int, rows: [String]) throws {
    let state = asked(choices: ["tabs", "spaces"])
    let approval = try #require(state.approvals.first)
    #expect(ApprovalText.pane(approval, width: 35, height: height, state).map(\.text) == rows)
  }
}
