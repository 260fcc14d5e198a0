import Agents
import Foundation
import Inference
import OrderedJSON
import Orchestrator
import Testing
import TestSupport
import Threading

@testable import Program

@Suite struct FleetBuilderTests {
  private func settings(_ change: (inout ResolvedOptions) -> Void) throws -> AgentSettings {
    var options = ResolvedOptions(workspace: "/")
    change(&options)
    return try FleetBuilder(options: options, sessions: "/nowhere").agentSettings()
  }

  @Test func `Agents are what the options say`() throws {
    let settings = try settings { options in
      options.system = "Be brief."
      options.tools = ["bash", "read"]
      options.toolChoice = "read"
      options.maxTokens = 7
      options.maxIterations = 3
      options.permissionMode = .plan
      options.sampling = .greedy
    }
    #expect(settings.instructions == "Be brief.")
    // The tools' order is the program's, whatever was typed: it is part of the prompt that all agents share.
    #expect(settings.tools.names == ["read", "bash"])
    #expect(settings.toolChoice == .tool("read"))
    #expect(settings.maxTokens == 7)
    #expect(settings.maxIterations == 3)
    #expect(settings.mode == .plan)
    #expect(settings.sampling == .greedy)
    #expect(settings.workspace == "/")
  }

  @Test func `Without options agents have all tools and the program's instructions`() throws {
    let settings = try settings { _ in }
    #expect(settings.tools.names == BuiltInTools.all.map(\.name))
    #expect(settings.instructions == SystemPrompt.standard)
    #expect(settings.toolChoice == .auto)
  }

  @Test func `A form that was chosen for a model is kept, counts at later starts, and can be taken back`() throws {
    let place = try TemporaryFolder(isMade: false)
    defer { place.remove() }
    let folder = place.path
    let store = ToolFormStore(path: "\(folder)/state/tool-forms.json")
    func settings(_ form: ToolFormChoice?) throws -> AgentSettings {
      var options = ResolvedOptions(workspace: "/")
      options.choosesToolForm = form != nil
      options.toolForm = form ?? .auto
      let builder = FleetBuilder(options: options, sessions: "\(folder)/sessions", forms: store)
      try builder.makeFleet(model: "/models/m.gguf", onWarning: { Issue.record("\($0)") }).shutdown()
      return try builder.agentSettings()
    }
    var facts = ModelFacts(name: "m")
    facts.parameters = 1_000_000_000
    #expect(try settings(nil).approach(to: facts).form == .blocks)
    #expect(try settings(.native).approach(to: facts).form == .native)
    #expect(store.forms() == ["m": .native])
    #expect(try settings(nil).approach(to: facts).form == .native)
    #expect(try settings(nil).approach(to: ModelFacts(name: "other")).form == .blocks)
    #expect(try settings(.auto).approach(to: facts).form == .blocks)
    #expect(store.forms() == [:])
  }

  @Test func `Only agents for which the tool is named start others, and its place is the last`() throws {
    #expect(try settings { $0.tools = ["task", "read"] }.tools.names == ["read", "task"])
    #expect(try settings { $0.tools = BuiltInTools.all.map(\.name) + ["task"] }.tools.names.last == "task")
  }

  @Test func `A tool that there is not is refused with those that there are`() {
    #expect(
      throws: UsageError(
        "--tools: there is no tool 'raed'; there are: read, write, edit, list, glob, grep, bash, todo, ask, job, task; did you mean 'read'?"
      )
    ) {
      try settings { $0.tools = ["raed"] }
    }
    #expect(
      throws: UsageError(
        "--tool-choice takes auto, required, none or a tool: there is no tool 'zzzzzz'; there are: read")
    ) {
      try settings { options in
        options.tools = ["read"]
        options.toolChoice = "zzzzzz"
      }
    }
    #expect(throws: UsageError("--tool-choice required needs tools, but --tools gives none.")) {
      try settings { options in
        options.tools = []
        options.toolChoice = "required"
      }
    }
  }

  @Test func `A workspace that is no folder is refused`() {
    #expect(throws: UsageError("--workspace: /nowhere/at/all is no folder that can be opened.")) {
      try settings { $0.workspace = "/nowhere/at/all" }
    }
  }

  @Test(arguments: [
    (
      "bash(make)", "mode ask",
      "nobody can be asked in a headless run (mode ask); allow it beforehand with --allow 'bash(make)' or with --permission-mode"
    ),
    (
      "this call, in this run", "the same call 3 times in a row",
      "nobody can be asked in a headless run (the same call 3 times in a row)"
    ),
  ])
  func `A headless run denies what would be asked, and says how it can be allowed`(
    rule: String, asked: String, reason: String
  ) {
    let request = PermissionRequest(
      id: "request-1", tool: "bash", arguments: [:], subject: "make", workingDirectory: "/", dangerous: false,
      rule: asked, sessionRule: rule)
    let (answer, by) = HeadlessApprover().decide(request, agent: "ada", cancellation: Cancellation())
    #expect(answer == .deny(reason: reason))
    #expect(by == "headless")
  }

  @Test func `A headless run has nobody to answer a question`() {
    let request = PermissionRequest(
      id: "request-1", tool: "ask", arguments: ["question": "Which?"], subject: "Which?", workingDirectory: "/",
      dangerous: false, rule: "a question", sessionRule: "")
    let (answer, by) = HeadlessApprover().decide(request, agent: "ada", cancellation: Cancellation())
    #expect(answer == .deny(reason: "nobody can be asked in a headless run"))
    #expect(by == "headless")
  }
}
