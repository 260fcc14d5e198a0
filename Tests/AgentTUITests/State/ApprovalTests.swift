import Agents
import Orchestrator
import OrderedJSON
import TerminalUI
import Testing

@testable import AgentTUI

@Suite struct ApprovalTests {
  private func waiting() -> ConsoleState {
    var state = ConsoleFixture.console()
    state.begin("bob", "clean up")
    state.tell("bob", .permissionRequested(ConsoleFixture.request("p1", command: "rm -r build")))
    state.wait(3)
    state.begin("cyd", "list")
    state.tell("cyd", .permissionRequested(ConsoleFixture.request("p2", command: "ls", prefix: nil)))
    return state
  }

  @Test func requestTellsThePersonAndMovesNothing() {
    var state = ConsoleFixture.console()
    state.begin("bob", "clean up")
    state.type("half a task")
    let effects = state.tell("bob", .permissionRequested(ConsoleFixture.request()))
    #expect(effects == [.notify("bob asks: bash rm -r build")])
    #expect(state.focus == 0)
    #expect(state.place == .composer)
    #expect(state.composer.input.text == "half a task")
    #expect(state.agents[1].status == .approval(tool: "bash"))
  }

  @Test(arguments: [("y", PermissionAnswer.once), ("a", .session), ("p", .prefix)])
  func keysInTheListAnswerTheOldestFirst(key: String, answer: PermissionAnswer) {
    var state = waiting()
    #expect(state.press("esc ! \(key)") == [.answer(request: "p1", answer)])
  }

  @Test func keysInTheAgentsOwnPaneAnswerIts() {
    var state = waiting()
    #expect(state.press("esc 3 y") == [.answer(request: "p2", .once)])
  }

  @Test func keysInAnotherPaneAnswerNothing() {
    var state = waiting()
    #expect(state.press("esc 1 a p e") == [])
  }

  @Test func selectingGoesThroughTheList() {
    var state = waiting()
    #expect(state.press("esc ! j y") == [.answer(request: "p2", .once)])
  }

  @Test func prefixThatIsNotThereIsExplained() {
    var state = waiting()
    #expect(state.press("esc ! j p") == [])
    #expect(state.notice?.text == "this call has no prefix to allow; a is the session")
  }

  @Test func denyingAsksForAReasonAndKeepsTheDraft() {
    var state = waiting()
    state.type("draft")
    state.press("esc ! n")
    state.type("too dangerous")
    #expect(state.press("enter") == [.answer(request: "p1", .deny(reason: "too dangerous"))])
    #expect(state.composer.input.text == "draft")
  }

  @Test func editingOffersTheCommandAndAnswersWithWhatWasMadeOfIt() {
    var state = waiting()
    state.press("esc ! e")
    #expect(state.prompt?.input.text == "rm -r build")
    state.type("/tmp")
    #expect(state.press("enter") == [.answer(request: "p1", .edited(["command": "rm -r build/tmp"]))])
  }

  @Test func paneThatAsksNamesTheKeysThatLeadToTheOnesThatAnswer() {
    var state = ConsoleFixture.console()
    state.begin("cyd", "clean up")
    state.tell("cyd", .permissionRequested(ConsoleFixture.request()))
    let answers = "y once  a session  p prefix  e edit  n deny"
    func row(_ state: ConsoleState) -> String? { state.screen.first { $0.contains("y once") } }
    #expect(row(state)?.contains("Esc 3 then  \(answers)") == true)
    state.press("esc")
    #expect(row(state)?.contains("│ 3 then  \(answers)") == true)
    state.press("3")
    #expect(row(state)?.contains("│ \(answers)") == true)
    state.press("i")
    #expect(row(state)?.contains("│ Esc then  \(answers)") == true)
  }

