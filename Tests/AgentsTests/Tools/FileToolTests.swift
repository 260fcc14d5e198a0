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
    ("elsewhere", "there is no file elsewhere; find the right path with glob"),
    ("nothimg.txt", "there is no file nothimg.txt; did you mean nothing.txt?"),
    ("src/nothing.swif", "there is no file src/nothing.swif; did you mean src/nothing.swift?"),
    ("binary", "binary is no text file; look at it with bash, for instance with file or xxd"),
    ("pipe", "pipe is no regular file"),
    ("file/x", "file/x cannot be read: a part of the path is a file, not a folder"),
  ])
  func whatCannotBeReadSaysWhy(path: String, reason: String) throws {
    try sandbox.write(Data([1, 2, 0, 3]), to: "binary")
    try sandbox.write("x", to: "file")
    try sandbox.write("x", to: "nothing.txt")
    try sandbox.write("x", to: "src/nothing.swift")
    mkfifo(sandbox.path + "/pipe", 0o600)
    #expect(sandbox.run(ReadTool(), ["path": .string(path)]) == ToolResult(ok: false, output: reason))
  }

  @Test func anEmptyFileIsTold() throws {
    try sandbox.write("", to: "empty")
    #expect(sandbox.run(ReadTool(), ["path": "empty"]) == ToolResult(ok: true, output: "empty is empty"))
  }

  private static let latin1 = "(decoded from Latin-1; it can be read here, not changed)"
  private static let utf16 = "(decoded from UTF-16; it can be read here, not changed)"

  @Test(
    arguments: [
      ([0x61, 0xE9, 0x62, 0x0A], "1\ta\u{E9}b\n\(latin1)"),
      // Damaged UTF-8 is no Latin-1: it has whole characters, or bytes that Latin-1 has no letter for.
      (Array("\u{E9}".utf8) + [0xE9, 0x0A], "1\t\u{E9}\u{FFFD}\n(bytes that are not UTF-8 are shown as \u{FFFD})"),
      ([0x61, 0x93, 0x0A], "1\ta\u{FFFD}\n(bytes that are not UTF-8 are shown as \u{FFFD})"),
      ([0xEF, 0xBB, 0xBF, 0x61, 0x0A], "1\ta"),
      ([0xEF, 0xBB, 0xBF], "a is empty"),
      ([0xFF, 0xFE, 0x61, 0x00, 0x0A, 0x00, 0x3D, 0xD8, 0x00, 0xDE], "1\ta\n2\t\u{1F600}\n\(utf16)"),
      ([0xFE, 0xFF, 0x00, 0x61, 0x00], "1\ta\u{FFFD}\n\(utf16)"),
      ([0x61], "1\ta"),
    ] as [([UInt8], String)])
  func howAFileSaysTextIsFoundOutAndTold(bytes: [UInt8], expected: String) throws {
    try sandbox.write(Data(bytes), to: "a")
    #expect(sandbox.run(ReadTool(), ["path": "a"]) == ToolResult(ok: true, output: expected))
  }

  @Test func aFolderIsListed() throws {
    try sandbox.write("", to: "src/b.txt")
    try sandbox.write("", to: "src/.env")
    try sandbox.write("", to: "src/a/c.txt")
    #expect(
      sandbox.run(ReadTool(), ["path": "src"])
        == ToolResult(ok: true, output: "src is a folder; in it are:\na/\nb.txt\n(1 left out: secret or forbidden)"))
    try FileManager.default.createDirectory(atPath: sandbox.path + "/none", withIntermediateDirectories: false)
    #expect(sandbox.run(ReadTool(), ["path": "none"]) == ToolResult(ok: true, output: "none is an empty folder"))
    #expect(
      sandbox.run(ReadTool(), ["path": "."]) == ToolResult(ok: true, output: ". is a folder; in it are:\nnone/\nsrc/"))
  }

  // MARK: - write

  @Test func aNewFileIsMadeWithItsFolders() throws {
    let result = sandbox.run(WriteTool(), ["path": "a/b/c.txt", "content": "one\ntwo\n"])
    #expect(
      result
        == ToolResult(
          ok: true, output: "a/b/c.txt created, 2 lines",
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
    #expect(result == ToolResult(ok: true, output: "run.sh changed:\n-one\n+two", diff: diff))
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

  @Test func lineNumbersThatReadShowedAreNoPartOfAFile() throws {
    try sandbox.write("one\r\ntwo\r\n", to: "a")
    #expect(
      sandbox.run(WriteTool(), ["path": "a", "content": "1\tone\n2\t2\n"]).output
        == "a changed:\n-two\n+2\n(the line numbers in content were taken off)")
    #expect(try sandbox.text(of: "a").utf8.elementsEqual("one\r\n2\r\n".utf8))
    // A table of numbers stays one, and a new file is as it is written.
    try sandbox.write("1\ta\n", to: "table")
    #expect(sandbox.run(WriteTool(), ["path": "table", "content": "1\ta\n2\tb\n"]).output == "table changed:\n+2\tb")
    #expect(sandbox.run(WriteTool(), ["path": "new", "content": "1\ta\n"]).output == "new created, 1 line")
    #expect(try sandbox.text(of: "new") == "1\ta\n")
  }

  @Test func writingWhatIsThereAlreadyChangesNothing() throws {
    try sandbox.write("one\n", to: "a")
    #expect(
      sandbox.run(WriteTool(), ["path": "a", "content": "one\n"])
        == ToolResult(ok: true, output: "a is as it was: the text written is what it held already"))
    try sandbox.write("one", to: "b")
    #expect(
      sandbox.run(WriteTool(), ["path": "b", "content": "one\n"])
        == ToolResult(
          ok: true,
          output: "b is as it was: the text written is what it held already "
            + "(it has no newline at its end, and keeps it so)"))
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
    #expect(result == ToolResult(ok: true, output: "a.swift changed:\n-let b = 2\n+let b = 3", diff: diff))
  }

  @Test func ofALongChangeTheModelIsToldTheEndsAndAPersonAll() throws {
    try sandbox.write("", to: "a")
    let lines = (1...4000).map { "line \($0)\n" }
    let result = sandbox.run(WriteTool(), ["path": "a", "content": .string(lines.joined())])
    let heading = "--- a/a\n+++ b/a\n@@ -0,0 +1,4000 @@\n"
    #expect(result.diff == heading + lines.map { "+" + $0 }.joined())
    #expect(result.output.hasPrefix("a changed:\n+line 1\n"))
    #expect(result.output.contains(" left out …\n"))
    #expect(result.output.hasSuffix("+line 4000"))
    #expect(result.output.utf8.count < 1900)
  }

  @Test func severalEditsAreMadeTogetherOrNotAtAll() throws {
    try sandbox.write("one\ntwo\nthree\n", to: "a")
    let edits: JSON = [["old": "one", "new": "1"], ["old": "1\ntwo", "new": "1\n2"]]
    #expect(sandbox.run(EditTool(), ["path": "a", "edits": edits]).output == "a changed:\n-one\n-two\n+1\n+2")
    #expect(try sandbox.text(of: "a") == "1\n2\nthree\n")
    let wrong: JSON = [["old": "three", "new": "3"], ["old": "four", "new": "4"]]
    #expect(
      sandbox.run(EditTool(), ["path": "a", "edits": wrong])
        == ToolResult(
          ok: false,
          output: "edit 2 of 2 does not fit, and none was made: old was not found in a. Nothing in it is like it; "
            + "read the file and copy the text exactly."))
    #expect(try sandbox.text(of: "a") == "1\n2\nthree\n")
    #expect(
      sandbox.run(EditTool(), ["path": "a", "edits": []])
        == ToolResult(
          ok: false,
          output: "edits is empty; give what to replace: old_string and new_string, or edits with old and new"))
  }

  @Test(
    arguments: [
      (
        [0x61, 0xE9],
        "is no UTF-8 text, perhaps Latin-1, which is only read here, not changed; to convert it, run: "
          + "iconv -f LATIN1 -t UTF-8 a > new"
      ),
      (
        [0xFF, 0xFE, 0x61, 0x00],
        "is UTF-16, which is only read here, not changed; to convert it, run: "
          + "iconv -f UTF-16 -t UTF-8 a > new"
      ),
      ([0x61, 0x00], "is no text file; change it with bash"),
    ] as [([UInt8], String)])
  func aFileThatIsNoUTF8IsNotEdited(bytes: [UInt8], reason: String) throws {
    let file = try sandbox.write(Data(bytes), to: "a")
    let refused = ToolResult(ok: false, output: "a \(reason)")
    #expect(sandbox.run(EditTool(), ["path": "a", "old_string": "a", "new_string": "b"]) == refused)
    if !bytes.contains(0) || bytes.count > 2 {
      #expect(sandbox.run(WriteTool(), ["path": "a", "content": "b"]) == refused)
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == Data(bytes))
  }
}
