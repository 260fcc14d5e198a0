import OrderedJSON
import Testing

@testable import Agents

@Suite struct WorkspaceNameTests {
  private static let there: Set<String> = ["/tmp", "/etc", "/tmp/x/task-1/src", "/tmp/x/task-1/data.txt"]

  @Test(
    arguments: [
      ("task-1/data.txt", "data.txt"),
      ("x/task-1/data.txt", "data.txt"),
      ("tmp/x/task-1/src/a.c", "src/a.c"),
      ("/task-1/data.txt", "data.txt"),
      ("/x/task-1/new", "new"),
      ("x/task-1", "."),
      ("task-1/task-1/a", "task-1/a"),
      // As it is written.
      ("data.txt", nil),
      ("src/task-1/a", nil),
      ("task-1", nil),
      ("/tmp/x/task-1/data.txt", nil),
      ("/tmp/x/task-1", nil),
      ("/tmp/x/task-10/data.txt", nil),
      ("task-10/data.txt", nil),
      ("/etc/hosts", nil),
      ("./task-1/data.txt", nil),
      ("task-1/../data.txt", nil),
      ("../task-1/data.txt", nil),
      ("/elsewhere/data.txt", nil),
      ("", nil),
    ] as [(String, String?)])
  func theWorkspacesOwnNameIsTakenOffWhereOnlyThatCanBeMeant(path: String, expected: String?) {
    let meant = WorkspaceName.removed(from: path, workspace: "/tmp/x/task-1") { Self.there.contains($0) }
    #expect(meant == expected)
  }

  @Test(arguments: ["/tmp/x/task-1/task-1", "/tmp/x/task-1/tmp", "/task-1"])
  func aFolderOfThatNameIsMeantAsItIsWritten(folder: String) {
    let there = Self.there.union([folder])
    let path = folder.hasPrefix("/tmp/x/task-1/") ? String(folder.dropFirst("/tmp/x/task-1/".count)) : folder
    #expect(WorkspaceName.removed(from: path + "/x/task-1/a", workspace: "/tmp/x/task-1") { there.contains($0) } == nil)
  }

  @Test func permissionsAndToolsUnderstandAPathAlike() throws {
    let sandbox = try Sandbox()
    try sandbox.write("one\n", to: "data.txt")
    let name = sandbox.path.pathNames.last ?? ""
    let policy = PermissionPolicy(rules: [try PermissionRule("read(data.txt)", ruling: .deny)])
    for path in ["\(name)/data.txt", "/\(name)/data.txt", String(sandbox.path.dropFirst()) + "/data.txt"] {
      #expect(sandbox.run(ReadTool(), ["path": .string(path)]) == ToolResult(ok: true, output: "1\tone"))
      let verdict = policy.decide(
        tool: ReadTool(), arguments: ["path": .string(path)], mode: .auto, workspace: sandbox.path)
      #expect(
        verdict
          == .deny(
            reason: "reading data.txt is forbidden by the rule 'deny read(data.txt)'", by: "deny read(data.txt)"))
    }
  }
}