  /// Beside the rule where it fits, else on a row of its own, of which a low pane shows what it can.
  @Test(arguments: [
    ("/ws/demo", 120, "! bash (mode ask, 0s) dangerous in /ws/demo"),
    ("/home/somebody/projects/of-a-year/demo", 120, "in /home/somebody/projects/of-a-year/demo"),
    ("/home/somebody/projects/of-a-year/and-a-half/in-the-north/demo", 80, "in …ear/and-a-half/in-the-north/demo"),
    ("/ws/\u{1B}[2J", 120, "in /ws/␛[2J"),
  ])
  func paneThatAsksSaysWhereItWouldRun(folder: String, width: Int, shown: String) {
    var state = ConsoleFixture.console(size: Size(width: width, height: 36))
    var request = ConsoleFixture.request()
    request.workingDirectory = folder
    state.begin("cyd", "clean up")
    state.tell("cyd", .permissionRequested(request))
    #expect(state.screen.contains { $0.contains(shown) }, "\(state.screen)")
    for height in 8..<36 {
      state.size = Size(width: width, height: height)
      let rows = state.screen
      // A row of its own is never in the way of the command.
      guard let row = rows.firstIndex(where: { $0.contains(shown) && !$0.contains("! bash") }) else { continue }
      #expect(rows[row - 1].contains("rm -r build"), "\(rows)")
    }
  }

  @Test func argumentsBesideTheCommandStayWhenItIsEdited() {
    var state = ConsoleFixture.console()
    var request = ConsoleFixture.request()
    request.arguments = ["command": "ls", "timeout": 10]
    state.begin("ada", "look")
    state.tell("ada", .permissionRequested(request))
    state.press("esc ! e")
    #expect(state.prompt?.input.text == "ls")
    state.type(" -a")
    #expect(
      state.press("enter") == [.answer(request: "p1", .edited(["command": "ls -a", "timeout": 10]))])
  }

  @Test func callLeftAsItWasIsAllowedOnce() {
    var state = waiting()
    #expect(state.press("esc ! e enter") == [.answer(request: "p1", .once)])
  }

  @Test func severalArgumentsAreEditedAsJSONAndMistakesAreShown() {
    var state = ConsoleFixture.console()
    var request = ConsoleFixture.request()
    request.arguments = ["path": "a", "text": "b"]
    state.begin("ada", "write")
    state.tell("ada", .permissionRequested(request))
    state.press("esc ! e backspace enter")
    #expect(state.prompt?.problem?.hasPrefix("this is not JSON") == true)
    state.type("}")
    #expect(state.press("enter") == [.answer(request: "p1", .once)])
  }

  @Test func listClosesWithItsLastApprovalAndAReasonBeingWrittenToo() {
    var state = waiting()
    state.press("esc !")
    state.tell("bob", .permissionResolved(request: "p1", decision: "once", by: "person"))
    #expect(state.overlay == .approvals(ApprovalList()))
    state.press("n")
    state.tell("cyd", .permissionResolved(request: "p2", decision: "deny", by: "stop"))
    #expect(state.overlay == nil)
    #expect(state.prompt == nil)
  }

  @Test func approvalOfARunThatEndsIsGone() {
    var state = waiting()
    state.tell("bob", .runFinished(.init(reason: .stopped, text: "")))
    #expect(state.approvals.map(\.id) == ["p2"])
  }

  /// What is seen of a long command in a pane with so many rows for it.
  @Test(arguments: [
    (1, ["! bash dangerous rm -r build; make…"]),
    (2, ["! bash dangerous rm -r build; make…", "2 rows more: !"]),
    (3, ["! bash (mode ask, 0s) dangerous", "rm -r build; make; ./install", "2 rows more: !"]),
    (
      4,
      ["! bash (mode ask, 0s) dangerous", "rm -r build; make; ./install", "--prefix /usr/local --everything", "--now"]
    ),
    (
      5,
      [
        "! bash (mode ask, 0s) dangerous", "rm -r build; make; ./install", "--prefix /usr/local --everything", "--now",
        "in …",
      ]
    ),
  ])
  func approvalInALowPaneShowsTheCommandAndSaysThatThereIsMore(height: Int, rows: [String]) throws {
    var state = ConsoleFixture.console()
    let command = "rm -r build; make; ./install --prefix /usr/local --everything --now"
    state.tell("bob", .permissionRequested(ConsoleFixture.request(command: command)))
    let approval = try #require(state.approvals.first)
    let seen = ApprovalText.pane(approval, width: 35, height: height, state).map(\.text)
    #expect(seen.map { $0.hasPrefix("in ") ? "in …" : $0 } == rows)
  }
}
