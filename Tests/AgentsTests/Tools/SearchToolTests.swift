import Foundation
import OrderedJSON
import Testing
import Threading

@testable import Agents

/// With ripgrep, where the machine has it, and without.
@Suite struct SearchToolTests {
  private let sandbox: Sandbox
  private static let ways: [String?] = Program.find("rg").map { [$0, nil] } ?? [nil]

  init() throws {
    sandbox = try Sandbox()
    for (age, name) in ["src/a.swift", "src/deep/b.swift", "c.md", ".github/x.yml", ".env", "certs/k.pem"].enumerated()
    {
      let file = try sandbox.write("let \(name) = needle\nother\n", to: name)
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: Double(1_000_000 - age))], ofItemAtPath: file)
    }
    try sandbox.write("needle", to: ".git/config")
  }

  @Test(arguments: ways)
  func filesAreFoundNewestFirst(ripgrep: String?) {
    let tool = GlobTool(ripgrep: ripgrep)
    #expect(sandbox.run(tool, ["pattern": "*.swift"]) == ToolResult(ok: true, output: "src/a.swift\nsrc/deep/b.swift"))
    #expect(
      sandbox.run(tool, ["pattern": "*"])
        == ToolResult(
          ok: true,
          output: "src/a.swift\nsrc/deep/b.swift\nc.md\n.github/x.yml\n(2 files left out: secret or forbidden)"))
    #expect(sandbox.run(tool, ["pattern": "*.swift", "path": "src/deep"]).output == "src/deep/b.swift")
    #expect(
      sandbox.run(tool, ["pattern": "*.rs"]) == ToolResult(ok: true, output: "(no file matches *.rs in .)"))
  }

  @Test(arguments: ways)
  func aListOfFilesIsBounded(ripgrep: String?) throws {
    for number in 0..<400 { try sandbox.write("", to: "many/\(number).txt") }
    let result = sandbox.run(GlobTool(ripgrep: ripgrep), ["pattern": "*.txt"])
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 301)
    #expect(lines.last == "(the newest 300 of 400 files; a narrower pattern shows others)")
  }

  @Test func aPatternDoesNotLeadOutOfTheFolder() {
    for pattern in ["/etc/*", "../*", "a/../../*", "~/x"] {
      let result = sandbox.run(GlobTool(), ["pattern": .string(pattern)])
      #expect(!result.ok)
      #expect(result.output.contains("leads out of the folder"))
    }
    #expect(
      sandbox.run(GlobTool(), ["pattern": "*", "path": "none"])
        == ToolResult(ok: false, output: "there is no folder none; give one as path, or leave it out"))
  }

  @Test(arguments: ways)
  func searchesDoNotFollowLinksOut(ripgrep: String?) throws {
    let outside = try Sandbox()
    try outside.write("needle outside\n", to: "x.swift")
    try sandbox.link("link", to: outside.path)
    try sandbox.link("file.swift", to: outside.path + "/x.swift")
    #expect(
      sandbox.run(GlobTool(ripgrep: ripgrep), ["pattern": "*.swift"]).output == "src/a.swift\nsrc/deep/b.swift")
    #expect(!sandbox.run(GrepTool(ripgrep: ripgrep), ["pattern": "needle"]).output.contains("outside"))
  }

  @Test(arguments: ways)
  func linesAreFoundWithTheirPlaces(ripgrep: String?) throws {
    let tool = GrepTool(ripgrep: ripgrep)
    let all = sandbox.run(tool, ["pattern": "need[l]e"])
    #expect(all.ok)
    #expect(
      all.output.split(separator: "\n").sorted() == [
        "(matches in 2 files left out: secret or forbidden)",
        ".github/x.yml:1:let .github/x.yml = needle", "c.md:1:let c.md = needle",
        "src/a.swift:1:let src/a.swift = needle", "src/deep/b.swift:1:let src/deep/b.swift = needle",
      ])
    #expect(
      sandbox.run(tool, ["pattern": "NEEDLE", "glob": "*.md", "ignore_case": true]).output == "c.md:1:let c.md = needle"
    )
    #expect(sandbox.run(tool, ["pattern": "other", "path": "src/a.swift"]).output == "src/a.swift:2:other")
    #expect(sandbox.run(tool, ["pattern": "-e", "path": "c.md"]).output == "nothing matches -e in c.md")
  }

  @Test(arguments: ways)
  func anExpressionThatIsNoneSaysSo(ripgrep: String?) {
    let result = sandbox.run(GrepTool(ripgrep: ripgrep), ["pattern": "(a"])
    #expect(!result.ok)
    #expect(result.output.contains("need a \\ before them"))
  }

  @Test(arguments: ways)
  func aPipeIsNotSearched(ripgrep: String?) {
    mkfifo(sandbox.path + "/pipe", 0o600)
    let tool = GrepTool(ripgrep: ripgrep)
    #expect(
      sandbox.run(tool, ["pattern": "x", "path": "pipe"])
        == ToolResult(ok: false, output: "pipe is no regular file"))
    #expect(!sandbox.run(tool, ["pattern": "x", "path": "none"]).ok)
  }

  @Test(arguments: ways)
  func manyMatchesAreBounded(ripgrep: String?) throws {
    try sandbox.write(String(repeating: "many of them\n", count: 50_000), to: "many")
    let result = sandbox.run(GrepTool(ripgrep: ripgrep), ["pattern": "many of"])
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 201)
    #expect(lines.last == "(there is more; a narrower pattern, path or glob shows it)")
  }

  @Test(arguments: [
    ("*.swift", "a/b.swift", true), ("*.swift", "a.swiftx", false), ("src/*.c", "src/a.c", true),
    ("src/*.c", "src/x/a.c", false), ("src/**/*.c", "src/a.c", true), ("**/*.{c,h}", "a/b.h", true),
    ("*.{c,h}", "a.m", false), ("[a-c]?.txt", "b1.txt", true), ("[!a-c]*", "dx", true), ("[!a-c]*", "ax", false),
    ("src/", "src/a/b", true), ("a{b,c{d,e}}f", "acef", true), ("a{b", "a{b", true), ("**", "a/b/c", true),
    ("*", "a/b", true), ("[", "[", true), ("./x", "x", true),
  ])
  func globPatternsMatchPaths(pattern: String, path: String, matches: Bool) throws {
    #expect(try GlobPattern(pattern).matches(path) == matches)
  }

  @Test(arguments: ways)
  func whatRulesForbidIsNotShown(ripgrep: String?) throws {
    let policy = PermissionPolicy(rules: [try PermissionRule("read(src/deep/**)", ruling: .deny)])
    var context = sandbox.context
    context.mayShow = policy.searchFilter(for: GrepTool(), workspace: sandbox.path)
    #expect(
      GlobTool(ripgrep: ripgrep).run(["pattern": "*.swift"], in: context).output
        == "src/a.swift\n(1 file left out: secret or forbidden)")
    #expect(
      GrepTool(ripgrep: ripgrep).run(["pattern": "needle", "path": "src"], in: context).output
        == "src/a.swift:1:let src/a.swift = needle\n(matches in 1 file left out: secret or forbidden)")
  }

  @Test func aCancelledSearchSaysSo() {
    sandbox.cancellation.cancel()
    #expect(!sandbox.run(GlobTool(), ["pattern": "*"]).ok)
    #expect(!sandbox.run(GrepTool(), ["pattern": "x"]).ok)
  }
}
