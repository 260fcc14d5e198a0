import OrderedJSON
import Testing

@testable import Agents

@Suite struct SeenFilesTests {
  private let sandbox: Sandbox
  /// One agent's: its calls know of each other.
  private let context: ToolContext

  init() throws {
    sandbox = try Sandbox()
    context = sandbox.context
    try sandbox.write("one\ntwo\nthree\n", to: "a")
  }

  private func run(_ tool: any Tool, _ arguments: JSON) -> ToolResult { tool.run(arguments, in: context) }
  private static let whole: JSON = ["path": "a", "content": "one\n2\nthree\n"]

  @Test func aFileThatWasNeverSeenIsWrittenOver() throws {
    #expect(run(WriteTool(), Self.whole).ok)
    #expect(try sandbox.text(of: "a") == "one\n2\nthree\n")
  }

  @Test func aFileThatIsAsItWasReadIsWrittenOver() throws {
    #expect(run(ReadTool(), ["path": "a", "limit": 1]).ok)
    #expect(run(WriteTool(), Self.whole).ok)
    #expect(run(EditTool(), ["path": "a", "old_string": "2", "new_string": "two"]).output == "a changed:\n-2\n+two")
    #expect(run(WriteTool(), Self.whole).ok)
    #expect(try sandbox.text(of: "a") == "one\n2\nthree\n")
  }

  @Test(arguments: ["read", "write", "edit"])
  func aFileThatChangedSinceItWasSeenIsNotWrittenOverUnseen(how: String) throws {
    switch how {
    case "read": #expect(run(ReadTool(), ["path": "a"]).ok)
    case "write": #expect(run(WriteTool(), Self.whole).ok)
    default: #expect(run(EditTool(), ["path": "a", "old_string": "two", "new_string": "2"]).ok)
    }
    try sandbox.write("one\ntwo\nthree\nfour\n", to: "a")
    #expect(
      run(WriteTool(), Self.whole)
        == ToolResult(
          ok: false,
          output: "a was not written: somebody else, or a command, has changed it since you last saw it. Keep what is "
            + "new in it, and write it again. It holds now:\n1\tone\n2\ttwo\n3\tthree\n4\tfour"))
    #expect(try sandbox.text(of: "a") == "one\ntwo\nthree\nfour\n")
    // Now it has seen it.
    #expect(run(WriteTool(), Self.whole).ok)
    #expect(try sandbox.text(of: "a") == "one\n2\nthree\n")
  }

  @Test func anEditOfAFileThatChangedIsMadeWhereItFitsExactlyAndSaysSo() throws {
    #expect(run(ReadTool(), ["path": "a"]).ok)
    try sandbox.write("zero\none\n  two\nthree\n", to: "a")
    let loose = run(EditTool(), ["path": "a", "old_string": "one\ntwo", "new_string": "x"])
    #expect(!loose.ok)
    #expect(
      run(EditTool(), ["path": "a", "old_string": "\ttwo", "new_string": "2"])
        == ToolResult(
          ok: false,
          output: "a has changed since you last saw it, and the old text no longer fits exactly; read it again"
        ))
    #expect(
      run(EditTool(), ["path": "a", "old_string": "three", "new_string": "3"]).output
        == "a changed:\n-three\n+3\n(a had changed since you last saw it; the old text still fitted exactly)")
    #expect(run(EditTool(), ["path": "a", "old_string": "3", "new_string": "4"]).output == "a changed:\n-3\n+4")
  }

  @Test func aFileThatIsGoneIsMadeAnew() throws {
    #expect(run(ReadTool(), ["path": "a"]).ok)
    try TextFile(path: context.file("a")).remove()
    #expect(run(WriteTool(), Self.whole).output == "a created, 3 lines")
  }

  @Test func anotherAgentsWriteIsAChangeToo() throws {
    #expect(run(ReadTool(), ["path": "a"]).ok)
    #expect(sandbox.run(WriteTool(), ["path": "a", "content": "one\ntwo\nnew\n"]).ok)
    #expect(run(WriteTool(), Self.whole).output.hasSuffix("3\tnew"))
  }

  @Test func aChangeThatIsNoLongerTheApprovedOneIsNotMade() throws {
    var context = context
    let edit: JSON = ["path": "a", "old_string": "two", "new_string": "2"]
    context.approvedDiff = EditTool().preview(of: edit, workspace: sandbox.path)
    try sandbox.write("one\ntwo\nfour\n", to: "a")
    #expect(
      EditTool().run(edit, in: context)
        == ToolResult(
          ok: false, output: "a was changed by somebody else while this was decided on; it was not changed"))
    try sandbox.write("one\ntwo\nthree\n", to: "a")
    #expect(EditTool().run(edit, in: context).ok)
  }

  @Test func aFingerprintIsTheSameInHoweverManyPieces() {
    var pieces = Fingerprint()
    pieces.append([1, 2])
    pieces.append([3])
    #expect(pieces == Fingerprint(of: [1, 2, 3]))
    #expect(pieces != Fingerprint(of: [1, 3, 2]))
    #expect(Fingerprint(of: []) != Fingerprint(of: [0]))
  }
}
