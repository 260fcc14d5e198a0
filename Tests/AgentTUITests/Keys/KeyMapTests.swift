import Agents
import Orchestrator
import TerminalUI
import Testing

@testable import AgentTUI

@Suite struct KeyMapTests {
  @Test func everyActionIsDescribedOnce() {
    #expect(ActionSpec.all.map(\.action.rawValue).sorted() == Action.allCases.map(\.rawValue).sorted())
  }

  @Test func keysAsTheyComeHaveNoConflictAndAllHaveNames() {
    #expect(KeyMap().problems == [])
    for spec in ActionSpec.all {
      for binding in spec.bindings {
        for key in binding.keys { #expect(Key(named: key) != nil, "\(spec.action) \(key)") }
      }
    }
  }

  @Test(arguments: [
    ("ctrl-x", "Ctrl-X"), ("alt-enter", "Alt-Enter"), ("shift-tab", "Shift-Tab"), ("f1", "F1"), ("pgup", "PgUp"),
    ("G", "G"), ("?", "?"), ("space", "Space"), ("-", "-"), ("CTRL-A", "Ctrl-A"),
  ])
  func keysAreReadAndShown(name: String, shown: String) {
    #expect(Key(named: name)?.shown == shown)
  }

  @Test(arguments: ["", "ctrl-", "hyper-x", "f99", "enterr", "ab"])
  func whatIsNoKeyIsRefused(name: String) {
    #expect(Key(named: name) == nil)
  }

  @Test func keyOfThePersonsOwnReplacesAndNoneUnbinds() {
    let map = KeyMap(overrides: ["new-agent": "ctrl-x", "close-agent": "none"])
    #expect(map.problems == [])
    #expect(map.action(for: Key(.character("x"), control: true), in: [.panes]) == .newAgent)
    #expect(map.action(for: Key(.character("n")), in: [.panes]) == nil)
    #expect(map.action(for: Key(.character("x")), in: [.panes]) == nil)
  }

  @Test func conflictIsToldWithBothNames() {
    let map = KeyMap(overrides: ["new-agent": "x"])
    #expect(
      map.problems == [
        "keys: x in panes is both new-agent and close-agent; it does new-agent, give close-agent another key"
      ])
    #expect(map.action(for: Key(.character("x")), in: [.panes]) == .newAgent)
  }

  @Test(arguments: [
    ("new-agent", "ctrl-p", "keys: Ctrl-P in panes is new-agent, and hides palette, which has it in everywhere"),
    (
      "palette", "ctrl-a", "keys: Ctrl-A in writing a line is line-start, and hides palette, which has it in everywhere"
    ),
    (
      "zoom", "e",
      "keys: e in a pane with an approval is edit-call, and hides zoom, which has it in panes"
    ),
  ])
  func keyThatHidesOneInAPlaceAroundItIsToldWithBothNames(action: String, key: String, problem: String) {
    #expect(KeyMap(overrides: [action: key]).problems == [problem])
  }

  @Test func contextsAroundOneAreThoseThatTheConsoleLooksIn() {
    var state = ConsoleFixture.console()
    #expect(state.contexts == [.composer, .editing, .anywhere])
    state.press("esc")
    #expect(state.contexts == [.panes, .anywhere])
    state.begin("ada", "go")
    state.tell("ada", .text("word"))
    state.tell("ada", .permissionRequested(ConsoleFixture.request()))
    #expect(state.contexts == [.approval, .panes, .anywhere])
    state.press("/")
    #expect(state.contexts == [.prompt, .editing, .anywhere])
    state.type("word")
    state.press("enter")
    #expect(state.contexts == [.searching, .approval, .panes, .anywhere])
  }

  @Test func whatIsWrongWithTheKeysIsToldAtOnceAndAllOfItIsInTheLog() {
    var state = ConsoleFixture.console(keys: ["new-agent": "x", "zoom": "hyper-z"])
    state.tell(problems: state.keyMap.problems)
    #expect(state.notice?.text.hasSuffix("(and 1 more, in the log)") == true)
    #expect(state.log.suffix(2).map(\.text) == state.keyMap.problems)
    // Neither the time nor the model that is there now takes it away before somebody sits down at the keys.
    state.wait(60)
    var snapshot = ConsoleFixture.snapshot(["ada"], slots: 1)
    snapshot.model = .none
    _ = state.update(.snapshot(snapshot))
    _ = state.update(.snapshot(ConsoleFixture.snapshot(["ada"], slots: 1)))
    #expect(state.notice?.isProblem == true)
    state.type("a")
    #expect(state.notice?.isProblem == true)
    state.wait(ConsoleState.noticeSeconds)
    #expect(state.notice == nil)
  }

  @Test(arguments: [
    ("new-agnet", "x", "keys: there is no action 'new-agnet'; did you mean 'new-agent'?"),
    (
      "zoom", "hyper-z",
      "keys: 'hyper-z' for zoom is not a key; write a character, enter, esc, f1, ctrl-x, alt-x or none"
    ),
    ("submit", "s", "keys: s cannot be submit in composer: there it is text; use ctrl-, alt- or a function key"),
  ])
  func mistakesInKeysAreExplained(action: String, key: String, problem: String) {
    #expect(KeyMap(overrides: [action: key]).problems.first == problem)
  }

  @Test func helpShowsWhatTheKeyMapSays() {
    var state = ConsoleFixture.console(keys: ["zoom": "Z"])
    state.press("esc ?")
    #expect(state.screen.contains { $0.contains(" Z  ") && $0.contains("Zoom the pane") })
  }
}
