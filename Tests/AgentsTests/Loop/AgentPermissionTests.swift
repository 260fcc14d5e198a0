@testable import Agents
import Foundation
import Inference
import OrderedJSON
import Testing
import TestSupport
import Threading

@Suite("An agent's permissions") struct AgentPermissionTests {
  static let write = TestTool(name: "write", effect: .writes)

  @Test("A call that a person allows runs once, and is asked about again")
  func once() throws {
    let bench = try AgentBench(
      [.call("write", #"{"path": "x"}"#), .call("write", #"{"path": "x"}"#), .say("Done.")], tools: [Self.write],
      mode: .ask, approver: ScriptedApprover([.once, .once]))
    #expect(bench.run("Go").reason == .done)
    #expect(
      bench.events == [
        #"call-1 write {"path":"x"}"#, #"request-1 write {"path":"x"}? mode ask"#, "request-1 once by person",
        "call-1 write ok: done",
        #"call-2 write {"path":"x"}"#, #"request-2 write {"path":"x"}? mode ask"#, "request-2 once by person",
        "call-2 write ok: done", "text Done.",
      ])
  }

  @Test("A call that a person denies does not run, and the model is told why")
  func denied() throws {
    let bench = try AgentBench(
      [.call("write", #"{"path": "x"}"#), .say("Then not.")], tools: [Self.write], mode: .ask,
      approver: ScriptedApprover([.deny(reason: "use y")]))
    #expect(bench.run("Go") == RunOutcome(reason: .done, text: "Then not."))
    #expect(
      bench.events == [
        #"call-1 write {"path":"x"}"#, #"request-1 write {"path":"x"}? mode ask"#, "request-1 deny by person",
        "call-1 write failed: not run: denied by person: use y", "text Then not.",
      ])
    #expect(bench.agent.conversation.entries[2] == .toolResults(["not run: denied by person: use y"]))
  }

  @Test("What a person has denied is not asked again in the same words")
  func deniedAgain() throws {
    let bench = try AgentBench(
      [
        .call("write", #"{"path": "x"}"#), .call("write", #"{"path": "x"}"#), .call("write", #"{"path": "y"}"#),
        .say("Then not."),
      ], tools: [Self.write], mode: .ask, approver: ScriptedApprover([.deny(reason: "use y"), .once]))
    #expect(bench.run("Go").reason == .done)
    #expect(
      bench.events.filter { $0.hasPrefix("call-2") || $0.hasPrefix("request") } == [
        #"request-1 write {"path":"x"}? mode ask"#, "request-1 deny by person", #"call-2 write {"path":"x"}"#,
        "call-2 write failed: not run: the person has denied just this before: use y. Do something else.",
        #"request-2 write {"path":"y"}? mode ask"#, "request-2 once by person",
      ])
  }

  @Test("A second write that would lose most of the same file is not asked about again")
  func lossDeniedAgain() throws {
    let sandbox = try Sandbox()
    try sandbox.write("1\n2\n3\n4\n5\n6\n7\n8\n", to: "a.txt")
    let bench = try AgentBench(
      [
        .call("write", #"{"path": "a.txt", "content": "1\n"}"#),
        .call("write", #"{"path": "a.txt", "content": "2\n"}"#),
        .say("Then not."), .say("It cannot be done."),
      ], tools: [WriteTool()], mode: .acceptEdits,
      approver: ScriptedApprover([.deny(reason: "keep the rest")]), workspace: sandbox.path)
    #expect(bench.run("Change a.txt to be shorter.").reason == .done)
    #expect(bench.approver.requests.count == 1)
    #expect(
      bench.events.contains(
        "call-1 write failed: not run: denied by person: keep the rest\nChange only the lines that are to differ, with a "
          + "command or an edit."))
    // What is wanted may be done in another way, so an end with nothing changed is asked about.
    #expect(bench.engine.unused == 0)
    #expect(
      bench.events.contains(
        "call-2 write failed: not run: the person has denied a write before that would lose most of a.txt: keep the "
          + "rest. Change only the lines that are to differ, with a command or an edit."))
    #expect(try sandbox.text(of: "a.txt").hasSuffix("8\n"))
  }

  @Test("A call that a person allows for the session is not asked about again")
  func session() throws {
    let bench = try AgentBench(
      [.call("write", #"{"path": "x"}"#), .call("write", #"{"path": "x"}"#), .say("Done.")], tools: [Self.write],
      mode: .ask, approver: ScriptedApprover([.session]))
    #expect(bench.run("Go").reason == .done)
    #expect(bench.approver.requests.count == 1)
    #expect(bench.events.filter { $0.hasSuffix("ok: done") }.count == 2)
  }

  @Test("An edited call runs as edited, and the model is told")
  func edited() throws {
    let bench = try AgentBench(
      [.call("write", #"{"path": "x"}"#), .say("Done.")], tools: [Self.write], mode: .ask,
      approver: ScriptedApprover([.edited(["path": "y"])]))
    #expect(bench.run("Go").reason == .done)
    #expect(
      bench.events.dropFirst(2) == [
        "request-1 edited by person", #"call-1 write {"path":"y"}"#,
        "call-1 write ok: The person changed the arguments to {\"path\":\"y\"}.\ndone", "text Done.",
      ])
  }

  @Test("Edited arguments that do not fit are asked about again, and the model hears nothing of it")
  func editedWrongly() throws {
    let bench = try AgentBench(
      [.call("write", #"{"path": "x"}"#), .say("Done.")], tools: [Self.write], mode: .ask,
      approver: ScriptedApprover([.edited(["file": "y"]), .deny(reason: "")]))
    #expect(bench.run("Go").reason == .done)
    #expect(
      bench.events == [
        #"call-1 write {"path":"x"}"#, #"request-1 write {"path":"x"}? mode ask"#, "request-1 edited by person",
        #"request-2 write {"file":"y"}? edited: there is no argument 'file'; accepted are: path"#,
        "request-2 deny by person", "call-1 write failed: not run: denied by person", "text Done.",
      ])
  }

  @Test("Edited arguments that do not fit cannot be allowed as they are, and what the model wrote does not run instead")
  func editedWronglyAndAllowed() throws {
    let bench = try AgentBench(
      [.call("write", #"{"path": "x"}"#), .say("Done.")], tools: [Self.write], mode: .ask,
      approver: ScriptedApprover([.edited(["file": "y"]), .once, .session, .deny(reason: "")]))
    #expect(bench.run("Go").reason == .done)
    #expect(bench.events.filter { $0.hasSuffix("ok: done") } == [])
    #expect(bench.approver.requests.map(\.arguments) == [["path": "x"], ["file": "y"], ["file": "y"], ["file": "y"]])
  }

  @Test("A path that leads elsewhere by the time a person allows it is decided on anew")
  func movedWhileAsking() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let workspace = folder.path
    try FileManager.default.createDirectory(atPath: "\(workspace)/a", withIntermediateDirectories: true)
    try FileManager.default.createDirectory(atPath: "\(workspace)/b", withIntermediateDirectories: true)
    let asked = Monitor(0)
    let approver = ScriptedApprover([.once, .once, .once]) {
      // The folder of the first question becomes a link to another one, and then out of the workspace.
      let target = asked.withLock { asked in
        asked += 1
        return ["b", "/"][min(asked, 2) - 1]
      }
      try? FileManager.default.removeItem(atPath: "\(workspace)/a")
      try? FileManager.default.createSymbolicLink(atPath: "\(workspace)/a", withDestinationPath: target)
    }
    let bench = try AgentBench(
      [.call("write", #"{"path": "a/x"}"#), .say("Done.")], tools: [Self.write], mode: .ask, approver: approver,
      workspace: workspace)
    #expect(bench.run("Go").reason == .done)
    #expect(approver.requests.map(\.subject) == ["a/x", "b/x"])
    #expect(bench.events.last { $0.hasPrefix("call-1 write") }?.contains("is outside the workspace") == true)
  }

  @Test("A script that is another one by the time a person allows it is asked about again")
  func scriptChangedWhileAsking() throws {
    let workspace = FileManager.default.temporaryDirectory.appendingPathComponent("agent-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: workspace) }
    try FileManager.default.createDirectory(atPath: workspace, withIntermediateDirectories: true)
    try "echo one\n".write(toFile: "\(workspace)/x.sh", atomically: true, encoding: .utf8)
    let asked = Monitor(0)
    let approver = ScriptedApprover([.session, .once]) {
      let isFirst = asked.withLock { asked in
        asked += 1
        return asked == 1
      }
      if isFirst { try? "echo two\n".write(toFile: "\(workspace)/x.sh", atomically: true, encoding: .utf8) }
    }
    let bench = try AgentBench(
      [.call("bash", #"{"command": "sh x.sh"}"#), .say("Done.")], tools: BuiltInTools.all, mode: .ask,
      approver: approver, workspace: workspace)
    #expect(bench.run("Go on").reason == .done)
    #expect(approver.requests.count == 2)
    #expect(approver.requests.last?.rule.hasSuffix("/x.sh has changed since you were asked") == true)
    #expect(bench.events.contains { $0.contains(": two") || $0.contains("\ntwo") })
  }

  @Test("A change that is another one by the time a person allows it is asked about again, with the new diff")
  func changedWhileAsking() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let workspace = folder.path
    try "one\ntwo\n".write(toFile: "\(workspace)/a", atomically: true, encoding: .utf8)
    let asked = Monitor(0)
    let approver = ScriptedApprover([.once, .once]) {
      // Somebody else writes the file while the first question is open.
      let isFirst = asked.withLock { asked in
        asked += 1
        return asked == 1
      }
      if isFirst { try? "zero\none\ntwo\n".write(toFile: "\(workspace)/a", atomically: true, encoding: .utf8) }
    }
    let bench = try AgentBench(
      [.call("edit", #"{"path": "a", "old_string": "two", "new_string": "2"}"#), .say("Done.")],
      tools: BuiltInTools.all, mode: .ask, approver: approver, workspace: workspace)
    #expect(bench.run("Go on").reason == .done)
    #expect(
      approver.requests.map(\.diff) == [
        "--- a/a\n+++ b/a\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n",
        "--- a/a\n+++ b/a\n@@ -1,3 +1,3 @@\n zero\n one\n-two\n+2\n",
      ])
    #expect(bench.events.contains("call-1 edit ok: a changed:\n-two\n+2"))
    #expect(try String(contentsOfFile: "\(workspace)/a", encoding: .utf8) == "zero\none\n2\n")
  }

  @Test("In auto a write that would drop most of a file is refused with what to do, and the file stays")
  func droppedInAuto() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let workspace = folder.path
    try "one\ntwo\n".write(toFile: "\(workspace)/a", atomically: true, encoding: .utf8)
    let bench = try AgentBench(
      [.call("write", #"{"path": "a", "content": "The file is fixed."}"#), .say("Done.")], tools: BuiltInTools.all,
      workspace: workspace)
    #expect(bench.run("Go on").reason == .done)
    #expect(
      bench.events.contains(
        "call-1 write failed: a was not written: 2 of its 2 lines would be lost. Write the whole file, with what is to "
          + "stay; to really replace all of it, remove it first. It holds:\n1\tone\n2\ttwo"))
    #expect(try String(contentsOfFile: "\(workspace)/a", encoding: .utf8) == "one\ntwo\n")
  }

  @Test("What was taken for what in a call's arguments is said before its result")
  func taken() throws {
    let bench = try AgentBench(
      [.call("read", #"{"file_path": "x"}"#), .say("Done.")],
      tools: [
        TestTool(
          name: "read", parameters: ToolSchema([.init("path", .string(maxLength: 9), "", aliases: ["file_path"])]))
      ])
    #expect(bench.run("Read x").reason == .done)
    #expect(
      bench.events == [
        #"call-1 read {"path":"x"}"#, "call-1 read ok: (taken: file_path as path)\ndone", "text Done.",
      ])
  }

  @Test("A rule that denies needs no person, and the model is told")
  func deniedByRule() throws {
    let bench = try AgentBench(
      [.call("write", #"{"path": "x"}"#), .say("Then not.")], tools: [Self.write],
      policy: PermissionPolicy(rules: [try PermissionRule("write", ruling: .deny)]))
    #expect(bench.run("Go").reason == .done)
    #expect(bench.approver.requests == [])
    #expect(bench.events.dropFirst().first?.hasPrefix("call-1 write failed: not run: denied by ") == true)
    #expect(bench.events.count == 3)
  }

  @Test(
    "The same call for the third time in a row is asked about, in auto too, and not again right after it was denied")
  func repeated() throws {
    let call = ScriptedEngine.Reply.call("read", #"{"path": "x"}"#)
    let bench = try AgentBench(
      [call, call, call, call, .call("read", #"{"path": "y"}"#), call, call, .say("Done.")],
      approver: ScriptedApprover([.deny(reason: "look elsewhere"), .once]))
    #expect(bench.run("Read x").reason == .done)
    #expect(
      bench.approver.requests.map(\.rule) == ["the same call 3 times in a row"])
    #expect(bench.events.filter { $0.hasSuffix("ok: done") }.count == 5)
    #expect(bench.events.filter { $0.contains("the person has denied just this before: look elsewhere") }.count == 1)
    #expect(bench.events.filter { $0.contains("denied by person: look elsewhere") }.count == 1)
  }

  @Test("In plan neither what writes nor what executes can be named, and neither runs when it is called all the same")
  func plan() throws {
    let tools: [any Tool] = [TestTool(name: "read"), Self.write, TestTool(name: "bash", effect: .executes)]
    let bench = try AgentBench(
      [
        .call("write", #"{"path": "x"}"#), .call("bash", #"{"path": "x"}"#), .call("read", #"{"path": "x"}"#),
        .say("Planned."),
      ],
      tools: tools, mode: .plan)
    #expect(bench.run("Plan") == RunOutcome(reason: .done, text: "Planned."))
    let rest = "and in the mode plan only reading is possible; say what you would do instead"
    #expect(
      bench.events == [
        #"call-1 write {"path":"x"}"#, "call-1 write failed: 'write' was not run: it changes files, \(rest)",
        #"call-2 bash {"path":"x"}"#, "call-2 bash failed: 'bash' was not run: it runs commands, \(rest)",
        #"call-3 read {"path":"x"}"#, "call-3 read ok: done", "text Planned.",
      ])
    #expect(bench.engine.requests[0].constraint.sketch == GenerationConstraint.valid([tools[0]]).sketch)
  }

  @Test("A mode that changes during the run counts from the next call on, and leaves the prompt as it was")
  func modeChange() throws {
    let agent = Monitor<Agent?>(nil)
    let tool = TestTool(name: "write", effect: .writes) { _, _ in
      agent.withLock { $0 }?.setMode(.plan)
      return ToolResult(ok: true, output: "written")
    }
    let bench = try AgentBench(
      [.call("write", #"{"path": "x"}"#), .call("write", #"{"path": "y"}"#), .say("Done.")], tools: [tool])
    agent.withLock { $0 = bench.agent }
    #expect(bench.run("Go").reason == .done)
    #expect(bench.events[1] == "call-1 write ok: written")
    #expect(bench.events[3].hasPrefix("call-2 write failed: 'write' was not run: it changes files"))
    #expect(bench.engine.prompts[1].hasPrefix(bench.engine.prompts[0]))
    #expect(
      bench.engine.requests.map(\.constraint.sketch) == [GenerationConstraint.valid([tool]).sketch, "free", "free"])
    agent.withLock { $0 = nil }
  }

  @Test("No slot is held while a tool runs or a person decides")
  func noSlotHeld() throws {
    let engine = try ScriptedEngine([.call("write", #"{"path": "x"}"#), .say("Done.")])
    let active = Monitor<[String: Int]>([:])
    let tool = TestTool(name: "write", effect: .writes) { _, _ in
      active.withLock { $0["tool"] = engine.scheduler.activeCount }
      return ToolResult(ok: true, output: "done")
    }
    let approver = ScriptedApprover([.once]) { active.withLock { $0["person"] = engine.scheduler.activeCount } }
    let bench = try AgentBench([], tools: [tool], mode: .ask, approver: approver, engine: engine)
    #expect(bench.run("Go").reason == .done)
    #expect(active.withLock { $0 } == ["tool": 0, "person": 0])
    #expect(engine.state.withLock { $0.mostGenerating } == 1)
  }

  @Test("A command is asked about, and allowed, in the folder where it would run")
  func keptFolder() throws {
    let sandbox = try Sandbox()
    try sandbox.write("", to: "src/a")
    let bench = try AgentBench(
      [
        .call("bash", #"{"command": "cd src"}"#), .call("bash", #"{"command": "pwd -P"}"#),
        .call("bash", #"{"command": "pwd -P "}"#), .call("bash", #"{"command": "cd .."}"#),
        .call("bash", #"{"command": "pwd -P"}"#), .say("Done."),
      ], tools: BuiltInTools.all, mode: .ask, approver: ScriptedApprover([.once, .session, .once]),
      workspace: sandbox.path)
    #expect(bench.run("Look").reason == .done)
    // Allowed for the session, there; so it is not asked about again there, nor in the workspace.
    #expect(bench.approver.requests.map(\.subject) == ["cd src", "pwd -P", "cd .."])
    #expect(
      bench.approver.requests.map(\.workingDirectory) == [sandbox.path, sandbox.path + "/src", sandbox.path + "/src"])
    let results = bench.events.filter { $0.contains("bash ok") }
    #expect(results.map { $0.hasSuffix("/src") } == [false, true, true, false, false])
  }
}
