import Testing

@testable import AgentTUI

@Suite struct FileIndexTests {
  @Test(arguments: [
    ("main", ["main.swift", "Sources/main.swift", "src/domain.c", "My/Apple/ini"]),  // start, name, inside, letters
    ("s", ["src/x", "Sources/s.c"]), ("X", ["x/a", "a/x", "b/x"]), ("src/m", ["src/main", "a/src/mine"]),
    ("src", ["a/src/x", "asrcx"]), ("é", ["b/é"]), ("zz", []), ("", ["a", "b"]),
  ])
  func bestMatchesComeFirst(typed: String, expected: [String]) {
    #expect(FileIndex(Array(expected.reversed().sorted())).matches(typed, limit: 12) == expected)
  }

  @Test func onlyTheBestAreKept() {
    let index = FileIndex((0..<500).map { "folder/file\($0)" } + ["file"])
    #expect(index.matches("file", limit: 3) == ["file", "folder/file0", "folder/file1"])
  }

  @Test func lettersThatAreNotThereInTheirOrderDoNotMatch() {
    #expect(FileIndex(["abc"]).matches("acb", limit: 3) == [])
    #expect(FileIndex(["abc"]).matches("ac", limit: 3) == ["abc"])
  }
}
