import Agents
import Orchestrator
import TerminalUI
import Testing
import TestSupport

@testable import AgentTUI

@Suite struct ChangesTests {
  private static let hunk = "@@ -1,3 +1,3 @@\n one\n-two\n+zwei\n three\n"

  /// Two runs: the later one of one file with two hunks, the earlier one of a new file and one that changed since.
  static let runs = [
    RunChanges(
      id: 7, task: "translate the notes\nall of them",
      files: [
        ChangedFile(
          id: 4, revision: 2, path: "docs/notes.md", added: 2, removed: 2,
          hunks: [hunk, "@@ -20 +20 @@\n-twenty\n+zwanzig\n"])
      ]),
    RunChanges(
      id: 3, task: "begin",
      files: [
        ChangedFile(id: 1, path: "docs/plan.md", isNew: true, added: 1, removed: 0, hunks: ["@@ -0,0 +1 @@\n+plan\n"]),
        ChangedFile(
          id: 2, path: "src/a/very/long/path/that/does/not/fit/\u{1B}[2Jmain.swift", added: 1, removed: 1,
          hunks: [hunk], obstacle: "changed since"),
      ]),
  ]

  /// A console in which ada's changes are looked at.
  static func reviewing(_ runs: [RunChanges] = runs, size: Size = Size(width: 100, height: 30)) -> ConsoleState {
    var state = ConsoleFixture.console(size: size)
    var snapshot = ConsoleFixture.snapshot(["ada", "bob", "cyd", "dot"], slots: 4)
    snapshot.agents[0].changedFiles = 3
    _ = state.update(.snapshot(snapshot))
    #expect(state.press("esc d") == [.lookAtChanges(of: "ada")])
    _ = state.update(.changes(runs, forgottenRuns: 0, of: "ada"))
    return state
  }

  private func place(_ state: ConsoleState) -> [Int]? {
    guard case .changes(let review) = state.overlay else { return nil }
    return [review.file, review.hunk]
  }

  @Test func agentThatHasWrittenNothingHasNoChangesToShow() {
    var state = ConsoleFixture.console()
    #expect(state.press("esc d") == [])
    #expect(state.notice?.text == "ada has changed no file")
    #expect(state.overlay == nil)
    // A tool has run since it was counted: it may have.
    state.tell("ada", .toolFinished(call: "c", name: "edit", ok: true, output: "20 lines", milliseconds: 1))
    #expect(state.press("d") == [.lookAtChanges(of: "ada")])
  }

  @Test(arguments: [
    ("j", [0, 1]), ("j j", [1, 0]), ("j j j j j", [2, 0]), ("j j k", [0, 1]), ("k", [0, 0]), ("J", [1, 0]),
    ("J J J", [2, 0]), ("j J K", [0, 0]), ("G", [2, 0]), ("G g", [0, 0]), ("pgdn", [0, 1]), ("pgdn pgdn pgup", [0, 1]),
  ])
  func keysMoveThroughHunksAndFiles(keys: String, expected: [Int]) {
    var state = Self.reviewing()
    state.press(keys)
    #expect(place(state) == expected)
  }

  @Test func longHunkIsScrolledBeforeTheNextOneComes() {
    let long = "@@ -0,0 +1,60 @@\n" + (1...60).map { "+line \($0)\n" }.joined()
    var state = Self.reviewing([
      RunChanges(
        id: 1, task: "t", files: [ChangedFile(id: 1, path: "a", added: 60, removed: 0, hunks: [long, Self.hunk])])
    ])
    #expect(state.screen.contains { $0.contains("+line 1 ") })
    state.press("pgdn")
    #expect(place(state) == [0, 0])
    #expect(!state.screen.contains { $0.contains("+line 1 ") })
    state.press("pgdn")
    #expect(state.screen.contains { $0.contains("+line 60 ") })
    state.press("pgdn")
    #expect(place(state) == [0, 1])
  }

  @Test func hunkIsUndoneAsItWasShown() {
    var state = Self.reviewing()
    #expect(state.press("j u") == [.undo(.hunk(1, file: 4, revision: 2), of: "ada")])
  }

