import OrderedJSON
import Testing

@testable import Agents

@Suite struct PermissionPolicyTests {
  @Test func anEditIsAskedForWithItsDiffAndItsScopes() throws {
    let sandbox = try Sandbox()
    try sandbox.write("one\ntwo\n", to: "src/a.txt")
    let verdict = PermissionPolicy().decide(
      tool: EditTool(), arguments: ["path": "src/a.txt", "old_string": "two", "new_string": "2"], mode: .ask,
      workspace: sandbox.path)
    #expect(
      verdict
        == .ask(
          rule: "mode ask", sessionRule: "edit(src/a.txt)", prefixRule: "edit(src/**)", subject: "src/a.txt",
          diff: "--- a/src/a.txt\n+++ b/src/a.txt\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n", dangerous: false))
  }

  @Test func anEditThatCannotBeMadeSaysSoInPlaceOfTheDiff() throws {
    let sandbox = try Sandbox()
    let verdict = PermissionPolicy().decide(
      tool: EditTool(), arguments: ["path": "a", "old_string": "x", "new_string": "y"], mode: .ask,
      workspace: sandbox.path)
    guard case .ask(_, _, _, _, let diff, _) = verdict else {
      Issue.record("not asked: \(verdict)")
      return
    }
    #expect(diff == "This change cannot be made: there is no file a; find the right path with glob")
  }

  @Test func aCommandIsAskedForWithItsScopes() {
    let policy = PermissionPolicy()
    func decide(_ command: String) -> PermissionVerdict {
      policy.decide(tool: BashTool(), arguments: ["command": .string(command)], mode: .ask, workspace: "/nowhere")
    }
    #expect(
      decide(" git diff *.c ")
        == .ask(
          rule: "mode ask", sessionRule: "bash(git diff \\*.c)", prefixRule: "bash(git diff *)",
          subject: "git diff *.c",
          diff: nil, dangerous: false))
    #expect(
      decide("rm -rf build")
        == .ask(
          rule: "mode ask", sessionRule: "bash(rm -rf build)", prefixRule: nil, subject: "rm -rf build", diff: nil,
          dangerous: true))
    policy.remember(rule: "bash(git diff *)")
    #expect(decide("git diff HEAD") == .allow(by: "allow bash(git diff *)"))
    policy.remember(rule: "bash(rm -rf build)")
    #expect(decide("rm -rf build") == .allow(by: "allow bash(rm -rf build)"))
    policy.remember(rule: "no rule (")
    if case .allow = decide("ls") { Issue.record("a text that is no rule allowed something") }
  }

  @Test func aLinkDoesNotLeadOutOfTheWorkspace() throws {
    let sandbox = try Sandbox()
    let outside = try Sandbox()
    try outside.write("x", to: "x")
    try sandbox.link("link", to: outside.path)
    let policy = PermissionPolicy()
    let written = policy.decide(
      tool: WriteTool(), arguments: ["path": "link/x", "content": "y"], mode: .auto, workspace: sandbox.path)
    guard case .deny(_, let by) = written else {
      Issue.record("not denied: \(written)")
      return
    }
    #expect(by == "outside the workspace")
    let read = policy.decide(tool: ReadTool(), arguments: ["path": "link/x"], mode: .ask, workspace: sandbox.path)
    #expect(
      read
        == .ask(
          rule: "outside the workspace", sessionRule: "read(\(outside.path)/x)", prefixRule: nil,
          subject: "\(outside.path)/x", diff: nil, dangerous: true))
  }

  @Test func aToolThatRunsSomethingElseIsAskedForByItsArguments() {
    struct Deploy: Tool {
      let name = "deploy"
      let summary = ""
      let parameters = ToolSchema([])
      let effect = ToolEffect.executes
      func run(_ arguments: JSON, in context: ToolContext) -> ToolResult { ToolResult(ok: true, output: "") }
    }
    let policy = PermissionPolicy()
    func decide(_ mode: PermissionMode) -> PermissionVerdict {
      policy.decide(tool: Deploy(), arguments: ["target": "staging; $x"], mode: mode, workspace: "/nowhere")
    }
    #expect(
      decide(.ask)
        == .ask(
          rule: "mode ask", sessionRule: "deploy(staging; $x)", prefixRule: nil, subject: "staging; $x", diff: nil,
          dangerous: false))
    #expect(decide(.auto) == .allow(by: "mode auto"))
    policy.remember(rule: "deploy(staging; $x)")
    #expect(decide(.ask) == .allow(by: "allow deploy(staging; $x)"))
  }
}
