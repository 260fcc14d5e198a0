import Testing

@testable import TerminalUI

@Suite struct ResultLinesTests {
  @Test(arguments: [
    ("", []), ("one\n\ntwo\r\n", ["one", "two"]), ("exit status 0", ["exit status 0"]),
    ("exit status 0\n(no output)", ["(no output)"]), ("exit status 0\na\nb", ["a", "b"]),
    ("exit status 1\nno such file\nmore", ["exit status 1: no such file", "more"]),
    ("exit status 1\n(no output)", ["exit status 1: (no output)"]), ("a\nexit status 0", ["a", "exit status 0"]),
  ])
  func aGoodEndIsNotSaidBesideTheOutput(output: String, lines: [String]) {
    #expect(ResultLines.lines(of: output) == lines)
  }
}
