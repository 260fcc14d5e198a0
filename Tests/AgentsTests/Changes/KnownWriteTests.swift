import Testing

@testable import Agents

@Suite struct KnownWriteTests {
  /// `-` is no file, `?` one that is not kept, `x` one that holds x, `x!` the same with other permissions.
  private static func state(_ text: Substring) -> FileState {
    switch text {
    case "-": .absent
    case "?": FileState(.unkept)
    default: FileState(FileContent(String(text.prefix(1))), mode: text.hasSuffix("!") ? 0o755 : 0o644)
    }
  }

  private static func name(_ state: FileState) -> String {
    switch state.content {
    case .absent: "-"
    case .unkept: "?"
    case .bytes: (state.content.text ?? "") + (state.mode == 0o755 ? "!" : "")
    }
  }

  private static func write(_ text: Substring) -> KnownWrite {
    let sides = text.split(separator: ">")
    return KnownWrite(
      path: ResolvedPath(absolute: "/ws/a", workspace: "/ws"), before: state(sides[0]), after: state(sides[1]))
  }

  @Test(arguments: [
    // Before and now, what others are known to have written, and what is left for the command.
    ("a a", "", ""),
    ("a b", "", "a>b"),
    ("- b", "", "->b"),
    ("a -", "", "a>-"),
    ("a a!", "", "a>a!"),
    ("a b", "a>b", ""),  // all of it was somebody else
    ("a c", "a>b", "b>c"),  // somebody else, then the command
    ("a c", "b>c", "a>b"),  // the command, then somebody else
    ("a d", "b>c", "a>b c>d"),  // before and after
    ("a a", "a>b", "b>a"),  // it put back what was there
    ("a c", "a>b b>c", ""),
    ("a -", "a>b", "b>-"),
    ("? b", "", "?>b"),
    ("? ?", "", "?>?"),
    ("? b", "a>b", ""),  // what was not kept may have been what the other one found
    ("? c", "a>b", "b>c"),
    ("a ?", "a>?", ""),
  ])
  func whatKnownWritesDoNotExplainIsTheCommands(states: String, writes: String, left: String) {
    let sides = states.split(separator: " ").map(Self.state)
    let steps = KnownWrite.unexplained(
      from: sides[0], to: sides[1], by: writes.split(separator: " ").map(Self.write))
    #expect(steps.map { "\(Self.name($0.before))>\(Self.name($0.after))" }.joined(separator: " ") == left)
  }

  @Test(arguments: [("a>b b>c", "a>c"), ("a>b c>d", "a>b c>d"), ("a>b b>a a>c", "a>c")])
  func writesThatGoOnFromEachOtherAreKeptAsOne(writes: String, kept: String) {
    let all = writes.split(separator: " ").map(Self.write).reduce(into: [KnownWrite]()) { $0.add($1) }
    #expect(all.map { "\(Self.name($0.before))>\(Self.name($0.after))" }.joined(separator: " ") == kept)
  }
}
