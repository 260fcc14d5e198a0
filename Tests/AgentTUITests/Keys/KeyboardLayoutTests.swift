import Agents
import OrderedJSON
import TerminalUI
import Testing

@testable import AgentTUI

/// A letter of another keyboard layout is told what it is, where it is no key.
@Suite struct KeyboardLayoutTests {
  @Test(
    arguments: [
      ("н", "y"), ("Н", "Y"), ("ф", "a"), ("з", "p"), ("у", "e"), ("т", "n"), ("й", "q"), ("ї", "]"), ("і", "s"),
      ("є", "'"), ("ў", "o"), ("υ", "y"), ("α", "a"), ("Ν", "N"), ("ς", "w"), ("ט", "y"), ("ש", "a"), ("מ", "n"),
      ("غ", "y"), ("ى", "n"), ("ы", "s"), ("ю", "."),
    ] as [(Character, Character)])
  func letterLiesOnALatinKey(letter: Character, latin: Character) {
    #expect(KeyboardLayout.latin(for: letter) == latin)
  }

  @Test(arguments: ["y", " ", "ა", "é", "1", ","] as [Character])
  func whatIsOnNoLayoutKnownHereHasNone(letter: Character) {
    #expect(KeyboardLayout.latin(for: letter) == nil)
  }

  private func asked(_ request: PermissionRequest = ConsoleFixture.request()) -> ConsoleState {
    var state = ConsoleFixture.console()
    state.begin("bob", "clean up")
    state.tell("bob", .permissionRequested(request))
    return state
  }

  @Test(arguments: ["esc 2", "esc !"], ["н", "ф", "т", "υ", "щ", "ა"])
  func letterThatIsNoAnswerSaysWhichKeysAre(place: String, letter: String) {
    var state = asked()
    state.press(place)
    #expect(state.type(letter) == [])
    #expect(state.prompt == nil)
    #expect(state.notice?.text == "\(letter) is no answer here; y allows, n denies: switch the keyboard layout")
  }

  @Test func keysOfOnesOwnAreNamed() {
    var state = ConsoleFixture.console(keys: ["approve-once": "+", "deny-call": "none"])
    state.begin("bob", "clean up")
    state.tell("bob", .permissionRequested(ConsoleFixture.request()))
    state.press("esc !")
    state.type("н")
    #expect(state.notice?.text == "н is no answer here; + allows: switch the keyboard layout")
  }

  @Test func questionIsAnsweredInItsWords() {
    var state = asked(
      PermissionRequest(
        id: "q1", tool: "ask", arguments: [:], subject: "Tabs?", workingDirectory: "/ws", dangerous: false,
        rule: "a question", sessionRule: ""))
    state.press("esc 2")
    state.type("н")
    #expect(
      state.notice?.text == "н is no answer here; y says yes, n answers in words: switch the keyboard layout")
  }

  @Test func elsewhereTheKeyIsNamedThatItLiesOn() {
    var state = ConsoleFixture.console()
    state.press("esc")
    state.type("я")
    #expect(state.notice?.text == "я is no key here; z on the same key is zoom: switch the keyboard layout")
    state.press("esc")
    state.type("ა")
    #expect(state.notice == nil)
  }

  @Test func letterThatIsBoundIsAKey() {
    var state = ConsoleFixture.console(keys: ["approve-once": "н"])
    state.begin("bob", "clean up")
    state.tell("bob", .permissionRequested(ConsoleFixture.request()))
    #expect(state.press("esc 2 н") == [.answer(request: "p1", .once)])
  }

  @Test func whereOneWritesALetterIsText() {
    var state = asked()
    state.type("н")
    #expect(state.composer.input.text == "н")
    #expect(state.notice == nil)
  }
}
