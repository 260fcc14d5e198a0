import OrderedJSON
import Testing
import TestSupport

@testable import Agents

@Suite struct AskToolTests {
  @Test(
    arguments: [
      (PermissionAnswer.once, [], true, "the person says: yes"),
      (.reply(" use tabs "), [], true, "the person says: use tabs"),
      (.reply(""), [], true, "the person says: no"),
      (.reply("2"), ["red", "green"], true, "the person says: green"),
      (.reply("3"), ["red", "green"], true, "the person says: 3"),
      (.reply("2"), ["1", "2", "4"], true, "the person says: 2"),
      (.reply("blue"), ["red", "green"], true, "the person says: blue"),
      (
        .deny(reason: "nobody can be asked in a headless run"), [], false,
        "nobody can be asked in a headless run; decide by yourself and go on"
      ),
      (.deny(reason: ""), [], false, "the question was not answered; decide by yourself and go on"),
    ] as [(PermissionAnswer, [String], Bool, String)])
  func whatThePersonSaysIsTheResult(answer: PermissionAnswer, choices: [String], ok: Bool, output: String) throws {
    var context = try Sandbox().context
    context.ask = { _, question in question == "Which?" ? answer : .deny(reason: "another question") }
    let arguments: JSON = ["question": " Which? ", "choices": .array(choices.map { .string($0) })]
    #expect(AskTool().run(arguments, in: context) == ToolResult(ok: ok, output: output))
  }

  @Test func whereNobodyIsThereTheAgentDecides() throws {
    let context = try Sandbox().context
    #expect(
      AskTool().run(["question": "Which?"], in: context)
        == ToolResult(ok: false, output: "nobody can be asked here; decide by yourself and go on"))
    #expect(!AskTool().run(["question": " "], in: context).ok)
  }

  @Test func aQuestionGoesThroughTheRunAndIsNoPermission() throws {
    let approver = ScriptedApprover([.reply("tabs")])
    let bench = try AgentBench(
      [.call("ask", #"{"question": "Tabs or spaces?", "choices": ["tabs", "spaces"]}"#), .say("Good.")],
      tools: [AskTool()], approver: approver)
    bench.run("format it")
    let request = try #require(approver.requests.first)
    #expect(request.isQuestion)
    #expect(request.subject == "Tabs or spaces?")
    #expect(request.choices == ["tabs", "spaces"])
    #expect(
      bench.events.dropLast().map { $0 } == [
        #"call-1 ask {"question":"Tabs or spaces?","choices":["tabs","spaces"]}"#,
        #"request-1 ask {"question":"Tabs or spaces?","choices":["tabs","spaces"]}? a question"#,
        "request-1 reply by person",
        "call-1 ask ok: the person says: tabs",
      ])
  }

  @Test(arguments: PermissionMode.allCases)
  func everyModeLetsAnAgentAskAndARuleCanForbidIt(mode: PermissionMode) throws {
    let free = PermissionPolicy(rules: [try PermissionRule("ask", ruling: .ask)])
    #expect(
      free.decide(tool: AskTool(), arguments: ["question": "Why?"], mode: mode, workspace: "/ws")
        == .allow(by: "ask ask"))
    let strict = PermissionPolicy(rules: [try PermissionRule("ask", ruling: .deny)])
    #expect(
      strict.decide(tool: AskTool(), arguments: ["question": "Why?"], mode: mode, workspace: "/ws")
        == .deny(reason: "'ask' is forbidden by a rule", by: "deny ask"))
  }

  @Test func askingAgainIsNoReasonToAskWhetherItMay() throws {
    let approver = ScriptedApprover([.once, .once, .once, .once])
    let again = ScriptedEngine.Reply.call("ask", #"{"question": "Ready?"}"#)
    let bench = try AgentBench([again, again, again, again, .say("Good.")], tools: [AskTool()], approver: approver)
    bench.run("wait for me")
    #expect(approver.requests.map(\.rule) == Array(repeating: "a question", count: 4))
  }
}
