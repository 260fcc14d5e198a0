import Orchestrator
import Testing

@testable import AgentTUI

@Suite struct ComposerTests {
  @Test(arguments: [
    ("do it", TaskTarget.agent("ada"), "do it"), ("@bob do it", .agent("bob"), "do it"),
    ("@BOB do it", .agent("bob"), "do it"), ("@all  do it ", .all, "do it"), ("@any do it", .any, "do it"),
    ("mail a@b.de", .agent("ada"), "mail a@b.de"), ("@bob\ntwo\nlines", .agent("bob"), "two\nlines"),
  ])
  func enterGivesTheTaskToWhomItIsAddressed(written: String, target: TaskTarget, text: String) {
    var state = ConsoleFixture.console()
    _ = state.update(.input(.paste(written)))
    #expect(state.press("enter") == [.remember(written), .submit(text, target)])
    #expect(state.composer.input.isEmpty)
  }

  @Test func taskForSomebodyUnknownStaysAndIsExplained() {
    var state = ConsoleFixture.console(["ada", "bob"])
    state.type("@bib hello")
    #expect(state.press("enter") == [])
    #expect(state.composer.input.text == "@bib hello")
    #expect(state.notice?.text == "nobody is called 'bib'; there are ada, bob, all and any")
  }

  @Test func blankTaskIsNotGiven() {
    var state = ConsoleFixture.console()
    state.type("  ")
    #expect(state.press("enter") == [])
  }

  @Test func newlineKeysWriteANewlineAndAPasteNeverSubmits() {
    var state = ConsoleFixture.console()
    state.type("a")
    state.press("ctrl-j")
    state.type("b")
    state.press("alt-enter")
    #expect(state.update(.input(.paste("c\nd\n"))) == [])
    #expect(state.composer.input.text == "a\nb\nc\nd\n")
  }

  @Test func upGoesThroughEarlierTasksAndDownBackToWhatWasWritten() {
    var state = ConsoleFixture.console(composer: Composer(history: ["first", "second"]))
    state.type("draft")
    state.press("up")
    #expect(state.composer.input.text == "second")
    state.press("up up")
    #expect(state.composer.input.text == "first")
    state.press("down down")
    #expect(state.composer.input.text == "draft")
  }

  @Test func sameTaskTwiceIsRememberedOnce() {
    var state = ConsoleFixture.console()
    state.type("go")
    #expect(state.press("enter") == [.remember("go"), .submit("go", .agent("ada"))])
    state.type("go")
    #expect(state.press("enter") == [.submit("go", .agent("ada"))])
  }

  @Test(arguments: [
    ("@b", "tab", "@bob "), ("@a", "tab", "@ada"), ("@a", "tab tab", "@all"), ("@a", "tab tab tab", "@any"),
    ("/ex", "tab", "/explain "),
  ])
  func tabCompletesTheWordAtTheStart(typed: String, keys: String, expected: String) {
    var state = ConsoleFixture.console(composer: Composer(prompts: ["explain": "Explain this.", "review": "Review."]))
    state.type(typed)
    state.press(keys)
    #expect(state.composer.input.text == expected)
  }

  @Test func tabWithoutAWordToCompleteGoesToTheNextPane() {
    var state = ConsoleFixture.console()
    state.press("tab")
    #expect(state.focus == 1)
    #expect(state.place == .composer)
  }

  @Test func promptOfThePersonsOwnIsSentInPlaceOfItsName() {
    var state = ConsoleFixture.console(composer: Composer(prompts: ["explain": "Explain this file."]))
    state.type("/explain main.swift")
    #expect(state.press("enter").last == .submit("Explain this file.\n\nmain.swift", .agent("ada")))
  }

  @Test func editorGetsWhatIsWrittenAndItsTextComesBack() {
    var state = ConsoleFixture.console()
    state.type("draft")
    #expect(state.press("ctrl-g") == [.openEditor("draft")])
    _ = state.update(.edited("longer\ntext\n"))
    #expect(state.composer.input.text == "longer\ntext")
  }
}
