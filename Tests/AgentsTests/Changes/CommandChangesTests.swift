import Foundation
import OrderedJSON
import Testing
import Threading

@testable import Agents

@Suite struct CommandChangesTests {
  /// A workspace, and an agent that runs commands in it.
  private struct Bench: Sendable {
    let sandbox: Sandbox
    let ledger: ChangeLedger
    let author: ChangeLedger.Author
    var changes: AgentChanges { AgentChanges(ledger: ledger, author: author) }

    init(byteLimit: Int = ChangeLedger.usualByteLimit) throws {
      sandbox = try Sandbox()
      ledger = ChangeLedger(byteLimit: byteLimit)
      author = ledger.makeAuthor()
      for number in 1...3 { try sandbox.write("one\ntwo \(number)\nthree\n", to: "file\(number)") }
    }

    func context(_ task: String = "t", of author: ChangeLedger.Author? = nil) -> ToolContext {
      var context = sandbox.context
      context.changes = ledger.beginRun(of: author ?? self.author, task: task)
      return context
    }

    /// One run of these commands; returns its identifier.
    @discardableResult
    func run(_ commands: String...) -> Int {
      let context = context()
      for command in commands {
        let result = BashTool().run(["command": .string(command)], in: context)
        #expect(result.ok, "\(result.output)")
      }
      return context.changes.run.id
    }

    /// Each run's files as they are shown, and its notes.
    func listing(_ author: ChangeLedger.Author? = nil) -> [String] {
      AgentChanges(ledger: ledger, author: author ?? self.author).runs().map { run in
        (run.files.map { file in
          "\(file.path)\(file.isNew ? " new" : "")\(file.isRemoved ? " removed" : "") +\(file.added) -\(file.removed)"
            + (file.obstacle.map { ", \($0)" } ?? "")
        } + run.notes.map { "(\($0))" }).joined(separator: "; ")
      }
    }

    func mode(of name: String) throws -> Int {
      let attributes = try FileManager.default.attributesOfItem(atPath: sandbox.path + "/" + name)
      return try #require(attributes[.posixPermissions] as? Int)
    }

