import Foundation
import OrderedJSON
import Testing
import Threading

@testable import Agents

/// The same tree searched with ripgrep and without it: the same answers, in the same words.
@Suite struct SearchParityTests {
  /// A machine without ripgrep cannot compare; the tests of one way each run there all the same.
  static let ripgrep = Program.find("rg")

  private static func tree(isRepository: Bool) throws -> Sandbox {
    let sandbox = try Sandbox()
    let files = [
      ".gitignore": "# built\n*.o\nbuild/\n/top-only\n!keep.o\nlogs/**/*.log\nsrc/gen\n\\#odd\nspace \n",
      "a.txt": "one needle\ntwo\nthree\nfour\nfive needle\nsix\n", "b.o": "needle\n", "keep.o": "needle\n",
      "build/x.txt": "needle\n", "src/build/y.txt": "needle\n", "src/build.txt": "needle {\n",
      "top-only": "needle\n", "src/top-only": "needle\n", "logs/a/b/c.log": "needle\n", "logs/d.log": "needle\n",
      "logs/d.txt": "Needle\r\nneedle(\r\n", "src/gen/z": "needle\n", "other/src/gen": "needle\n", "#odd": "needle\n",
      "space": "needle\n", "src/.gitignore": "!build.o\nlocal\n", "src/build.o": "needle\n", "src/local": "needle\n",
      "src-b/c.txt": "x = 42\ny = needle\n", "src/.hidden/d": "needle\n", ".env": "needle\n", ".ignore": "ignored\n",
      "ignored": "needle\n", "sub/.gitignore": "*\n!.gitignore\n!*/\n!stays\n", "sub/goes": "needle\n",
      "sub/in/stays": "needle\n", ".git/info/exclude": "excluded\n", "excluded": "needle\n", "näme é.txt": "needle ü\n",
      "inner/.git/HEAD": "ref: needle\n", "inner/p.o": "needle\n", "inner/deep/.gitignore": "q\n",
      "inner/deep/q": "needle\n",
      "inner/deep/r": "needle\n",
    ]
    for (name, text) in files where isRepository || !name.hasPrefix(".git/") { try sandbox.write(text, to: name) }
    try sandbox.write(Data([0x6E, 0x65, 0x65, 0x64, 0x6C, 0x65, 0x20, 0xE9, 0x0A]), to: "latin.txt")
    try sandbox.write(Data("needle\n".utf8) + Data([0, 1, 2]), to: "binary")
    try sandbox.link("link.txt", to: "a.txt")
    for (age, name) in files.keys.sorted().enumerated() where isRepository || !name.hasPrefix(".git/") {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: Double(2_000_000 - age))],
        ofItemAtPath: "\(sandbox.path)/\(name)")
    }
    return sandbox
  }

  static let searches: [JSON] = [
    ["pattern": "needle"], ["pattern": "NEEDLE", "ignore_case": true], ["pattern": "needle", "output": "files"],
    ["pattern": "needle", "output": "count"], ["pattern": "needle", "context": 1],
    ["pattern": "needle", "context": 3, "glob": "*.txt"], ["pattern": "needle", "path": "src"],
    ["pattern": "needle", "path": "a.txt"], ["pattern": "needle", "path": "build"],
    ["pattern": "needle", "path": "b.o"], ["pattern": "needle", "path": "binary"], ["pattern": "needle {"],
    ["pattern": "needle("], ["pattern": "needle(", "output": "count"], ["pattern": "\\d+"],
    ["pattern": "^(?:two|six)$"], ["pattern": "\\bneedle\\b.*ü$"], ["pattern": "n[^é]ed.e"], ["pattern": "e{2}dle"],
    ["pattern": "nothing such"], ["pattern": "needle", "glob": "src/**"], ["pattern": "*"], ["pattern": "-e"],
  ]

  @Test(.enabled(if: ripgrep != nil, "ripgrep is not installed: nothing to compare with"), arguments: [true, false])
  func linesAreTheSame(isRepository: Bool) throws {
    let sandbox = try Self.tree(isRepository: isRepository)
    for search in Self.searches {
      let with = sandbox.run(GrepTool(ripgrep: Self.ripgrep), search)
      #expect(sandbox.run(GrepTool(ripgrep: nil), search) == with, "\(search)")
    }
  }

  @Test(.enabled(if: ripgrep != nil, "ripgrep is not installed: nothing to compare with"), arguments: [true, false])
  func filesAreTheSame(isRepository: Bool) throws {
    let sandbox = try Self.tree(isRepository: isRepository)
    let searches: [JSON] = [
      ["pattern": "*"], ["pattern": "*.o"], ["pattern": "*", "path": "src"], ["pattern": "*", "path": "build"],
      ["pattern": "*", "path": "inner"], ["pattern": "src/**"], ["pattern": "*.none"],
    ]
    for search in searches {
      let with = sandbox.run(GlobTool(ripgrep: Self.ripgrep), search)
      #expect(sandbox.run(GlobTool(ripgrep: nil), search) == with, "\(search)")
    }
  }

  /// Not only the same, but right; in a repository.
  @Test(arguments: ripgrep.map { [$0, nil] } ?? [nil] as [String?])
  func whatIsFoundIsWhatIsThere(ripgrep: String?) throws {
    let sandbox = try Self.tree(isRepository: true)
    #expect(
      sandbox.run(GrepTool(ripgrep: ripgrep), ["pattern": "needle", "output": "files"]).output == """
        a.txt
        inner/deep/r
        inner/p.o
        keep.o
        latin.txt
        logs/d.txt
        näme é.txt
        other/src/gen
        src/.hidden/d
        src/build.o
        src/build.txt
        src/top-only
        src-b/c.txt
        sub/in/stays
        (matches in 1 file left out: secret or forbidden)
        """)
    #expect(
      sandbox.run(GrepTool(ripgrep: ripgrep), ["pattern": "needle", "context": 1, "glob": "*.txt"]).output == """
        a.txt:1:one needle
        a.txt-2-two
        --
        a.txt-4-four
        a.txt:5:five needle
        a.txt-6-six
        --
        latin.txt:1:needle \u{FFFD}
        --
        logs/d.txt-1-Needle
        logs/d.txt:2:needle(
        --
        näme é.txt:1:needle ü
        --
        src/build.txt:1:needle {
        --
        src-b/c.txt-1-x = 42
        src-b/c.txt:2:y = needle
        (bytes that are not UTF-8 are shown as \u{FFFD})
        """)
    #expect(
      sandbox.run(
        GrepTool(ripgrep: ripgrep), ["pattern": "needle", "path": "logs", "ignore_case": true, "output": "count"]
      )
      .output == "logs/d.txt:2\n(2 lines in 1 file)")
    #expect(
      sandbox.run(GrepTool(ripgrep: ripgrep), ["pattern": "needle", "path": "binary"])
        == ToolResult(ok: false, output: "binary is no text file; look at it with bash, for instance with strings"))
  }

  @Test(arguments: ripgrep.map { [$0, nil] } ?? [nil] as [String?])
  func aNameThatIsNotUTF8IsCounted(ripgrep: String?) throws {
    let sandbox = try Sandbox()
    try sandbox.write("needle\n", to: "a")
    _ = sandbox.run(BashTool(), ["command": "echo needle >\"$(printf 'b\\377')\""])
    #expect(
      sandbox.run(GlobTool(ripgrep: ripgrep), ["pattern": "*"]).output
        == "a\n(1 name left out: not UTF-8; bash can show them)")
  }

  /// An ignore file of somebody's home does not decide what a project in it holds.
  @Test(arguments: ripgrep.map { [$0, nil] } ?? [nil] as [String?])
  func aboveARepositoryNothingCountsAndAboveNoneNeither(ripgrep: String?) throws {
    let sandbox = try Sandbox()
    try sandbox.write("*\n", to: ".gitignore")
    try sandbox.write("x", to: "plain/a")
    try sandbox.write("x", to: "repository/.git/HEAD")
    try sandbox.write("x", to: "repository/b")
    let tool = GlobTool(ripgrep: ripgrep)
    #expect(sandbox.run(tool, ["pattern": "*", "path": "plain"]).output == "plain/a")
    #expect(sandbox.run(tool, ["pattern": "*", "path": "repository"]).output == "repository/b")
  }
}
