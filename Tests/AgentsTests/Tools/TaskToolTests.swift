import OrderedJSON
import Testing
import Threading

@testable import Agents

@Suite struct TaskToolTests {
  @Test func taskIsGivenOnAndItsAnswerIsTheResult() throws {
    let sandbox = try Sandbox()
    var context = sandbox.context
    #expect(TaskTool().run(["task": "look"], in: context).ok == false)
    context.delegate = { task, _, begun in
      begun("eve works on it\n")
      return ToolResult(ok: true, output: "eve answered:\n\(task)ed")
    }
    #expect(TaskTool().run(["task": "look"], in: context) == ToolResult(ok: true, output: "eve answered:\nlooked"))
    #expect(sandbox.output == "eve works on it\n")
  }

  @Test func longAnswerIsBoundedAndSaysWhatWasCut() throws {
    var context = try Sandbox().context
    let answer = (1...4_000).map { "line \($0)" }.joined(separator: "\n")
    context.delegate = { _, _, _ in ToolResult(ok: true, output: answer) }
    let result = TaskTool().run(["task": "look"], in: context)
    #expect(result.ok && result.output.utf8.count < ToolLimits.result + 200)
    #expect(result.output.hasPrefix("line 1\n") && result.output.hasSuffix("line 4000"))
    #expect(result.output.contains("left out"), "\(result.output)")
  }

  @Test func itIsNotAmongTheUsualToolsAndChangesNothingByItself() {
    #expect(!BuiltInTools.all.contains { $0.name == "task" })
    #expect(BuiltInTools.optional.map(\.name) == ["task"])
    let tools = ToolRegistry(BuiltInTools.all + BuiltInTools.optional)
    #expect(tools.offered(in: .plan).names == ["read", "list", "glob", "grep", "todo", "ask", "job", "task"])
  }

  @Test(arguments: [
    ([], "allow"), (["deny task"], "deny"), (["ask task"], "ask"), (["deny *"], "deny"), (["deny read"], "allow"),
    (["deny task", "allow task(look *)"], "allow"), (["deny task(*x*)"], "deny"), (["deny task(*y*)"], "allow"),
  ])
  func rulesSayWhetherWorkMayBeGivenOn(rules: [String], verdict: String) throws {
    let policy = PermissionPolicy(
      rules: try rules.map { rule in
        let parts = rule.split(separator: " ", maxSplits: 1).map(String.init)
        return try PermissionRule(
          parts[1], ruling: parts[0] == "deny" ? .deny : parts[0] == "ask" ? .ask : .allow)
      })
    for mode in PermissionMode.allCases {
      let decided = policy.decide(tool: TaskTool(), arguments: ["task": "look at x"], mode: mode, workspace: "/ws")
      switch decided {
      case .allow: #expect(verdict == "allow")
      case .deny: #expect(verdict == "deny")
      case .ask(_, let sessionRule, let prefixRule, let subject, _, _):
        #expect(verdict == "ask")
        #expect([sessionRule, prefixRule, subject] == ["task(look at x)", nil, "look at x"])
      }
    }
  }
}
