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

  /// Ripgrep ends with 2 where it could not look into every folder, and lists what it could.
  @Test func aListThatLacksUnreadableFoldersSaysSo() throws {
    let ripgrep = try sandbox.write("#!/bin/sh\nprintf 'src/a.swift\\0'\nexit 2\n", to: "rg")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: ripgrep)
    #expect(
      sandbox.run(GlobTool(ripgrep: ripgrep), ["pattern": "*.swift"]).output
        == "src/a.swift\n(some folders could not be read)")
  }

  @Test func aPatternDoesNotLeadOutOfTheFolder() {
    for pattern in ["/etc/*", "../*", "a/../../*", "~/x"] {
      let result = sandbox.run(GlobTool(), ["pattern": .string(pattern)])
      #expect(!result.ok)
      #expect(result.output.contains("leads out of the folder"))
    }
    #expect(
      sandbox.run(GlobTool(), ["pattern": "*", "path": "none"])
        == ToolResult(ok: false, output: "there is no folder none; list shows what there is"))
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
  func anExpressionThatIsNoneIsTakenAsText(ripgrep: String?) throws {
    try sandbox.write("call(a\ncall a\n", to: "code")
    #expect(
      sandbox.run(GrepTool(ripgrep: ripgrep), ["pattern": "call(a"])
        == ToolResult(
          ok: true,
          output: "code:1:call(a\n(the pattern is no valid regular expression: it was taken as plain text)"))
    #expect(
      sandbox.run(GrepTool(ripgrep: ripgrep), ["pattern": "none(", "path": "code"])
        == ToolResult(
          ok: true,
          output: "nothing matches none( in code\n"
            + "(the pattern is no valid regular expression: it was taken as plain text)"))
  }

  @Test(arguments: [
    ("plain", "plain"), ("struct Foo {", "struct Foo \\{"), ("a{2}b{1,}c{1,3}", "a{2}b{1,}c{1,3}"),
    ("a{,3}", "a\\{,3}"), ("{2}", "\\{2}"), ("\\{x", "\\{x"), ("\\x{41}\\p{L}{2}", "\\x{41}\\p{L}{2}"),
    ("\\d{4}", "\\d{4}"), ("[{]", "[\\{]"), ("a{2", "a\\{2"), ("${x}", "$\\{x}"), ("\\", "\\"),
  ])
  func bracesThatAreNoRepetitionAreTakenAsTheyAre(pattern: String, taken: String) {
    #expect(SearchPattern.escapingBraces(pattern) == taken)
  }

  @Test(arguments: ways)
  func aPipeIsNotSearched(ripgrep: String?) {
    mkfifo(sandbox.path + "/pipe", 0o600)
    let tool = GrepTool(ripgrep: ripgrep)
    #expect(
      sandbox.run(tool, ["pattern": "x", "path": "pipe"])
        == ToolResult(ok: false, output: "pipe is no regular file"))
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

  @Test(arguments: [
    ("src/a.swfit", "there is no file or folder src/a.swfit; did you mean src/a.swift?"),
    ("b.swift", "there is no file or folder b.swift; did you mean src/deep/b.swift?"),
    ("srd", "there is no file or folder srd; did you mean src?"),
    ("nowhere/at/all", "there is no file or folder nowhere/at/all; list shows what there is"),
    // Not what may not be shown.
    (".envv", "there is no file or folder .envv; list shows what there is"),
    ("k.pem", "there is no file or folder k.pem; list shows what there is"),
  ])
  func aPathThatIsNotThereBringsTheOneThatWasMeant(path: String, sentence: String) {
    #expect(
      sandbox.run(GrepTool(), ["pattern": "x", "path": .string(path)]) == ToolResult(ok: false, output: sentence))
  }

  @Test(arguments: [
    ("", "the pattern is empty; to find files use glob"),
    ("a\nb", "the pattern has a line break, and lines are searched one by one; give a part of one line"),
  ])
  func aPatternThatCannotBeSearchedForIsRefused(pattern: String, sentence: String) {
    #expect(sandbox.run(GrepTool(), ["pattern": .string(pattern)]) == ToolResult(ok: false, output: sentence))
  }

  @Test(arguments: ways)
  func aSearchThatRanOutOfTimeSaysSo(ripgrep: String?) {
    let remark = "ended after 0 seconds before all was searched; there may be more"
    let files = sandbox.run(GlobTool(ripgrep: ripgrep, seconds: 0), ["pattern": "*.none"])
    #expect(files == ToolResult(ok: true, output: "(no file matches *.none in .; \(remark))"))
    let lines = sandbox.run(GrepTool(ripgrep: ripgrep, seconds: 0), ["pattern": "none of these"])
    #expect(lines == ToolResult(ok: true, output: "nothing matches none of these in .\n(\(remark))"))
  }

  /// A program that is called like one that searches, and cannot.
  @Test func aSearchThatFailsSaysSo() throws {
    let broken = try sandbox.write(
      "#!/bin/sh\ncase \"$*\" in */dev/null) exit 1;; esac\necho it is broken; exit 2\n", to: "rg")
    chmod(broken, 0o755)
    #expect(
      sandbox.run(GrepTool(ripgrep: broken), ["pattern": "needle"])
        == ToolResult(ok: false, output: "the search failed: it is broken"))
    // Files are found without it.
    #expect(sandbox.run(GlobTool(ripgrep: broken), ["pattern": "*.md"]).output == "c.md")
  }

  @Test func aCancelledSearchSaysSo() {
    sandbox.cancellation.cancel()
    #expect(!sandbox.run(GlobTool(), ["pattern": "*"]).ok)
    #expect(!sandbox.run(GrepTool(), ["pattern": "x"]).ok)
  }
}
