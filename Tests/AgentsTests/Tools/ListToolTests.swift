import Foundation
import OrderedJSON
import Testing
import Threading

@testable import Agents

@Suite struct ListToolTests {
  private let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  @Test func namesComeInOrderWithWhatTheyAre() throws {
    try sandbox.write(String(repeating: "x", count: 1_234), to: "b.txt")
    try sandbox.write("", to: "a/inner")
    try sandbox.write("x", to: ".hidden")
    try sandbox.write("x", to: ".env")
    try sandbox.write("x", to: "two\nlines")
    try sandbox.link("now", to: "releases/7")
    mkfifo(sandbox.path + "/pipe", 0o600)
    #expect(
      sandbox.run(ListTool(), [:])
        == ToolResult(
          ok: true,
          output: """
            .hidden (1 byte)
            a/
            b.txt (1.2 kB)
            now -> releases/7
            pipe (no file)
            "two\\nlines" (1 byte)
            (1 name left out: secret or forbidden)
            """))
    #expect(sandbox.run(ListTool(), ["path": "a"]).output == "inner (0 bytes)")
  }

  @Test func anEmptyFolderSaysSo() throws {
    try FileManager.default.createDirectory(atPath: sandbox.path + "/a", withIntermediateDirectories: false)
    #expect(sandbox.run(ListTool(), ["path": "a"]) == ToolResult(ok: true, output: "(nothing in a)"))
  }

  @Test func aLongListIsBoundedAndSaysSo() throws {
    for number in 100..<500 { try sandbox.write("", to: "\(number)") }
    let lines = sandbox.run(ListTool(), [:]).output.split(separator: "\n")
    #expect(lines.count == 301)
    #expect(lines.last == "(the first 300 of 400 names; glob finds others)")
  }

  @Test func namesThatAreNotUTF8AreCounted() {
    _ = sandbox.run(BashTool(), ["command": "touch a \"$(printf 'b\\377')\""])
    #expect(
      sandbox.run(ListTool(), [:]).output == "a (0 bytes)\n(1 name left out: not UTF-8; bash can show them)")
  }

  @Test(arguments: [
    ("a", "a is a file, not a folder; give a folder as path"),
    ("scr", "there is no folder scr; did you mean src?"),
    ("none", "there is no folder none; list shows what there is"),
  ])
  func whatIsNoFolderIsRefused(path: String, sentence: String) throws {
    try sandbox.write("", to: "a")
    try sandbox.write("", to: "src/x")
    #expect(sandbox.run(ListTool(), ["path": .string(path)]) == ToolResult(ok: false, output: sentence))
  }
}
