import Foundation
import OrderedJSON
import Testing

@testable import Agents

/// What lies in a folder after a file in it was edited, or written whole: beyond the edit not a byte, a permission, a
/// name or a link is another one.
@Suite struct FileReplacingTests {
  private let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  /// A file as it is before a change, and what is to lie there after the word `two` in it became `2`.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var before: [UInt8]
    var after: [UInt8]
    var mode: mode_t = 0o644
    /// Another name of it.
    var hardLink = false
    /// The tools are given a link to it.
    var symbolicLink = false
    /// Its folder's permissions.
    var folderMode: mode_t = 0o755
    /// Whether the same file has the new bytes, or another one has taken its name.
    var keepsInode = false
    var testDescription: String { name }

    init(_ name: String, _ before: String, _ after: String) {
      self.name = name
      (self.before, self.after) = (Array(before.utf8), Array(after.utf8))
    }

    func with(_ change: (inout Case) -> Void) -> Case {
      var copy = self
      change(&copy)
      return copy
    }
  }

  private static let plain = Case("plain", "one\ntwo\nthree\n", "one\n2\nthree\n")
  static let cases: [Case] = [
    plain,
    Case("CRLF", "one\r\ntwo\r\nthree\r\n", "one\r\n2\r\nthree\r\n"),
    Case("byte order mark", "\u{FEFF}one\ntwo\nthree\n", "\u{FEFF}one\n2\nthree\n"),
    Case("byte order mark and CRLF", "\u{FEFF}one\r\ntwo\r\n", "\u{FEFF}one\r\n2\r\n"),
    Case("mixed", "one\r\ntwo\nthree\r\nfour\n", "one\r\n2\nthree\r\nfour\n"),
    Case("no newline at the end", "one\ntwo\nthree", "one\n2\nthree"),
    Case("the last line, without a newline", "one\r\ntwo", "one\r\n2"),
    Case("blank lines at the end", "one\ntwo\n\n\n", "one\n2\n\n\n"),
    plain.with {
      $0.name = "hard-linked"
      ($0.hardLink, $0.keepsInode) = (true, true)
    },
    plain.with {
      $0.name = "mode 0600"
      $0.mode = 0o600
    },
    plain.with {
      $0.name = "mode 0751"
      $0.mode = 0o751
    },
    plain.with {
      $0.name = "behind a link"
      $0.symbolicLink = true
    },
    plain.with {
      $0.name = "in a folder that may not be written"
      ($0.folderMode, $0.keepsInode) = (0o555, true)
    },
  ]

  @Test(arguments: cases) func anEditChangesNothingElse(_ file: Case) throws {
    let call: @Sendable (String) -> JSON = { ["path": .string($0), "old_string": "two", "new_string": "2"] }
    try change(file, with: EditTool(), call)
  }

  /// The model writes what `read` shows it: plain lines, a newline at the end.
  @Test(arguments: cases) func aFileWrittenWholeChangesNothingElse(_ file: Case) throws {
    var text = TextForm.plain(String(decoding: file.after, as: UTF8.self))
    if !text.hasSuffix("\n") { text += "\n" }
    let content = text
    try change(file, with: WriteTool()) { ["path": .string($0), "content": .string(content)] }
  }

  private func change(_ file: Case, with tool: any Tool, _ call: (String) -> JSON) throws {
    let path = try sandbox.write(Data(file.before), to: "folder/file")
    #expect(chmod(path, file.mode) == 0)
    if file.hardLink { #expect(link(path, sandbox.path + "/other") == 0) }
    if file.symbolicLink { try sandbox.link("link", to: "folder/file") }
    #expect(chmod(sandbox.path + "/folder", file.folderMode) == 0)
    defer { chmod(sandbox.path + "/folder", 0o755) }
    let before = try information(path)

    let result = sandbox.run(tool, call(file.symbolicLink ? "link" : "folder/file"))

    #expect(result.ok, "\(result.output)")
    #expect(result.output == "folder/file changed:\n-two\n+2")
    let after = try information(path)
    #expect(try bytes("folder/file") == file.after)
    #expect(after.st_mode & 0o7777 == file.mode)
    #expect((after.st_ino == before.st_ino) == file.keepsInode)
    #expect(try sandbox.names(in: "folder") == ["file"])
    if file.hardLink { #expect(try bytes("other") == file.after) }
    if file.symbolicLink { #expect(PathResolver.readLink(sandbox.path + "/link") == "folder/file") }
  }

  @Test func oneLineThatBecomesTwoGetsTheEndsThatAreThere() throws {
    try sandbox.write("a\r\nb\r\n", to: "a")
    #expect(sandbox.run(EditTool(), ["path": "a", "old_string": "a", "new_string": "a\nx"]).ok)
    #expect(try bytes("a") == Array("a\r\nx\r\nb\r\n".utf8))
  }

  // MARK: - What may not be changed

  @Test(arguments: [0o444, 0o400, 0o555] as [mode_t])
  func aReadOnlyFileIsRefusedByEveryToolAndUser(mode: mode_t) throws {
    let path = try sandbox.write("one\ntwo\n", to: "a")
    #expect(chmod(path, mode) == 0)
    let before = try information(path)
    let reason =
      "a is read-only (mode 0\(String(mode, radix: 8))) and was not changed; if it is meant to be changed, "
      + "run chmod u+w on it first"
    let edit: JSON = ["path": "a", "old_string": "two", "new_string": "2"]
    #expect(sandbox.run(EditTool(), edit) == ToolResult(ok: false, output: reason))
    #expect(
      sandbox.run(WriteTool(), ["path": "a", "content": "one\n2\n"]) == ToolResult(ok: false, output: reason))
    #expect(EditTool().preview(of: edit, workspace: sandbox.path) == "This change cannot be made: \(reason)")
    #expect(try bytes("a") == Array("one\ntwo\n".utf8))
    #expect(try information(path).st_ino == before.st_ino)
  }

  // MARK: - What fails half way

  /// A disk on which so many more bytes find room.
  private static func disk(with room: Int) -> FileCalls {
    let left = Room(room)
    var calls = FileCalls()
    calls.write = { descriptor, bytes in
      let count = left.take(bytes.count)
      guard count > 0 else {
        errno = ENOSPC
        return -1
      }
      return write(descriptor, bytes.baseAddress, count)
    }
    return calls
  }

  /// Counts the bytes that were written; full once, and empty again for what puts the old content back.
  private final class Room: @unchecked Sendable {  // used by one thread
    private var left: Int
    private var wasFull = false
    init(_ left: Int) { self.left = left }
    func take(_ wanted: Int) -> Int {
      if wasFull { return wanted }
      let count = min(left, wanted)
      left -= count
      wasFull = count == 0
      return count
    }
  }

  @Test(arguments: [false, true])
  func aDiskThatIsFullHalfWayLeavesTheOldContentAndSaysSo(isLinked: Bool) throws {
    let path = try sandbox.write("one\ntwo\nthree\n", to: "a")
    if isLinked { #expect(link(path, sandbox.path + "/b") == 0) }
    let file = TextFile(
      path: ResolvedPath(absolute: path, workspace: sandbox.path), calls: Self.disk(with: 5))
    let error = #expect(throws: FileError.self) { try file.replace(with: Array("something else altogether\n".utf8)) }
    #expect(
      error?.description == "a cannot be written: No space left on device; it holds what it held before")
    #expect(try bytes("a") == Array("one\ntwo\nthree\n".utf8))
    #expect(try sandbox.names() == (isLinked ? ["a", "b"] : ["a"]))
  }

  @Test func aDiskThatIsFullMakesNoNewFile() throws {
    let file = TextFile(
      path: ResolvedPath(absolute: sandbox.path + "/a", workspace: sandbox.path), calls: Self.disk(with: 5))
    let error = #expect(throws: FileError.self) { try file.replace(with: Array("something\n".utf8)) }
    #expect(error?.description == "a cannot be written: No space left on device; no file was made")
    #expect(try sandbox.names() == [])
  }

  @Test(arguments: [EBUSY, EXDEV, EPERM])
  func aFileWhoseNameCannotBeTakenIsWrittenWhereItIs(code: Int32) throws {
    let path = try sandbox.write("one\n", to: "a")
    let before = try information(path)
    var calls = FileCalls()
    calls.rename = { _, _, _ in
      errno = code
      return -1
    }
    let file = TextFile(path: ResolvedPath(absolute: path, workspace: sandbox.path), calls: calls)
    try file.replace(with: Array("2\n".utf8))
    #expect(try bytes("a") == Array("2\n".utf8))
    #expect(try information(path).st_ino == before.st_ino)
    #expect(try sandbox.names() == ["a"])
  }

  private func information(_ path: String) throws -> stat {
    var information = stat()
    try #require(stat(path, &information) == 0)
    return information
  }

  private func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: sandbox.path + "/" + name)))
  }
}
