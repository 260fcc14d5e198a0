import Foundation
import OrderedJSON
import Testing
import TestSupport
import Threading

@testable import Agents

@Suite struct AgentChangesTests {
  /// A workspace, and an agent's runs that write in it.
  private struct Bench {
    let sandbox: Sandbox
    let ledger = ChangeLedger()
    let author: ChangeLedger.Author
    var changes: AgentChanges { AgentChanges(ledger: ledger, author: author) }

    init() throws {
      sandbox = try Sandbox()
      author = ledger.makeAuthor()
    }

    /// One run that writes these files, and edits; returns its identifier.
    @discardableResult
    func run(_ task: String, _ writes: [(String, String)]) -> Int {
      let recorder = ledger.beginRun(of: author, task: task)
      var context = sandbox.context
      context.changes = recorder
      for (path, text) in writes {
        let result = WriteTool().run(["path": .string(path), "content": .string(text)], in: context)
        #expect(result.ok, "\(result.output)")
      }
      return recorder.run.id
    }

    /// Each run's files as they are shown.
    var listing: [String] {
      changes.runs().map { run in
        "\(run.task): "
          + run.files.map { file in
            "\(file.path)\(file.isNew ? " new" : "") +\(file.added) -\(file.removed) \(file.hunks.count) hunks"
              + (file.obstacle.map { ", \($0)" } ?? "")
          }.joined(separator: "; ")
      }
    }

    func mode(of name: String) throws -> Int {
      let attributes = try FileManager.default.attributesOfItem(atPath: sandbox.path + "/" + name)
      return try #require(attributes[.posixPermissions] as? Int)
    }
  }

  private static let long = (1...30).map { "line \($0)\n" }.joined()
  private static let twice = long.replacingOccurrences(of: "line 2\n", with: "second\n").replacingOccurrences(
    of: "line 25\n", with: "late\n")

