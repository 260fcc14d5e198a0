import OrderedJSON
import Testing
import Threading

@testable import Agents

@Suite struct WorkspaceSnapshotTests {
  private let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  private func snapshot(_ last: WorkspaceSnapshot? = nil, byteLimit: Int = 100) throws -> WorkspaceSnapshot {
    try WorkspaceSnapshot(of: sandbox.path, reusing: last, cancellation: Cancellation(), byteLimit: byteLimit)
  }

  private func listing(_ snapshot: WorkspaceSnapshot) -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: snapshot.files.map { path, file in
        (String(decoding: path, as: UTF8.self), file.content.text ?? "?")
      })
  }

  @Test func smallestFilesAreKeptWhereNotAllAre() throws {
    try sandbox.write(String(repeating: "x", count: 90), to: "large")
    try sandbox.write("small", to: "a/small")
    try sandbox.write("", to: "empty")
    #expect(try listing(snapshot()) == ["large": String(repeating: "x", count: 90), "a/small": "small", "empty": ""])
    #expect(try listing(snapshot(byteLimit: 94)) == ["large": "?", "a/small": "small", "empty": ""])
  }

  @Test func differencesAreSortedAndAFileThatIsNotKeptCountsWhenItWasWritten() throws {
    for name in ["a", "b", "c", "d"] { try sandbox.write(name, to: name) }
    try sandbox.write(String(repeating: "x", count: 200), to: "large")
    try sandbox.write(String(repeating: "x", count: 300), to: "same")
    let before = try snapshot()
    #expect(before.files[Array("a".utf8)]?.isFresh == true)  // So it is read again, whatever its times say.
    try sandbox.write("b", to: "b")  // Written, and the same as before.
    try sandbox.write("C", to: "c")
    try sandbox.write("x", to: "new")
    try sandbox.write(String(repeating: "y", count: 200), to: "large")
    #expect(BashTool().run(["command": "rm d"], in: sandbox.context).ok)
    let after = try snapshot(before)
    #expect(after.differences(from: before).map { String(decoding: $0, as: UTF8.self) } == ["c", "d", "large", "new"])
  }

  @Test func namesThatAreEqualStringsAreTwoFiles() throws {
    try sandbox.write("composed", to: "\u{E9}")
    try sandbox.write("decomposed", to: "e\u{301}")
    let before = try snapshot()
    #expect(before.files.count == 2)
    try sandbox.write("changed", to: "e\u{301}")
    #expect(try snapshot(before).differences(from: before) == [Array("e\u{301}".utf8)])
  }

  @Test func stoppedLookIsNoSnapshot() throws {
    let cancellation = Cancellation()
    cancellation.cancel()
    #expect(throws: FileError("its files could not all be listed")) {
      try WorkspaceSnapshot(of: sandbox.path, reusing: nil, cancellation: cancellation)
    }
  }
}