    /// Every file with what is in it and its permissions.
    func contents() throws -> [String: String] {
      var contents: [String: String] = [:]
      for name in try #require(FileManager.default.subpaths(atPath: sandbox.path)) {
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: sandbox.path + "/" + name, isDirectory: &isFolder)
        if !isFolder.boolValue { contents[name] = "\(try mode(of: name)) \(try sandbox.text(of: name))" }
      }
      return contents
    }
  }

  @Test(arguments: [
    ("sed -i s/two/zwei/ file1", "file1 +1 -1"),
    ("echo four >> file1; echo four > file2", "file1 +1 -0; file2 +1 -3"),
    ("rm file1", "file1 removed +0 -3"),
    ("mv file1 src1", "file1 removed +0 -3; src1 new +3 -0"),
    ("mkdir -p a/b; echo x > a/b/c; : > empty", "a/b/c new +1 -0; empty new +0 -0"),
    ("chmod 751 file1", "file1 +0 -0"),
    ("chmod 751 file1; sed -i 1d file1", "file1 +0 -1"),
    ("touch file1; cp file1 x; mv x file1", nil),
    ("echo x > file1; git checkout -q . 2>&- || printf 'one\\ntwo 1\\nthree\\n' > file1", nil),
    ("rm file1; mkdir file1", "file1 removed +0 -3, changed since"),
    ("rm file1; ln -s file2 file1", "file1 removed +0 -3, changed since"),
    ("echo x > .env; echo y > .git/config; ls -a >&2", ".env new +1 -0"),
  ])
  func whatACommandChangedIsShownAndUndone(command: String, listing: String?) throws {
    let bench = try Bench()
    try bench.sandbox.write("", to: ".git/config")
    let before = try bench.contents()
    let run = bench.run(command)
    #expect(bench.listing() == [listing].compactMap(\.self))
    if let listing, !listing.contains("changed since") {
      _ = try bench.changes.undo(.run(run))
      var after = try bench.contents()
      after[".git/config"] = before[".git/config"]
      #expect(after == before)
      #expect(bench.listing() == [])
    }
  }

  @Test func fileOfTheSameSizeWrittenInTheSameMomentIsSeen() throws {
    let bench = try Bench()
    for number in 0..<20 {
      try bench.sandbox.write("\(number % 10)\n", to: "tick")
      bench.run("printf 'x\\n' > tick")
    }
    #expect(bench.listing() == Array(repeating: "tick +1 -1", count: 20))
  }

  @Test func commandsAndEditsOfOneRunAreOneChangeOfAFile() throws {
    let bench = try Bench()
    let context = bench.context()
    _ = BashTool().run(["command": "sed -i s/one/eins/ file1"], in: context)
    _ = EditTool().run(["path": "file1", "old_string": "three", "new_string": "drei"], in: context)
    _ = BashTool().run(["command": "sed -i s/two/zwei/ file1"], in: context)
    #expect(bench.listing() == ["file1 +3 -3"])
    #expect(try bench.changes.undo(.run(context.changes.run.id)) == "file1 is as it was before the run")
    #expect(try bench.sandbox.text(of: "file1") == "one\ntwo 1\nthree\n")
  }

  @Test func whatAnotherAgentWroteMeanwhileIsNotTheCommands() throws {
    let bench = try Bench()
    let other = bench.ledger.makeAuthor()
    var context = bench.context()
    let recorder = bench.context(of: other)
    // The command waits for the other agent's writes, made when its first words come.
    context.output = { _ in
      _ = WriteTool().run(["path": "file1", "content": "theirs\n"], in: recorder)
      _ = WriteTool().run(["path": "theirs", "content": "theirs\n"], in: recorder)
      _ = EditTool().run(["path": "file2", "old_string": "two 2", "new_string": "zwei"], in: recorder)
      _ = WriteTool().run(["path": "go", "content": ""], in: recorder)
    }
    _ = BashTool().run(
      ["command": "sed -i s/one/eins/ file2; echo; until [ -e go ]; do :; done; sed -i s/three/drei/ file2; rm go"],
      in: context)
    #expect(
      bench.listing(other) == ["file1 +1 -3; theirs new +1 -0; file2 +1 -1, changed since; go new +0 -0, changed since"]
    )
    #expect(bench.listing() == ["file2 +1 -1, changed since; file2 +1 -1; go removed +0 -0"])
  }

  @Test func undoOfAnotherRunDuringACommandIsNotTheCommands() throws {
    let bench = try Bench()
    let first = bench.run("sed -i s/two/zwei/ file1")
    let other = bench.ledger.makeAuthor()
    var context = bench.context(of: other)
    context.output = { _ in _ = try? bench.changes.undo(.run(first)) }
    _ = BashTool().run(["command": "echo; until grep -q two file1; do :; done; echo x > mine"], in: context)
    #expect(bench.listing() == [])
    #expect(bench.listing(other) == ["mine new +1 -0"])
  }

  @Test func commandsOfTwoAgentsAtTheSameTimeSaySo() throws {
    let bench = try Bench()
    let other = bench.ledger.makeAuthor()
    var context = bench.context(of: other)
    context.output = { _ in
      bench.run("echo x > file1")
      _ = WriteTool().run(["path": "go", "content": ""], in: bench.context())
    }
    _ = BashTool().run(["command": "echo; until [ -e go ]; do :; done; echo y > file2"], in: context)
    let note = "(another agent's command ran at the same time: what both may have written is shown here only)"
    #expect(bench.listing() == ["go new +0 -0", "file1 +1 -3; \(note)"])
    #expect(bench.listing(other) == ["file2 +1 -3; \(note)"])
  }

  @Test func commandThatWasStoppedIsFollowedToo() throws {
    let bench = try Bench()
    var context = bench.context()
    context.output = { [sandbox = bench.sandbox] _ in sandbox.cancellation.cancel() }
    _ = BashTool().run(["command": "echo x > file1; echo; sleep 1000"], in: context)
    #expect(bench.listing() == ["file1 +1 -3"])
  }

  @Test(.enabled(if: Program.find("rg") != nil, "ripgrep knows of ignore files"))
  func whatIsIgnoredIsNotFollowedNorUndoneWhenItIsNoLongerIgnored() throws {
    let bench = try Bench()
    try bench.sandbox.write("", to: ".git/config")
    try bench.sandbox.write("out\n", to: ".gitignore")
    try bench.sandbox.write("x\n", to: "out")
    bench.run("echo y > out")
    #expect(bench.listing() == [])
    bench.run("echo z > out; : > .gitignore")
    #expect(bench.listing() == [".gitignore +0 -1; out +0 -0, what it held is not kept"])
  }

  @Test func whatIsTooLargeIsToldAndNotUndone() throws {
    let bench = try Bench()
    let run = bench.run("truncate -s 20M large")
    #expect(bench.listing() == ["large new +0 -0, too large to be compared"])
    #expect(throws: UndoError.unkept("large")) { try bench.changes.undo(.run(run)) }
  }

  @Test func moreFilesThanAreKeptAreCountedAndTheRunIsNotUndoneWhole() throws {
    let bench = try Bench()
    let run = bench.run("for i in $(seq 1 1200); do echo $i > new$i; done")
    #expect(bench.changes.runs().first?.files.count == 1000)
    #expect(bench.changes.runs().first?.notes == ["a command changed 1,200 files, of which 1,000 are kept"])
    #expect(throws: UndoError.self) { try bench.changes.undo(.run(run)) }
  }

  @Test func ledgerThatKeepsNothingLooksAtNothing() throws {
    let bench = try Bench(byteLimit: 0)
    #expect(CommandWatch(in: bench.context()) == nil)
    bench.run("echo x > file1")
    #expect(bench.listing() == [])
  }
}