  @Test func runsAreShownTheLatestFirstEachWithItsFiles() throws {
    let bench = try Bench()
    try bench.sandbox.write(Self.long, to: "src/a")
    bench.run("one", [("src/a", Self.twice), ("b", "new\n")])
    bench.run("two", [("b", "newer\n")])
    #expect(
      bench.listing == ["two: b +1 -1 1 hunks", "one: src/a +2 -2 2 hunks; b new +1 -0 1 hunks, changed since"])
    #expect(bench.changes.count == 3)
  }

  @Test func runIsUndoneWholePermissionsStayAndWhatItMadeIsRemoved() throws {
    let bench = try Bench()
    try bench.sandbox.write(Self.long, to: "a")
    try FileManager.default.setAttributes([.posixPermissions: 0o751], ofItemAtPath: bench.sandbox.path + "/a")
    let run = bench.run("one", [("a", Self.twice), ("deep/b", "new\n")])
    #expect(try bench.changes.undo(.run(run)) == "2 files are as they were before the run")
    #expect(try bench.sandbox.text(of: "a") == Self.long)
    #expect(try bench.mode(of: "a") == 0o751)
    #expect(try bench.sandbox.names(in: "deep") == [])
    #expect(bench.listing == [])
  }

  @Test func hunksAreUndoneOneByOneUntilNothingIsChanged() throws {
    let bench = try Bench()
    try bench.sandbox.write(Self.long, to: "a")
    bench.run("one", [("a", Self.twice)])
    let file = try #require(bench.changes.runs().first?.files.first)
    #expect(try bench.changes.undo(.hunk(1, file: file.id, revision: file.revision)) == "undone in a")
    #expect(try bench.sandbox.text(of: "a") == Self.long.replacingOccurrences(of: "line 2\n", with: "second\n"))
    #expect(bench.listing == ["one: a +1 -1 1 hunks"])
    #expect(throws: UndoError.self) { try bench.changes.undo(.hunk(0, file: file.id, revision: file.revision)) }
    let now = try #require(bench.changes.runs().first?.files.first)
    _ = try bench.changes.undo(.hunk(0, file: now.id, revision: now.revision))
    #expect(try bench.sandbox.text(of: "a") == Self.long)
    #expect(bench.listing == [])
  }

  @Test func hunkOfANewFileRemovesIt() throws {
    let bench = try Bench()
    bench.run("one", [("a", "text\n"), ("empty", "")])
    for file in try #require(bench.changes.runs().first?.files) {
      #expect(
        try bench.changes.undo(.hunk(0, file: file.id, revision: file.revision)) == "\(file.path) is removed again")
    }
    #expect(try bench.sandbox.names() == [])
  }

  @Test func fileThatChangedSinceStopsTheWholeUndoAndNothingIsTouched() throws {
    let bench = try Bench()
    let run = bench.run("one", [("a", "x\n"), ("b", "y\n"), ("c", "z\n")])
    try bench.sandbox.write("mine\n", to: "b")
    try FileManager.default.removeItem(atPath: bench.sandbox.path + "/c")
    #expect(throws: UndoError("b, c have changed since the run wrote them; nothing was undone.")) {
      try bench.changes.undo(.run(run))
    }
    #expect(try bench.sandbox.text(of: "a") == "x\n")
    #expect(try bench.sandbox.text(of: "b") == "mine\n")
    #expect(
      bench.listing == [
        "one: a new +1 -0 1 hunks; b new +1 -0 1 hunks, changed since; c new +1 -0 1 hunks, changed since"
      ])
  }

  @Test func laterRunIsUndoneFirstThenTheEarlierOne() throws {
    let bench = try Bench()
    try bench.sandbox.write("0\n", to: "a")
    let first = bench.run("one", [("a", "1\n")])
    let second = bench.run("two", [("a", "2\n")])
    #expect(throws: UndoError.self) { try bench.changes.undo(.run(first)) }
    #expect(try bench.changes.undo(.run(second)) == "a is as it was before the run")
    #expect(try bench.changes.undo(.run(first)) == "a is as it was before the run")
    #expect(try bench.sandbox.text(of: "a") == "0\n")
  }

  @Test func fileThatWasNoTextComesBackByteByByte() throws {
    let bench = try Bench()
    let bytes = Data([0, 255, 10, 0, 1])
    try bench.sandbox.write(bytes, to: "a.bin")
    let run = bench.run("one", [("a.bin", "text\n")])
    #expect(bench.changes.runs().first?.files.first?.hunks == ["replaced what is no text, 5 bytes before"])
    _ = try bench.changes.undo(.run(run))
    #expect(try Data(contentsOf: URL(fileURLWithPath: bench.sandbox.path + "/a.bin")) == bytes)
  }

  @Test(arguments: ["a", "folder"])
  func linkPutInTheWayOfAnUndoIsNotFollowed(replaced: String) throws {
    let bench = try Bench()
    let outside = try Sandbox()
    let name = replaced == "a" ? "a" : "folder/a"
    let run = bench.run("one", [(name, "x\n")])
    // The same text stands at the link's end: only the way there is another one.
    try outside.write("x\n", to: "a")
    try FileManager.default.removeItem(atPath: bench.sandbox.path + "/" + replaced)
    try bench.sandbox.link(replaced, to: replaced == "a" ? outside.path + "/a" : outside.path)
    #expect(throws: UndoError("\(name) has changed since the run wrote it; nothing was undone.")) {
      try bench.changes.undo(.run(run))
    }
    #expect(try outside.text(of: "a") == "x\n")
  }

  @Test(.enabled(if: getuid() != 0, "for root every folder can be written in"))
  func fileThatCannotBeWrittenIsToldAndStaysUndoable() throws {
    let bench = try Bench()
    let run = bench.run("one", [("deep/a", "x\n")])
    let folder = bench.sandbox.path + "/deep"
    try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: folder)
    #expect(throws: UndoError("deep/a cannot be removed: no permission; nothing was undone.")) {
      try bench.changes.undo(.run(run))
    }
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder)
    #expect(try bench.changes.undo(.run(run)) == "deep/a is removed again")
  }

  @Test func agentsThatChangeOneFileAtTheSameTimeLoseNothing() throws {
    let bench = try Bench()
    try bench.sandbox.write((0..<8).map { "place \($0)\n" }.joined(), to: "a")
    let threads = try (0..<8).map { number in
      try WorkerThread(name: "edit") {
        var context = bench.sandbox.context
        context.changes = bench.ledger.beginRun(of: bench.author, task: "\(number)")
        let result = EditTool().run(
          ["path": "a", "old_string": .string("place \(number)\n"), "new_string": .string("done \(number)\n")],
          in: context)
        #expect(result.ok, "\(result.output)")
      }
    }
    for thread in threads { thread.join() }
    #expect(try bench.sandbox.text(of: "a") == (0..<8).map { "done \($0)\n" }.joined())
  }

  @Test func whatAStartedAgentChangedStaysAmongTheChangesOfTheOneThatStartedIt() throws {
    let sandbox = try Sandbox()
    let ledger = ChangeLedger()
    let engine = try ScriptedEngine(
      [.call("write", #"{"path":"a","content":"new\n"}"#), .say("Done.")], contextLength: 100_000)
    func agent(startedBy starter: Agent?) -> Agent {
      Agent(
        name: "a", engine: engine,
        settings: AgentSettings(
          workspace: sandbox.path, mode: .auto, tools: ToolRegistry(BuiltInTools.all)),
        approver: ScriptedApprover(), policy: PermissionPolicy(), identifiers: IdentifierSource(), ledger: ledger,
        startedBy: starter)
    }
    let starter = agent(startedBy: nil)
    _ = agent(startedBy: starter).run(task: "part", cancellation: Cancellation()) { _ in }
    // The one that wrote it is gone by now.
    let changes = try #require(starter.fileChanges)
    #expect(changes.runs().map(\.task) == ["part"])
    #expect(try changes.undo(.run(changes.runs()[0].id)) == "a is removed again")
  }

  @Test func editKeepsWhatWasBeforeAndAnAgentsRunsAreItsOwn() throws {
    let sandbox = try Sandbox()
    try sandbox.write("old\n", to: "a")
    let arguments: JSON = ["path": .string(sandbox.path + "/a"), "old_string": "old", "new_string": "new"]
    let bench = try AgentBench(
      [.call("edit", arguments.text), .say("Done.")], tools: BuiltInTools.all,
      policy: PermissionPolicy(rules: [try PermissionRule("edit(\(sandbox.path)/**)", ruling: .allow)]))
    _ = bench.run("change it")
    let changes = try #require(bench.agent.fileChanges)
    #expect(changes.runs().map(\.task) == ["change it"])
    #expect(changes.runs().first?.files.first?.hunks == ["@@ -1 +1 @@\n-old\n+new\n"])
  }
}
