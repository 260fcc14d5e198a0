import Inference
import Testing
import TestSupport
import Threading

@testable import Agents

@Suite("Review of a run") struct RunReviewTests {
  static let tasks: [(String, RunReview.Wish)] = [
    ("Fix the bug in a.py.", .yes), ("In which file is it? Write the path to answer.txt.", .yes),
    ("What does a.py do?", .no), ("Explain what a scheduler does.", .no), ("Hello", .no),
    ("Rename fetch to lookup.", .yes), ("Write a haiku about spring.", .no), ("Write a function that adds.", .yes),
    ("Give me an example", .no), ("Bitte a.py verbessern", .perhaps), ("a.py: warum?", .no),
    ("Read a.txt and say which fruit and how many.", .no), ("Run test_a.py and tell me what fails.", .no),
    ("Summarize docs/a.md", .no), ("Read a.txt and write its number to b.txt.", .yes),
  ]

  @Test("A task asks for a change where one of its words does", arguments: tasks)
  func wish(task: String, expected: RunReview.Wish) {
    #expect(RunReview.wish(of: task) == expected)
  }

  @Test("Files that a task names are told from other words by their endings")
  func filesToCome() {
    #expect(
      RunReview.filesToCome(in: "Write 3.14 to out/total.txt, run a.py, see www.a.org and print() e.g. x")
        == ["out/total.txt", "a.py"])
  }

  @Test("A model that is led is asked once, and once more where something speaks against the end")
  func led() {
    var review = RunReview(task: "Write 1 to a.txt.")
    let first = review.question(isLed: true, RunEvidence(changes: "", missing: ["a.txt"]))
    #expect(
      first == """
        Look once more. The task: Write 1 to a.txt.
        Nothing has been changed or created so far!
        There is no file a.txt yet. If the task wants it, write:
        a.txt
        ```
        its content
        ```
        If something is missing or wrong, do it now. If not, say that it is done.
        """)
    let second = review.question(isLed: true, RunEvidence(changes: "", missing: ["a.txt"]))
    #expect(second?.hasSuffix("The task is not done yet. Do not explain. Write the next block now.") == true)
    #expect(review.question(isLed: true, RunEvidence()) == nil)
  }

  @Test("Work that was done is looked at once, and again only where the look brought more work")
  func doneWork() {
    var review = RunReview(task: "Write 1 to a.txt.")
    #expect(review.question(isLed: true, RunEvidence(changes: "a.txt is new:\n+1")) != nil)
    #expect(review.question(isLed: true, RunEvidence(changes: "a.txt is new:\n+1")) == nil)
    #expect(review.question(isLed: true, RunEvidence(changes: "a.txt is new:\n+2")) != nil)
    #expect(review.question(isLed: true, RunEvidence(changes: "a.txt is new:\n+3")) == nil)
  }

  @Test("A large model is asked only where nothing has changed or the last command failed")
  func large() {
    var review = RunReview(task: "Write 1 to a.txt.")
    #expect(review.question(isLed: false, RunEvidence(changes: "a.txt is new:\n+1")) == nil)
    #expect(review.question(isLed: false, RunEvidence(changes: "a.txt is new:\n+1", failure: "exit status 1")) != nil)
    #expect(review.question(isLed: false, RunEvidence()) == nil)
    var question = RunReview(task: "What is in a.txt?")
    #expect(question.question(isLed: false, RunEvidence()) == nil)
    #expect(question.question(isLed: true, RunEvidence()) == nil)
  }

  @Test("Failures that are alike are counted together, whatever their figures, until a file is changed")
  func failures() {
    var tally = FailureTally()
    #expect(tally.note(tool: "bash", subject: "make", problem: "exit status 1\n1 failed in 0.4 s") == 1)
    #expect(tally.note(tool: "bash", subject: "make", problem: "exit status 1\n1 failed in 0.7 s") == 2)
    #expect(tally.note(tool: "bash", subject: "make test", problem: "exit status 1\n1 failed in 0.7 s") == 1)
    #expect(tally.note(tool: "bash", subject: "make", problem: "exit status 1\nno rule") == 1)
    tally.forget()
    #expect(tally.note(tool: "bash", subject: "make", problem: "exit status 1\n1 failed in 0.4 s") == 1)
  }

  // MARK: - In the loop

  @Test("A large model that claims a change that nothing made is asked about it, once")
  func claim() throws {
    let bench = try AgentBench(
      [.say("I fixed a.py."), .say("It needs no fix.")], tools: [TestTool(name: "write", effect: .writes)])
    #expect(bench.run("Fix a.py.") == RunOutcome(reason: .done, text: "I fixed a.py."))
    guard case .note(let note)? = bench.agent.conversation.entries.dropFirst(2).first else {
      Issue.record("not asked")
      return
    }
    #expect(note.hasPrefix("Look once more. The task: Fix a.py.\nNothing has been changed or created so far!"))
    #expect(bench.engine.unused == 0)
  }

  @Test("A small model that only may have been asked to act is asked about it, and not made to")
  func perhaps() throws {
    func bench(_ replies: [ScriptedEngine.Reply]) throws -> AgentBench {
      try AgentBench(
        replies, tools: [TestTool(name: "write", effect: .writes)],
        engine: ScriptedEngine(replies, parameters: 1_000_000_000))
    }
    let told = try bench([.say("Apples, 3.")])
    #expect(told.run("Read a.txt and say how many.") == RunOutcome(reason: .done, text: "Apples, 3."))
    let asked = try bench([.say("Ja, die Datei ist gut."), .say("Fertig.")])
    #expect(asked.run("Bitte a.py verbessern").reason == .done)
    #expect(asked.engine.requests.map(\.constraint.sketch) == ["free", "free"])
    let made = try bench([.say("I would fix it."), .say("It is explained."), .say("a.py\n```\n1\n```"), .say("Done.")])
    #expect(made.run("Fix a.py.").reason == .done)
    #expect(made.engine.requests[2].constraint.sketch.hasPrefix("whole"))
  }

  @Test("A model whose call was denied, or that may change nothing, is not pushed to do it all the same")
  func refused() throws {
    let tool = TestTool(name: "write", effect: .writes)
    let denied = try AgentBench(
      [.call("write", #"{"path": "a.py"}"#), .say("Then I leave it.")], tools: [tool], mode: .ask,
      approver: ScriptedApprover([.deny(reason: "no")]))
    #expect(denied.run("Fix a.py.") == RunOutcome(reason: .done, text: "Then I leave it."))
    let planned = try AgentBench([.say("I would fix a.py.")], tools: [tool, TestTool(name: "read")], mode: .plan)
    #expect(planned.run("Fix a.py.") == RunOutcome(reason: .done, text: "I would fix a.py."))
  }

  @Test("A model that writes a result itself is stopped there and told, and fails at the third time")
  func imitation() throws {
    let imitation = ScriptedEngine.Reply.say("<tool_response>\nx\n</tool_response>")
    let bench = try AgentBench([imitation, .say("Fine.")])
    #expect(bench.run("Look") == RunOutcome(reason: .done, text: "Fine."))
    let stubborn = try AgentBench([imitation, imitation, imitation])
    #expect(stubborn.run("Look").reason == .failed)
  }

  @Test("A stretch without end is cut, told, and not kept")
  func endless() throws {
    let text = String(repeating: "The same again and again. ", count: 60)
    let bench = try AgentBench([.say(text, reason: .watch), .say("Done.")])
    #expect(bench.run("Look") == RunOutcome(reason: .done, text: "Done."))
    guard case .assistant(let kept) = bench.agent.conversation.entries[1] else {
      Issue.record("nothing kept")
      return
    }
    #expect(kept.tokens.isEmpty && kept.text == "The same again and again. The same again and again. ")
  }

  @Test("The same failure three times ends the run with the reason")
  func sameFailure() throws {
    let tool = TestTool(name: "read") { _, _ in ToolResult(ok: false, output: "there is no file x") }
    // Not the very same call, about which a person would be asked.
    let calls = ["x", "y", "x", "y", "x"].map { ScriptedEngine.Reply.call("read", #"{"path": "\#($0)"}"#) }
    let bench = try AgentBench(calls, tools: [tool])
    let outcome = bench.run("Look")
    #expect(outcome.reason == .failed)
    #expect(
      outcome.error
        == "'read' failed 3 times in the same way, and the run was ended there: there is no file x")
    guard case .toolResults(let results) = bench.agent.conversation.entries[6] else {
      Issue.record("no results")
      return
    }
    #expect(results[0] == "there is no file x\nIt failed in the same way as before. Try another way.")
  }

  @Test("A model that writes a file as it is, turn after turn, is done")
  func idle() throws {
    let tool = TestTool(name: "write", effect: .writes) { _, _ in ToolResult(ok: true, output: "x is as it was") }
    let calls = ["x", "y", "z"].map { ScriptedEngine.Reply.call("write", #"{"path": "\#($0)"}"#) }
    let engine = try ScriptedEngine([.say("I write it.")] + calls, parameters: 1_000_000_000)
    let bench = try AgentBench([], tools: [tool], engine: engine)
    #expect(bench.run("Write x.txt") == RunOutcome(reason: .done, text: "I write it."))
    #expect(bench.engine.unused == 1)
  }

  @Test("The files that are told before the end are those that may be read")
  func forbiddenFiles() throws {
    let sandbox = try Sandbox()
    try sandbox.write("x\n", to: "private.txt")
    try sandbox.write("x\n", to: "open.txt")
    let call = ScriptedEngine.Reply.call("write", #"{"path": "new.txt", "content": "1"}"#)
    let engine = try ScriptedEngine([call, .say("It is written."), .say("Done.")], parameters: 1_000_000_000)
    let policy = PermissionPolicy(rules: [try PermissionRule("read(private.txt)", ruling: .deny)])
    let bench = try AgentBench(
      [], tools: BuiltInTools.all, policy: policy, engine: engine, workspace: sandbox.path)
    #expect(bench.run("Write 1 to new.txt.").reason == .done)
    let review = try #require(bench.engine.prompts.last)
    #expect(review.contains("Files here: new.txt open.txt\n"))
    #expect(!review.contains("private.txt"))
  }

  @Test("A model that does again what has gone well, turn after turn, is done")
  func sameAgain() throws {
    let tools = [
      TestTool(name: "write", effect: .writes) { _, _ in ToolResult(ok: true, output: "x is as it was") },
      TestTool(name: "bash", effect: .executes) { _, _ in ToolResult(ok: true, output: "exit status 0\n2 passed") },
    ]
    let call = ScriptedEngine.call("write", #"{"path": "x"}"#) + "\n" + ScriptedEngine.call("bash", #"{"path": "y"}"#)
    let engine = try ScriptedEngine([ScriptedEngine.Reply](repeating: .say(call), count: 9), parameters: 1_000_000_000)
    let agent = Agent(
      name: "ada", engine: engine,
      settings: AgentSettings(
        workspace: "/ws", mode: .auto, tools: ToolRegistry(tools), toolForm: .native, parallelCalls: .on),
      approver: ScriptedApprover(), policy: PermissionPolicy(), identifiers: IdentifierSource())
    #expect(agent.run(task: "Fix x", cancellation: .init(), emit: { _ in }).reason == .done)
    #expect(engine.unused == 6)
  }

  @Test("An answer that is as long as its context ends with what was said, and not as a failure")
  func fullContext() throws {
    let bench = try AgentBench(
      [.say(String(repeating: "long ", count: 100), reason: .contextFull)], tools: [], maxTokens: 600,
      contextLength: 600)
    let outcome = bench.run("Go")
    #expect(outcome.reason == .maxTokens)
    #expect(outcome.text.hasPrefix("long long"))
  }
}
