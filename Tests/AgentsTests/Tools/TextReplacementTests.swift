import Testing

@testable import Agents

@Suite struct TextReplacementTests {
  // MARK: - Exactly

  @Test(arguments: [
    ("aXbXc", "X", "Y", true, "aYbYc"),
    ("aaa", "aa", "b", true, "ba"),
    ("a\nb\nc\n", "a\r\nb", "x\r\ny", false, "x\ny\nc\n"),
    ("cafe\u{301}", "cafe", "bar", false, "bar\u{301}"),
    ("a\nb", "a\n", "", false, "b"),
    ("x.y", ".", "\\$&", false, "x\\$&y"),
    ("a  b\na b\n", "a b", "c", false, "a  b\nc\n"),
  ])
  func textsAreReplacedByteByByte(text: String, old: String, new: String, all: Bool, expected: String) throws {
    let result = try TextReplacement(old: old, new: new, all: all).apply(to: text, named: "a")
    #expect(Array(result.text.utf8) == Array(expected.utf8))
    #expect(result.notes == [])
  }

  // MARK: - But for form

  private static let lineEnds = "old_string fitted but for white space at line ends"
  private static let indentation = "old_string fitted but for its indentation, and new_string was shifted alike"
  private static let numbers = "the line numbers in old_string were taken off"

  @Test(
    arguments: [
      // White space at line ends; a line that stays keeps its own.
      ("a  \nb\t\nc\n", "a\nb\n", "a\nB\n", "a  \nB\nc\n", [lineEnds]),
      ("a\nb\n", "a \nb", "x", "x\n", [lineEnds]),
      ("a\n \nb\n", "a\n\nb\n", "a\n\nc\n", "a\n \nc\n", [lineEnds]),
      // Indentation: deeper, shallower, tabs for spaces, other steps.
      ("  if x:\n    y()\n", "if x:\n  y()", "if x:\n  z()\n  w()", "  if x:\n    z()\n    w()\n", [indentation]),
      ("if x:\n  y()\n", "    if x:\n      y()", "    if x:\n      z()", "if x:\n  z()\n", [indentation]),
      (
        "\tf()\n\t\tg()\n", "    f()\n        g()\n", "    f()\n        h()\n    i()\n", "\tf()\n\t\th()\n\ti()\n",
        [indentation]
      ),
      (
        "if x:\n    y()\n", "if x:\n  y()\n", "if x:\n  if z:\n    y()\n", "if x:\n    if z:\n        y()\n",
        [indentation]
      ),
      ("\ta\n\n\tb\n", "a\n\nb", "a\n\nc", "\ta\n\n\tc\n", [indentation]),
      // What read put before the lines.
      ("a\nb\nc\n", "1\ta\n2\tb", "1\tx\n2\tb", "x\nb\nc\n", [numbers]),
      ("a\nb\nc\n", "  2\tb", "x", "a\nx\nc\n", [numbers]),
      ("\ta\n", "1\ta \n", "b\n", "\tb\n", [numbers, indentation]),
      // A table of numbers is text like any other.
      ("1\ta\n2\tb\n", "2\tb", "2\tc", "1\ta\n2\tc\n", []),
      ("1\ta\n2\tb\n", "2\tb", "2\tb\nc", "1\ta\n2\tb\nc\n", []),
    ] as [(String, String, String, String, [String])])
  func whatDiffersInFormAloneIsTakenAndSaid(
    text: String, old: String, new: String, expected: String, notes: [String]
  ) throws {
    let outcome = try TextReplacement(old: old, new: new).apply(to: text, named: "f")
    let isExact = notes.isEmpty || notes == [Self.numbers]
    #expect(outcome == TextReplacement.Outcome(text: expected, notes: notes, isExact: isExact))
  }

  // MARK: - Not at all

  private static let nothingLike = "Nothing in it is like it; read the file and copy the text exactly."

