import Foundation
import OrderedJSON
import Testing

@testable import Agents

@Suite struct FileToolTests {
  private let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  // MARK: - read

  @Test func aFileIsReadWithLineNumbers() throws {
    try sandbox.write("one\r\ntwo\n\nfour", to: "src/a.txt")
    let expected = ToolResult(ok: true, output: "1\tone\n2\ttwo\n3\t\n4\tfour")
    #expect(sandbox.run(ReadTool(), ["path": "src/a.txt"]) == expected)
    #expect(sandbox.run(ReadTool(), ["path": .string(sandbox.path + "/src/a.txt")]) == expected)
  }

  @Test func aPartOfAFileSaysWhereItGoesOn() throws {
    try sandbox.write((1...10).map { "l\($0)\n" }.joined(), to: "a")
    #expect(
      sandbox.run(ReadTool(), ["path": "a", "offset": 3, "limit": 2])
        == ToolResult(ok: true, output: "3\tl3\n4\tl4\n(lines 3 to 4 of 10; go on with offset 5)"))
    #expect(
      sandbox.run(ReadTool(), ["path": "a", "offset": 9])
        == ToolResult(ok: true, output: "9\tl9\n10\tl10\n(lines 9 to 10 of 10)"))
    #expect(
      sandbox.run(ReadTool(), ["path": "a", "offset": 11])
        == ToolResult(ok: false, output: "a has 10 lines: offset 11 is past its end"))
  }

  @Test func aLongFileIsBoundedAndCanBeReadToItsEnd() throws {
    let lines = (1...3000).map { "this is line \($0)" }
    try sandbox.write(lines.joined(separator: "\n") + "\n", to: "a")
    var offset = 1
    var seen: [String] = []
    while seen.count < 3000 {
      let result = sandbox.run(ReadTool(), ["path": "a", "offset": .integer(offset)])
      #expect(result.output.utf8.count < ToolLimits.result + 200)
      let part = result.output.split(separator: "\n").filter { $0.contains("\t") }
      try #require(!part.isEmpty)
      seen += part.map { String($0.split(separator: "\t")[1]) }
      offset += part.count
    }
    #expect(seen == lines)
  }

  @Test func aLongLineIsCutAtAWholeCharacter() throws {
    try sandbox.write("x" + String(repeating: "é", count: 100_000) + "\nend\n", to: "a")
    let result = sandbox.run(ReadTool(), ["path": "a"])
    let shown = "x" + String(repeating: "é", count: 999)
    #expect(result.output == "1\t\(shown)… (198.0 kB more)\n2\tend")
  }

  @Test(arguments: [
    ("nothing", "there is no file nothing; find the right path with glob"),
    (".", ". is a folder; list what is in it with glob"),
    ("binary", "binary is no text file; look at it with bash, for instance with file or xxd"),
    ("pipe", "pipe is no regular file"),
    ("file/x", "file/x cannot be read: a part of the path is a file, not a folder"),
  ])
  func whatCannotBeReadSaysWhy(path: String, reason: String) throws {
    try sandbox.write(Data([1, 2, 0, 3]), to: "binary")
    try sandbox.write("x", to: "file")
    mkfifo(sandbox.path + "/pipe", 0o600)
    #expect(sandbox.run(ReadTool(), ["path": .string(path)]) == ToolResult(ok: false, output: reason))
  }

  @Test func anEmptyFileAndOneThatIsNotUTF8AreTold() throws {
    try sandbox.write("", to: "empty")
    try sandbox.write(Data([0x61, 0xE9, 0x62, 0x0A]), to: "latin")
    #expect(sandbox.run(ReadTool(), ["path": "empty"]) == ToolResult(ok: true, output: "empty is empty"))
    #expect(
      sandbox.run(ReadTool(), ["path": "latin"])
        == ToolResult(ok: true, output: "1\ta\u{FFFD}b\n(bytes that are not UTF-8 are shown as \u{FFFD})"))
  }

  // MARK: - write

  @Test func aNewFileIsMadeWithItsFolders() throws {
    let result = sandbox.run(WriteTool(), ["path": "a/b/c.txt", "content": "one\ntwo\n"])
    #expect(
      result
        == ToolResult(
          ok: true, output: "wrote a/b/c.txt, a new file of 2 lines",
          diff: "--- /dev/null\n+++ b/a/b/c.txt\n@@ -0,0 +1,2 @@\n+one\n+two\n"))
    #expect(try sandbox.text(of: "a/b/c.txt") == "one\ntwo\n")
    #expect(try sandbox.names(in: "a/b") == ["c.txt"])
  }

  @Test func aFileIsReplacedInOneStepAndKeepsItsPermissions() throws {
    let file = try sandbox.write("one\n", to: "run.sh")
    #expect(chmod(file, 0o751) == 0)
    let reader = open(file, O_RDONLY)
    defer { close(reader) }
    let result = sandbox.run(WriteTool(), ["path": "run.sh", "content": "two\n"])
    let diff = "--- a/run.sh\n+++ b/run.sh\n@@ -1 +1 @@\n-one\n+two\n"
    #expect(result == ToolResult(ok: true, output: "changed run.sh: 1 added, 1 removed\n" + diff, diff: diff))
    var information = stat()
    #expect(stat(file, &information) == 0)
    #expect(information.st_mode & 0o777 == 0o751)
    // Whoever had it open still reads the whole of what it was.
    var bytes = [UInt8](repeating: 0, count: 8)
    #expect(read(reader, &bytes, 8) == 4)
    #expect(bytes.prefix(4).elementsEqual("one\n".utf8))
    #expect(try sandbox.names() == ["run.sh"])
  }

  @Test func aLinkStaysOneAndItsTargetIsWritten() throws {
    try sandbox.write("one\n", to: "real")
    try sandbox.link("link", to: "real")
    #expect(sandbox.run(WriteTool(), ["path": "link", "content": "two\n"]).ok)
    #expect(try sandbox.text(of: "real") == "two\n")
    #expect(PathResolver.readLink(sandbox.path + "/link") == "real")
  }

  @Test func writingWhatIsThereAlreadyChangesNothing() throws {
    try sandbox.write("one\n", to: "a")
    #expect(
      sandbox.run(WriteTool(), ["path": "a", "content": "one\n"])
        == ToolResult(ok: true, output: "a has exactly this text already"))
  }

  @Test func whereNoFileCanBeItSaysWhy() throws {
    try sandbox.write("x", to: "file")
    #expect(
      sandbox.run(WriteTool(), ["path": "file/x", "content": ""])
        == ToolResult(ok: false, output: "file/x cannot be read: a part of the path is a file, not a folder"))
    #expect(
      sandbox.run(WriteTool(), ["path": ".", "content": ""])
        == ToolResult(ok: false, output: ". is a folder; list what is in it with glob"))
    #expect(sandbox.run(WriteTool(), ["path": "", "content": ""]).ok == false)
  }

  // MARK: - edit

  @Test func aPieceThatOccursOnceIsReplaced() throws {
    try sandbox.write("let a = 1\nlet b = 2\n", to: "a.swift")
    let result = sandbox.run(EditTool(), ["path": "a.swift", "old_string": "b = 2", "new_string": "b = 3"])
    let diff = "--- a/a.swift\n+++ b/a.swift\n@@ -1,2 +1,2 @@\n let a = 1\n-let b = 2\n+let b = 3\n"
    #expect(result == ToolResult(ok: true, output: "changed a.swift: 1 added, 1 removed\n" + diff, diff: diff))
  }

  @Test func ofALongChangeTheModelIsToldTheEndsAndAPersonAll() throws {
    try sandbox.write("", to: "a")
    let lines = (1...4000).map { "line \($0)\n" }
    let result = sandbox.run(WriteTool(), ["path": "a", "content": .string(lines.joined())])
    let heading = "--- a/a\n+++ b/a\n@@ -0,0 +1,4000 @@\n"
    #expect(result.diff == heading + lines.map { "+" + $0 }.joined())
    #expect(result.output.hasPrefix("changed a: 4000 added, 0 removed\n" + heading + "+line 1\n"))
    #expect(result.output.hasSuffix("+line 4000\n"))
    #expect(result.output.utf8.count < ToolLimits.result)
  }

  @Test(arguments: [
    ("aXbXc", "X", "Y", true, "aYbYc"),
    ("aaa", "aa", "b", true, "ba"),
    ("a\r\nb\r\nc\r\n", "a\nb", "x\ny", false, "x\r\ny\r\nc\r\n"),
    ("cafe\u{301}", "cafe", "bar", false, "bar\u{301}"),
    ("a\nb", "a\n", "", false, "b"),
    ("x.y", ".", "\\$&", false, "x\\$&y"),
  ])
  func textsAreReplacedByteByByte(text: String, old: String, new: String, all: Bool, expected: String) throws {
    let result = try TextReplacement(old: old, new: new, all: all).apply(to: text, named: "a")
    #expect(Array(result.utf8) == Array(expected.utf8))
  }

  @Test(arguments: [
    (
      "a\nb\na\n", "a", "c",
      "old_string was found 2 times in f, at lines 1, 3: give more of the lines around the one that is meant, or set all to true"
    ),
    ("abc", "", "x", "old_string is empty; to write a whole file use write"),
    ("abc", "b", "b", "old_string and new_string are the same text"),
    (
      "abc", "zzz", "x",
      "old_string was not found in f. Nothing in it is like it; read the file and copy the text exactly."
    ),
    (
      "import A\n\nfunc run(all: Bool) {\n  stop()\n}\n", "func run(all:  Bool)  {", "x",
      "old_string was not found in f. The nearest lines are (the text must agree in every space):\n1\timport A\n2\t\n3\tfunc run(all: Bool) {\n4\t  stop()\n5\t}"
    ),
  ])
  func aReplacementThatIsNotClearSaysWhatToDo(text: String, old: String, new: String, reason: String) {
    #expect(throws: FileError(reason)) { try TextReplacement(old: old, new: new).apply(to: text, named: "f") }
  }

  @Test func aFileThatIsNoTextIsNotEdited() throws {
    try sandbox.write(Data([0x61, 0xE9]), to: "latin")
    #expect(
      sandbox.run(EditTool(), ["path": "latin", "old_string": "a", "new_string": "b"])
        == ToolResult(ok: false, output: "latin is no UTF-8 text; change it with bash"))
    #expect(try Data(contentsOf: URL(fileURLWithPath: sandbox.path + "/latin")) == Data([0x61, 0xE9]))
  }
}
