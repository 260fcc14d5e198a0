import Foundation
import OrderedJSON
import Testing

@testable import Agents

@Suite struct WriteConcernTests {
  @Test(
    arguments: [
      // What is there, what is written, lines that would be lost of how many.
      ("a\nb\nc\nd\n", "x\n", 4, 4),
      ("a\nb\nc\nd\ne\n", "a\n", 4, 5),
      ("a\nb\n", "c\nd\n", 2, 2),
      ("a\nb\n", "", 2, 2),
      ("a\na\na\na\na\n", "a\n", 4, 5),
      // A quarter stays, however it is indented and wherever; blank lines count for nothing.
      ("a\nb\nc\nd\n", "  b\n", nil, nil),
      ("a\r\nb\r\nc\r\nd\r\n", "x\nd", nil, nil),
      ("\u{FEFF}a\nb\n", "a\n", nil, nil),
      ("a\n\n\n\n\n\n\n\n", "b\n", nil, nil),
      ("a\n", "b\n", nil, nil),
      ("", "b\n", nil, nil),
      ("a\nb\nc\n", "c\nb\na\nand many more\n", nil, nil),
    ] as [(String, String, Int?, Int?)])
  func whatWouldDropMostOfAFileIsAConcern(old: String, new: String, lost: Int?, lines: Int?) {
    let concern = WriteConcern(replacing: old, by: new, named: "f")
    #expect(
      concern?.reason
        == lost.flatMap { lost in lines.map { "it would drop \(lost) of the \($0) lines of f" } })
  }

  @Test func aRefusedModelIsShownWhatIsThereInBounds() {
    let short = WriteConcern(replacing: "a\r\nb\r\n", by: "x", named: "f")
    #expect(
      short?.refusal
        == "f was not written: 2 of its 2 lines would be lost. Write the whole file, with what is to stay; to really "
        + "replace all of it, remove it first. It holds:\n1\ta\n2\tb")
    let long = WriteConcern(replacing: (1...5000).map { "line \($0)\n" }.joined(), by: "x", named: "f")
    #expect(long?.refusal.contains("\n1\tline 1\n") == true)
    #expect(long?.refusal.hasSuffix("\n5000\tline 5000") == true)
    #expect((long?.refusal.utf8.count ?? 0) < 2_000)
  }

  // MARK: - In permissions

  private static let drop: JSON = ["path": "a", "content": "x\n"]
  private static let reason = "it would drop 3 of the 3 lines of a"

  private func decide(
    _ mode: PermissionMode, rules: [PermissionRule] = [], arguments: JSON = drop, tool: any Tool = WriteTool()
  ) throws -> PermissionVerdict {
    let sandbox = try Sandbox()
    try sandbox.write("one\ntwo\nthree\n", to: "a")
    return PermissionPolicy(rules: rules).decide(
      tool: tool, arguments: arguments, mode: mode, workspace: sandbox.path)
  }

  @Test func itIsAskedAboutWhereAPersonIsThere() throws {
    func rule(_ verdict: PermissionVerdict) -> String? {
      guard case .ask(let rule, _, _, _, let diff, _) = verdict, diff?.hasSuffix("+x\n") == true else { return nil }
      return rule
    }
    #expect(rule(try decide(.ask)) == "mode ask; \(Self.reason)")
    #expect(rule(try decide(.acceptEdits)) == Self.reason)
    let allowed = [try PermissionRule("write(a)", ruling: .allow)]
    #expect(rule(try decide(.ask, rules: allowed)) == Self.reason)
  }

  @Test func itIsRefusedInAutoWithTheFile() throws {
    #expect(
      try decide(.auto)
        == .deny(
          reason: "a was not written: 3 of its 3 lines would be lost. Write the whole file, with what is to stay; to "
            + "really replace all of it, remove it first. It holds:\n1\tone\n2\ttwo\n3\tthree", by: ""))
  }

  @Test func whatIsForbiddenStaysSo() throws {
    let denied = try decide(.auto, rules: [try PermissionRule("write(a)", ruling: .deny)])
    guard case .deny(_, let by) = denied else {
      Issue.record("not denied: \(denied)")
      return
    }
    #expect(by == "deny write(a)")
  }

  @Test func whatDropsNothingIsNoConcern() throws {
    #expect(try decide(.auto, arguments: ["path": "a", "content": "one\n2\n"]) == .allow(by: "mode auto"))
    #expect(try decide(.auto, arguments: ["path": "new", "content": "x"]) == .allow(by: "mode auto"))
    let edit: JSON = ["path": "a", "old_string": "one\ntwo\nthree", "new_string": "x"]
    #expect(try decide(.auto, arguments: edit, tool: EditTool()) == .allow(by: "mode auto"))
  }

  @Test func aFileThatIsNoTextIsAConcern() throws {
    let sandbox = try Sandbox()
    try sandbox.write(.init([1, 0, 2]), to: "a")
    #expect(
      WriteTool().concern(about: Self.drop, workspace: sandbox.path)
        == WriteConcern(
          reason: "it would replace a, 3 bytes that are no text",
          refusal: "a was not written: it holds 3 bytes that are no text, and all of them would be lost; to really "
            + "replace it, remove it first"))
  }
}
