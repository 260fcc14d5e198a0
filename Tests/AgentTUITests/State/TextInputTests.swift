import Testing

@testable import AgentTUI

@Suite struct TextInputTests {
  @Test func cursorStepsOverGraphemesWhole() {
    var input = TextInput("a👨‍👩‍👧é")
    input.moveLeft()
    input.deleteBackward()
    #expect(input.text == "aé")
    #expect(input.cursor == 1)
  }

  @Test func combiningCharacterTypedAfterItsBaseJoinsIt() {
    var input = TextInput("e")
    input.insert(Character("\u{301}"))
    #expect(input.text == "e\u{301}")
    #expect(input.pieces.count == 1)
  }

  @Test(arguments: [
    ("one two  ", "one "), ("one two", "one "), ("one", ""), ("", ""), ("a b\nc", "a b\n"),
  ])
  func deletingAWordTakesTheWordAndTheBlanksAfterIt(text: String, left: String) {
    var input = TextInput(text)
    input.deleteWord()
    #expect(input.text == left)
  }

  @Test func whatWasDeletedByWordOrLineCanBeInsertedAgain() {
    var input = TextInput("give ada this")
    input.deleteToLineStart()
    #expect(input.text == "")
    input.yank()
    #expect(input.text == "give ada this")
  }

  @Test func deletingToTheEndOfALineAtItsEndJoinsTheNextLine() {
    var input = TextInput("ab\ncd")
    _ = input.moveLineUp()
    input.moveToLineEnd()
    input.deleteToLineEnd()
    #expect(input.text == "abcd")
  }

  @Test func longPasteIsOneMarkAndIsSentWhole() {
    let paste = (1...120).map { "line \($0)" }.joined(separator: "\n") + "\n"
    var input = TextInput("see ")
    input.paste(paste)
    #expect(input.pieces.last?.shown == "[pasted 120 lines]")
    #expect(input.text == "see " + paste)
    input.deleteBackward()
    #expect(input.text == "see ")
  }

  @Test func shortPasteIsShownAsItIs() {
    var input = TextInput()
    input.paste("two\r\nlines")
    #expect(input.text == "two\nlines")
  }

  @Test func movingUpAndDownKeepsTheColumnAsFarAsTheLineGoes() {
    var input = TextInput("long line\nab\nlong line")
    var moves = [input.moveLineUp()]
    #expect(input.textBeforeCursor == "long line\nab")
    moves.append(input.moveLineUp())
    #expect(input.textBeforeCursor == "lo")
    moves += [input.moveLineUp(), input.moveLineDown()]
    #expect(input.textBeforeCursor == "long line\nab")
    #expect(moves == [true, true, false, true])
  }
}
