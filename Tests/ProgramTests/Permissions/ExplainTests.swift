import Agents
import AgentTUI
import OrderedJSON
import System
import Testing

@testable import Program

@Suite struct ExplainTests {
  private let tools = BuiltInTools.all + BuiltInTools.optional

  private func explain(
    _ call: String, _ mode: PermissionMode, _ rules: [(PermissionRuling, String)] = []
  ) throws -> PermissionExplanation {
    let policy = PermissionPolicy(rules: try rules.map { try PermissionRule($0.1, ruling: $0.0) })
    return policy.explain(try WrittenToolCall(call, tools: tools), mode: mode, workspace: "/nowhere")
  }

  @Test func aCommandIsToldWithItsPartsAndWhatIsAroundThem() throws {
    let explanation = try explain("bash(timeout 5 git diff | head > a)", .ask, [(.allow, "bash(git diff *)")])
    #expect(
      explanation.json.text
        == #"{"call":"bash(timeout 5 git diff | head > a)","decision":"ask","by":"mode ask","understood":true,"#
        + #""parts":["git diff","head"],"wrappers":["timeout 5 git diff"],"writes":["a"],"dangerous":false}"#)
    #expect(
      explanation.text == """
        ask  bash(timeout 5 git diff | head > a)
          by: mode ask
          part: git diff
          part: head
          through: timeout 5 git diff
          writes: a
        """)
  }

  @Test func whatIsNotUnderstoodSaysWhy() throws {
    let explanation = try explain("bash([[ -e x ]])", .auto, [(.deny, "bash(rm *)")])
    #expect(explanation.decision == .deny)
    #expect(explanation.doubt == "the program's name is not known: [[")
    #expect(explanation.by == "deny bash(rm *)")
  }

  @Test func everyToolCanBeToldAbout() throws {
    #expect(try explain("task(look)", .auto, [(.deny, "task")]).decision == .deny)
    #expect(try explain("todo", .ask, [(.ask, "todo")]).decision == .ask)
    #expect(try explain("write(a)", .acceptEdits).by == "mode accept-edits")
    #expect(try explain("write(a)", .plan).decision == .deny)
    #expect(try explain("edit(.git/x)", .auto).isDangerous)
  }

  @Test(arguments: ["bsh(x)", "bash(x", "", "(x)"])
  func whatIsNoCallIsSaid(text: String) {
    #expect(throws: WrittenToolCallError.self) { try WrittenToolCall(text, tools: tools) }
  }

  @Test func theCommandLineIsRead() throws {
    let environment = ProgramEnvironment(variables: ["HOME": "/home/ada"], directory: "/ws")
    let resolver = OptionResolver(environment: environment) { path throws(SmallFile.Failure) in
      throw SmallFile.Failure(path: path, reason: "No such file", isMissing: true)
    }
    let options = try resolver.resolve([
      "permissions", "explain", "--mode", "auto", "--ask", "task", "--file", "x", "--format", "json", "bash(ls)",
      "task(x)",
    ])
    #expect(options.command == .permissions)
    #expect(options.explain == .init(calls: ["bash(ls)", "task(x)"], file: "/ws/x"))
    #expect(options.permissionMode == .auto)
    #expect(options.rules.map(\.description) == ["ask task"])
    #expect(options.format == .json)
    #expect(throws: UsageError.self) { try resolver.resolve(["permissions", "list"]) }
    let contradiction = try resolver.resolve(["run", "--allow", "bash(ls)", "--deny", "bash(ls)", "--task", "x"])
    #expect(contradiction.warnings.count == 1)
  }
}
