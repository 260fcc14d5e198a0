import Orchestrator
import TerminalUI
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

  @Test func fileIsMentionedAnywhereAndGivenAsItsPath() {
    var state = ConsoleFixture.console()
    #expect(state.type("compare @") == [.listFiles])
    #expect(state.type("mai") == [])
    state.press("tab")
    #expect(state.notice?.text == "looking for files…")
    _ = state.update(.filesListed(FileIndex(["README.md", "Sources/main.swift", "Tests/my notes.md"])))
    #expect(state.screen.last?.contains("Tab: @Sources/main.swift") == true)
    state.press("tab")
    state.type("with @not")
    state.press("tab")
    #expect(state.composer.input.text == "compare Sources/main.swift with \"Tests/my notes.md\" ")
    #expect(state.screen.contains { $0.contains("compare @Sources/main.swift with @Tests/my notes.md") })
    // A mention is one piece.
    state.press("backspace backspace")
    #expect(state.composer.input.text == "compare Sources/main.swift with ")
    #expect(state.press("enter").last == .submit("compare Sources/main.swift with", .agent("ada")))
  }

  @Test func tabGoesThroughTheFilesThatAWordMayMean() {
    var state = ConsoleFixture.console(["ada"])
    state.type("@x")
    _ = state.update(.filesListed(FileIndex(["a/x1", "b/x2"])))
    state.press("tab")
    #expect(state.composer.input.text == "a/x1")
    state.press("tab")
    #expect(state.composer.input.text == "b/x2")
    state.press("tab")
    state.type(" please")
    #expect(state.press("enter").last == .submit("a/x1 please", .agent("ada")))
  }

  @Test func agentsComeBeforeFilesAtTheStartOfATask() {
    var state = ConsoleFixture.console(["ada"])
    state.type("@a")
    _ = state.update(.filesListed(FileIndex(["adapter.c"])))
    #expect(
      state.completion?.candidates == [.word("@ada"), .word("@all"), .word("@any"), .file("adapter.c")])
  }

  @Test func filesAreListedAgainOnlyWhenAnotherMentionBeginsLater() {
    var state = ConsoleFixture.console()
    #expect(state.type("@a") == [.listFiles])
    #expect(state.type(" @b") == [])  // The first list is still being made.
    _ = state.update(.filesListed(FileIndex(["a"])))
    #expect(state.type(" @c") == [])
    state.wait(FileMentions.freshSeconds + 1)
    #expect(state.type("d") == [])
    #expect(state.type(" @e") == [.listFiles])
  }

  @Test(arguments: ["@src/main is wrong", "@notes.md says so"])
  func pathAtTheStartOfATaskIsNoName(written: String) {
    var state = ConsoleFixture.console()
    _ = state.update(.input(.paste(written)))
    #expect(state.press("enter").last == .submit(written, .agent("ada")))
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

  /// Bytes of a paste, and whether it is kept for later sessions.
  @Test(arguments: [
    (16 * 1024, true), (16 * 1024 + 1, true), (64 * 1024, true), (64 * 1024 + 1, false), (500_000, false),
  ])
  func largePasteIsGivenAndComesBackAsAMarkButDoesNotFillTheHistory(bytes: Int, isKept: Bool) {
    var state = ConsoleFixture.console()
    let text = String(repeating: "a\n", count: bytes / 2 - 1) + (bytes % 2 == 0 ? "ab" : "abc")
    _ = state.update(.input(.paste(text)))
    let submission = Effect.submit(text, .agent("ada"))
    #expect(state.press("enter") == (isKept ? [.remember(text), submission] : [submission]))
    #expect((state.notice != nil) == !isKept)
    #expect(state.notice?.text.contains("takes tasks of 65.5 kB at most") ?? isKept)
    state.press("up")
    #expect(state.composer.input.text == text)
    #expect(state.composer.input.pieces.count == (bytes > 16 * 1024 ? 1 : bytes))
  }
}