  @Test(
    arguments: [
      (
        "a\nb\na\n", "a", "c",
        "old_string was found 2 times in f, at lines 1, 3: give more of the lines around the one that is meant, "
          + "or set all to true"
      ),
      ("abc", "", "x", "old_string is empty; give the text to replace, or write the whole file with write"),
      ("abc", "b", "b", "old_string and new_string are the same text, so nothing would change"),
      ("abc", "zzz", "x", "old_string was not found in f. \(nothingLike)"),
      ("", "zzz", "x", "old_string was not found in f. \(nothingLike)"),
      (
        "a = 2\n", "a = 1", "a = 2",
        "old_string was not found in f. new_string is there already, at line 1: was this edit made before? "
          + "The first difference is at line 1, column 5: the file has '2' where old_string has '1'. "
          + "The nearest lines are:\n1\ta = 2"
      ),
      // White space alone differs, but in two places.
      (
        "  a()\nb\n    a()\n", "\ta()\n", "c()",
        "old_string was not found in f; but for white space it fits at lines 1, 3: copy the one that is meant exactly, "
          + "with lines around it"
      ),
      // White space within a line is content.
      (
        "import A\n\nfunc run(all: Bool) {\n  stop()\n}\n", "func run(all:  Bool) {\n  stop()", "x",
        "old_string was not found in f. The first difference is at line 3, column 15: the file has 'B' where old_string "
          + "has a space. The nearest lines are:\n3\tfunc run(all: Bool) {\n4\t  stop()"
      ),
      (
        "x\nlet a = \u{201C}b\u{201D}\n", "let a = \"b\"", "y",
        "old_string was not found in f. The first difference is at line 2, column 9: the file has a curly quote "
          + "(U+201C) where old_string has a straight double quote. The nearest lines are:\n2\tlet a = \u{201C}b\u{201D}"
      ),
      (
        "let\u{A0}a = b\n", "let a = b", "y",
        "old_string was not found in f. The first difference is at line 1, column 4: the file has a no-break space "
          + "(U+00A0) where old_string has a space. The nearest lines are:\n1\tlet\u{A0}a = b"
      ),
      (
        "let a = b\n", "let a = b\nlet c = d", "y",
        "old_string was not found in f. The file ends before line 2 of it. The nearest lines are:\n1\tlet a = b"
      ),
      ("a\nb\n", "1\ta\n2\tb", "1\tx\ny", "some lines of new_string begin with line numbers; write it without them"),
      // One shift must do for all lines.
      (
        "if x:\n  y()\n    z()\n", "if x:\n  y()\n  z()\n", "w()",
        "old_string was not found in f. The first difference is at line 3, column 3: the file has a space where "
          + "old_string has 'z'. The nearest lines are:\n1\tif x:\n2\t  y()\n3\t    z()"
      ),
    ])
  func aReplacementThatIsNotClearSaysWhatToDo(text: String, old: String, new: String, reason: String) {
    #expect(throws: FileError(reason)) { try TextReplacement(old: old, new: new).apply(to: text, named: "f") }
  }

  @Test(
    arguments: [
      ("\t", "a tab"), (" ", "a space"), ("x", "'x'"), ("\u{E9}", "'\u{E9}' (U+00E9)"), ("\u{301}", "U+0301"),
      ("\u{2019}", "a curly quote (U+2019)"), ("\u{1F600}", "U+1F600"), ("\u{1B}", "U+001B"),
    ] as [(Unicode.Scalar, String)])
  func aSignIsCalledByWhatTellsItApart(scalar: Unicode.Scalar, name: String) {
    #expect(ScalarName.of(scalar) == name)
  }

  @Test func aLongFileAndALongTextAreComparedInBounds() {
    let text = (0..<30_000).map { "line \($0) of many words that are much alike" }.joined(separator: "\n")
    let old = (0..<200).map { "line \($0 + 700) of many words which are much alike" }.joined(separator: "\n")
    let error = #expect(throws: FileError.self) { try TextReplacement(old: old, new: "").apply(to: text, named: "f") }
    #expect(error?.description.contains("The nearest lines are:\n701\tline 700 ") == true)
    #expect((error?.description.utf8.count ?? 0) < 2_500)
  }
}
