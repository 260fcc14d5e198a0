import OrderedJSON
import Testing
import TestSupport

@testable import Agents

@Suite("Briefing") struct BriefingTests {
  static let names: [(String, [String])] = [
    ("Fix src/a.py.", ["Fix", "src/a.py"]),
    ("(see @notes.md), then ./b.c and b.c", ["see", "notes.md", "then", "b.c", "and"]),
    ("Öffne über.txt:", ["Öffne", "über.txt"]),
    ("", []),
  ]

  @Test("Words of a task that may name files, each once, without what surrounds them", arguments: names)
  func candidates(task: String, expected: [String]) {
    #expect(Briefing.candidates(in: task) == expected)
  }

  @Test("Few files are listed by name, many by their folders, and none is said")
  func list() {
    #expect(Briefing.list([]) == "There are no files here yet.")
    #expect(Briefing.list(["b/c.txt", "a.txt", "my notes.txt"]) == "Files here: a.txt b/c.txt 'my notes.txt'")
    let many = (1...60).map { "src/\($0).c" } + ["README.md"] + (1...3).map { "docs/\($0).md" }
    #expect(Briefing.list(many) == "Files here (64 in all): docs/ (3 files) src/ (60 files) README.md")
    #expect(Briefing.list(many, isCut: true).hasPrefix("Files here (more than 64 in all): "))
    let wide = (1...50).map { "f\($0)/x" }
    #expect(Briefing.list(wide).hasSuffix(" … (10 more)"))
  }

