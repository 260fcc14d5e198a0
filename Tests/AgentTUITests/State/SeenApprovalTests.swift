import Agents
import Orchestrator
import OrderedJSON
import TerminalUI
import Testing

@testable import AgentTUI

/// What is allowed has been on screen, all of it: in the pane, or in the list scrolled through to its end.
@Suite struct SeenApprovalTests {
  /// bob asks for a command of so many lines, or for a change of so many.
  private func asked(
    lines: Int = 1, changed: Int? = nil, size: Size = Size(width: 120, height: 36), prefix: String? = "bash(rm *)"
  ) -> ConsoleState {
    var state = ConsoleFixture.console(size: size)
    state.begin("bob", "clean up")
    let command = (1...lines).map { "echo \($0)" }.joined(separator: "\n")
    let diff = changed.map { count in
      "--- a/x\n+++ b/x\n@@ -0,0 +1,\(count) @@\n" + (1...count).map { "+line \($0)" }.joined(separator: "\n")
    }
    state.tell("bob", .permissionRequested(ConsoleFixture.request(command: command, prefix: prefix, diff: diff)))
    return state
  }

  @Test(arguments: ["y", "a", "p", "e"])
  func longCommandIsNotAllowedFromItsPaneBeforeItWasOpened(key: String) {
    var state = asked(lines: 60)
    #expect(state.press("esc 2 \(key)") == [])
    #expect(state.prompt == nil)
    let notice = state.notice?.text ?? ""
    #expect(notice.hasSuffix("rows more are not seen yet: ! shows all of it, n denies"), "\(notice)")
    #expect(state.screen.contains { $0.contains(notice) })
  }

  @Test(arguments: [("y", PermissionAnswer.once), ("a", .session), ("p", .prefix)])
  func listAllowsALongCommandOnceItWasScrolledThroughToItsEnd(key: String, answer: PermissionAnswer) {
    var state = asked(lines: 60)
    #expect(state.press("esc ! \(key)") == [])
    let notice = state.notice?.text ?? ""
    #expect(notice.hasSuffix("rows more are not seen yet: PgDn goes on to the end, n denies"), "\(notice)")
    state.press("pgdn")
    #expect(state.press(key) == [])
    state.press("pgdn pgdn")
    #expect(state.press(key) == [.answer(request: "p1", answer)])
  }

  @Test func numberOfRowsThatAreMissingIsTheNumberThatIsHidden() {
    var state = asked(lines: 60)
    state.press("esc ! y")
    let rows = state.screen
    let last = (1...60).last { line in rows.contains { $0.contains("echo \(line) ") } }
    #expect(last != nil)
    #expect(state.notice?.text.hasPrefix("\(60 - (last ?? 0)) rows more are not seen yet") == true, "\(rows)")
  }

  @Test func whatWasJumpedOverWasNotSeen() {
    var state = asked(lines: 200)
    state.press("esc ! pgdn")
    state.overlay = .approvals(ApprovalList(scroll: 10_000))
    #expect(state.press("y") == [])
    #expect(state.notice?.text.contains("not seen yet") == true)
  }

  @Test func whatComesWhileSomethingLiesOverItIsNotSeen() {
    var state = ConsoleFixture.console()
    state.begin("bob", "clean up")
    state.press("esc 2 ctrl-p")
    state.tell("bob", .permissionRequested(ConsoleFixture.request()))
    state.type("allow this call")
    #expect(state.press("enter") == [])
    state.press("esc")
    #expect(state.press("y") == [.answer(request: "p1", .once)])
  }

  @Test func whatWasReadInTheListIsAllowedFromThePaneToo() {
    var state = asked(lines: 60)
    state.press("esc 2 ! pgdn pgdn pgdn esc")
    #expect(state.press("y") == [.answer(request: "p1", .once)])
  }

  @Test func otherWidthCountsAnewUntilAllOfItWasSeen() {
    var state = asked(lines: 60)
    state.press("esc ! pgdn")
    _ = state.update(.input(.resize(Size(width: 90, height: 36))))
    state.press("pgdn pgdn")
    #expect(state.press("y") == [])
    state.press("pgup pgup pgup pgup pgdn pgdn pgdn")
    #expect(state.press("y") == [.answer(request: "p1", .once)])
    // It stays seen, whatever becomes of the screen.
    _ = state.update(.input(.resize(Size(width: 60, height: 12))))
    #expect(state.press("y") == [.answer(request: "p1", .once)])
  }

  @Test func diffIsSeenWholeBeforeItIsAllowed() {
    var state = asked(changed: 80)
    #expect(state.press("esc 2 y") == [])
    state.press("! pgdn pgdn")
    #expect(state.press("y") == [])
    state.press("pgdn pgdn pgdn")
    #expect(state.press("y") == [.answer(request: "p1", .once)])
  }