  @Test func wholeRunIsUndoneOnlyAfterAYes() {
    var state = Self.reviewing()
    #expect(state.press("U") == [])
    #expect(state.screen.contains { $0.contains("Undo all that this run wrote, in docs/notes.md?") })
    for no in ["n", "esc", "q"] {
      // Somebody may have written while the question was asked.
      #expect(state.press(no) == [.lookAtChanges(of: "ada")])
      #expect(place(state) == [0, 0])
      state.press("U")
    }
    #expect(state.press("y") == [.undo(.run(7), of: "ada")])
    #expect(place(state) == [0, 0])
  }

  @Test func whatChangedSinceIsNotUndoneAndSaysSo() {
    var state = Self.reviewing()
    #expect(state.press("G u") == [])
    #expect(state.notice?.text.hasSuffix("main.swift: changed since; nothing was undone") == true)
    // The other file of that run could be: but not the run.
    #expect(state.press("K U") == [])
    #expect(state.press("u") == [.undo(.hunk(0, file: 1, revision: 0), of: "ada")])
  }

  @Test func placeIsKeptWhenTheChangesAreLookedUpAgain() {
    var state = Self.reviewing()
    state.press("J")
    var fewer = Self.runs
    fewer[0].files[0].hunks.removeLast()
    fewer.insert(
      RunChanges(id: 9, task: "new", files: [ChangedFile(id: 8, path: "x", added: 1, removed: 0, hunks: ["@@"])]), at: 0
    )
    _ = state.update(.changes(fewer, forgottenRuns: 0, of: "ada"))
    #expect(place(state) == [2, 0])
    _ = state.update(.changes([], forgottenRuns: 2, of: "ada"))
    #expect(state.screen.contains { $0.contains("2 runs") })
    #expect(state.press("u U j k pgdn") == [])
  }

  @Test func whatCouldNotBeFollowedIsSaidWithAndWithoutFiles() {
    var runs = Self.runs
    runs[0].notes = ["what its commands changed is not followed: \u{1B}[2Jtoo many"]
    var state = Self.reviewing(runs)
    #expect(state.screen.contains { $0.contains("followed") })
    #expect(state.screen.contains { $0.contains("\u{241B}[2Jtoo many") })
    runs = [RunChanges(id: 1, task: "t", files: [], notes: runs[0].notes)]
    _ = state.update(.changes(runs, forgottenRuns: 0, of: "ada"))
    #expect(state.screen.contains { $0.contains("Nothing that this agent wrote is there to undo.") })
    #expect(state.screen.contains { $0.contains("followed") })
    #expect(state.agents[0].changedFiles == 1)
  }

  @Test func toolThatEndsWhileOneLooksIsLookedAtAgainOnceAtATime() {
    var state = Self.reviewing()
    let end = AgentEvent.toolFinished(call: "c1", name: "write", ok: true, output: "", milliseconds: 1)
    #expect(state.tell("bob", end) == [])
    #expect(state.tell("ada", end) == [.lookAtChanges(of: "ada")])
    #expect(state.tell("ada", end) == [])
    #expect(state.update(.changes(Self.runs, forgottenRuns: 0, of: "ada")) == [.lookAtChanges(of: "ada")])
    #expect(state.update(.changes(Self.runs, forgottenRuns: 0, of: "ada")) == [])
  }

  @Test func agentThatIsClosedTakesItsChangesWithIt() {
    var state = Self.reviewing()
    state.press("U")
    _ = state.update(.agentClosed("ada"))
    #expect(state.overlay == nil)
  }

  @Test func changesOfARenamedAgentAreUndoneUnderItsNewName() {
    var state = Self.reviewing()
    _ = state.update(.agentRenamed(from: "ada", to: "zoe"))
    #expect(state.press("u") == [.undo(.hunk(0, file: 4, revision: 2), of: "zoe")])
  }

  @Test(arguments: [(100, 30), (60, 20)])
  func changesOnScreen(width: Int, height: Int) {
    var state = Self.reviewing(size: Size(width: width, height: height))
    SnapshotFixture.expect(ScreenView.surface(state), matches: "overlay-changes-\(width)x\(height)")
    state.press("G")
    SnapshotFixture.expect(ScreenView.surface(state), matches: "overlay-changes-obstacle-\(width)x\(height)")
  }
}