  @Test("A short file is shown whole with plain line ends, of a long one its beginning and its length")
  func text() {
    func text(_ file: String, _ content: String, room: Int = Briefing.wholeFile) -> String {
      Briefing.text(of: file, content, room: room).text
    }
    #expect(text("a.txt", "x\r\ny") == "a.txt holds:\n```\nx\ny\n```")
    #expect(text("a.txt", "") == "a.txt is empty.")
    #expect(text("a.md", "```\nx\n```\n") == "a.md holds:\n````\n```\nx\n```\n````")
    let long = (1...2000).map { "\($0)\n" }.joined()
    #expect(
      text("n.py", long)
        == "n.py has 2,000 lines. The first 5:\n```\n1\n2\n3\n4\n5\n```\n"
        + "The other 1,995 are not shown: work on the file with commands.")
    #expect(text("n.py", "12345\n", room: 4) == "n.py has 1 line. The first 1:\n```\n12345\n```")
    #expect(Briefing.text(of: "a.txt", "x").isWhole && !Briefing.text(of: "n.py", long).isWhole)
  }

  @Test("Of a longer text the lines are shown too that hold what the task speaks of")
  func passages() {
    let prose = (1...70).map { $0 == 41 ? "a seqeunce is one agent's lane" : "line \($0) of many words about nothing" }
      .joined(separator: "\n")
    let text = Briefing.text(of: "a.md", prose, task: "In a.md the word 'seqeunce' is misspelt; mend it.", room: 500)
    #expect(
      text.text.hasSuffix(
        """
        ```
        Lines further down that hold what the task speaks of, with their numbers:
        ```
        41: a seqeunce is one agent's lane
        ```
        The rest is not shown. Do not write the whole file: change these lines with a command, such as \
        sed -i 's/old/new/' a.md.
        """))
    #expect(!text.isWhole)
    let native = Briefing.text(of: "a.md", prose, task: "Mend seqeunce in a.md", form: .native, room: 500).text
    #expect(native.hasSuffix("Do not write the whole file: edit these lines."))
    #expect(Briefing.text(of: "a.md", prose, task: "Shorten a.md", room: 500).text.hasSuffix("with commands."))
    #expect(Briefing.text(of: "a.log", prose, task: "Mend seqeunce", room: 500).text.hasSuffix("with commands."))
  }

  static let tasks: [(String, [String])] = [
    ("Mend the word 'seqeunce' in docs/a.md", ["seqeunce"]),
    ("don't touch maxCount or max_count, it's \"too low\"", ["too low", "maxCount", "max_count", "touch"]),
    ("Set port 8080 to 9090.", ["8080", "9090"]),
    ("", []),
  ]

  @Test("A task speaks of what it quotes, of names in code, and of its longer words", arguments: tasks)
  func terms(task: String, expected: [String]) { #expect(Passages.terms(in: task) == expected) }

  @Test("A passage is a whole word, of which few lines hold one, and of a long line what is around it")
  func found() {
    let lines: [Substring] = [
      "ports", "a port", "b port", "c", "x" + String(repeating: " y", count: 300) + " needle z",
    ]
    #expect(Passages(of: lines, for: "'port'", skipping: 0).lines.map(\.number) == [2, 3])
    #expect(Passages(of: lines, for: "'port'", skipping: 2).lines.map(\.number) == [3])
    let long = Passages(of: lines, for: "needle", skipping: 0).lines
    #expect(long.count == 1 && long[0].text.hasSuffix("needle z") && long[0].text.count < 220)
    let many = [Substring](repeating: "needle", count: 4)
    #expect(Passages(of: many, for: "needle", skipping: 0) == Passages())
  }

  @Test("Of data with many records only the beginning is shown, with what separates its fields")
  func data() {
    let rows = (1...30).map { "\($0),x\n" }.joined()
    #expect(
      Briefing.text(of: "a.csv", rows).text.hasPrefix(
        "a.csv (fields separated by commas) has 30 lines. The first 5:\n```\n1,x\n"))
    #expect(Briefing.text(of: "a.py", rows).isWhole)
    #expect(Briefing.text(of: "a.csv", "a,b\n1,2\n").isWhole)
  }

  @Test("All code of a small workspace is shown, and none of a larger one")
  func unnamed() {
    let small = [(name: "b.py", bytes: 100), (name: "a.py", bytes: 3_900)]
    #expect(Briefing.unnamed(small, named: ["b.py"]) == ["a.py"])
    #expect(Briefing.unnamed(small + [(name: "c.py", bytes: 1)], named: []) == [])
    #expect(Briefing.unnamed((1...9).map { (name: "\($0).py", bytes: 1) }, named: []) == [])
    #expect(Briefing.unnamed([(name: "a.py", bytes: .max), (name: "b.py", bytes: 2)], named: []) == [])
    #expect(
      ["test_a.py", "src/a.spec.ts", "Tests/x.swift", "ATests.swift", "contest.py", "a.py"].filter(Briefing.isTest)
        == ["test_a.py", "src/a.spec.ts", "Tests/x.swift", "ATests.swift", "contest.py"])
    #expect(["a.swift", "b/c.PY", "x.log", "Makefile", "y.csv"].filter(Briefing.isSource) == ["a.swift", "b/c.PY"])
  }

  @Test("What a run is told before its task is seen as results, and stands before the task")
  func told() throws {
    let sandbox = try Sandbox()
    try sandbox.write("x = 1\n", to: "a.py")
    try sandbox.write("secret\n", to: ".env")
    let bench = try AgentBench([.say("It is 1.")], tools: [ReadTool()], workspace: sandbox.path)
    #expect(bench.run("What is x in a.py, and what does .env hold?").reason == .done)
    #expect(
      bench.events == [
        #"call-1 read {"path":"a.py"}"#, "call-1 read ok: a.py holds:\n```\nx = 1\n```", "text It is 1.",
      ])
    #expect(
      bench.agent.conversation.entries.first
        == .briefing("Files here: a.py\n\na.py holds:\n```\nx = 1\n```"))
    #expect(bench.engine.prompts[0].contains("x = 1\n```\n\nWhat is x in a.py"))
  }

  @Test("Without a tool that reads nothing is told")
  func withoutRead() throws {
    let sandbox = try Sandbox()
    try sandbox.write("x = 1\n", to: "a.py")
    let bench = try AgentBench([.say("?")], tools: [TestTool(name: "bash")], workspace: sandbox.path)
    bench.run("What is x in a.py?")
    #expect(bench.agent.conversation.entries.first == .task("What is x in a.py?"))
  }
}