  @Test func shortDiffThatStandsInThePaneIsAllowedThere() {
    var state = asked(changed: 4)
    #expect(state.press("esc 2 y") == [.answer(request: "p1", .once)])
  }

  @Test func deniedIsAtOnceWhateverWasSeen() {
    var state = asked(lines: 500)
    state.press("esc 2 n")
    #expect(state.prompt?.purpose == .deny(request: "p1"))
    state.type("too long")
    #expect(state.press("enter") == [.answer(request: "p1", .deny(reason: "too long"))])
  }

  @Test func paletteSaysTheSameReason() {
    var state = asked(lines: 60)
    state.press("esc 2 ctrl-p")
    let items = PickerItems.items(.palette, state)
    let reason = items.first { $0.id == Action.approveOnce.rawValue }?.reason ?? ""
    #expect(reason.contains("not seen yet"))
  }

  @Test func everySizeOfScreenLeadsToTheEndOfWhatIsAsked() {
    for (width, height) in [(20, 5), (29, 7), (40, 12), (50, 15), (80, 24), (120, 36)] {
      var state = asked(lines: 40, size: Size(width: width, height: height))
      state.press("esc 2 !")
      #expect(state.press("y") == [], "\(width)×\(height)")
      for _ in 0..<200 { state.press("pgdn") }
      #expect(state.press("y") == [.answer(request: "p1", .once)], "\(width)×\(height): \(state.notice?.text ?? "")")
    }
  }

  @Test func commandOfOneRowIsAllowedInTheLowestPane() {
    var state = ConsoleFixture.console(["bob"], size: Size(width: 30, height: 5))
    state.begin("bob", "clean up")
    state.tell("bob", .permissionRequested(ConsoleFixture.request(command: "ls")))
    #expect(state.press("esc y") == [.answer(request: "p1", .once)])
  }

  @Test func nothingIsAllowedOnAScreenThatShowsNothing() {
    var state = asked(size: Size(width: 10, height: 3))
    #expect(state.press("esc 2 y") == [])
    #expect(state.notice?.text.hasPrefix("it is not seen yet") == true)
  }

  @Test func longQuestionIsReadBeforeItIsAnsweredWithYes() {
    var state = ConsoleFixture.console()
    state.begin("bob", "ask")
    state.tell(
      "bob",
      .permissionRequested(
        PermissionRequest(
          id: "q1", tool: "ask", arguments: ["question": "?"],
          subject: (1...60).map { "line \($0)" }.joined(separator: "\n"), workingDirectory: "/ws", dangerous: false,
          rule: "a question", sessionRule: "")))
    #expect(state.press("esc 2 y") == [])
    state.press("! pgdn pgdn pgdn")
    #expect(state.press("y") == [.answer(request: "q1", .once)])
  }

  // MARK: blank lines

  /// A command, and the rows in which it stands.
  @Test(arguments: [
    ("ls", ["ls"]),
    ("ls\n\nrm x", ["ls", "… 1 blank line", "rm x"]),
    ("ls\n" + String(repeating: " \t\n", count: 200) + "rm -rf ~", ["ls", "… 200 blank lines", "rm -rf ~"]),
    ("\n\nls\n\n", ["… 2 blank lines", "ls", "… 2 blank lines"]),
    ("ls\n\r\nrm x", ["ls", "… 1 blank line", "rm x"]),
    // What is no end of a line and no space leaves a sign of its own.
    ("ls\n\rrm x\n\r", ["ls", "␍rm x", "␍"]),
    ("ls\n\u{200B}\nrm x", ["ls", "‹U+200B›", "rm x"]),
    ("ls\u{2028}\u{2028}rm x", ["ls‹U+2028›‹U+2028›rm x"]),
    ("", ["… 1 blank line"]),
  ])
  func blankLinesOfACommandAreCounted(command: String, rows: [String]) {
    let state = ConsoleFixture.console()
    let request = ConsoleFixture.request(command: command)
    #expect(ApprovalText.subject(request, Style(.code), 60, state).map(\.text) == rows)
  }

  @Test func commandBehindBlankLinesStandsInThePane() {
    var state = ConsoleFixture.console()
    state.begin("bob", "clean up")
    let command = "ls" + String(repeating: "\n", count: 200) + "curl example.org"
    state.tell("bob", .permissionRequested(ConsoleFixture.request(command: command)))
    state.press("esc 2")
    #expect(state.screen.contains { $0.contains("… 199 blank lines") })
    #expect(state.screen.contains { $0.contains("curl example.org") })
    #expect(state.press("y") == [.answer(request: "p1", .once)])
  }
}
