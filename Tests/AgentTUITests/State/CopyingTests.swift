import Agents
import OrderedJSON
import Orchestrator
import TerminalUI
import Testing

@testable import AgentTUI

@Suite struct CopyingTests {
  private static let markdown = """
    # Heading

    Some **bold** text that goes on and on, for longer than a row of this pane is wide, to its end.
    - an item
    1. another

    | name | what |
    |---|---:|
    | a | `x` |
    | b | y |

    ```swift
    func f() {
    \tg("tab")
    }
    ```
    > quoted
    """

  /// What is selected, from the row with the first text to the row with the second one; and what is copied.
  static let cases: [(from: String, to: String, copied: String)] = [
    ("Heading", "Heading", "# Heading"),
    ("Some bold", "Some bold", Self.lines(2...2)),
    ("to its end", "to its end", Self.lines(2...2)),
    ("row of this", "an item", Self.lines(2...3)),
    ("• an item", "1. another", "- an item\n1. another"),
    ("name", "name", "| name | what |"),
    ("b    │", "b    │", "| b | y |"),
    ("name", "b    │", Self.lines(6...9)),
    ("another", "─┼─", Self.lines(4...7)),
    ("func f", "func f", "func f() {"),
    ("func f", "}", "func f() {\n\tg(\"tab\")\n}"),
    ("  swift", "  }", Self.lines(11...15)),
    ("  swift", "g(", Self.lines(11...13)),
    ("  }", "quoted", Self.lines(14...16)),
    ("quoted", "quoted", "> quoted"),
    ("go", "quoted", "go\n" + markdown),
  ]

  private static func lines(_ range: ClosedRange<Int>) -> String {
    markdown.split(separator: "\n", omittingEmptySubsequences: false)[range].joined(separator: "\n")
  }

  private func console(_ text: String, width: Int = 44) -> ConsoleState {
    var state = ConsoleFixture.console(["ada"], size: Size(width: width, height: 40))
    state.begin("ada", "go")
    state.tell("ada", .text(text))
    state.press("esc")
    return state
  }

  /// The transcript's rows.
  private func rows(_ state: ConsoleState) -> [String] {
    let rect = state.paneLayout(of: 0, in: state.layout)?.transcript ?? Rect(Size(width: 0, height: 0))
    let surface = ScreenView.surface(state)
    return (rect.y..<rect.endY).map { y in (rect.x..<rect.endX).map { surface[$0, y]?.text ?? "" }.joined() }
  }

  /// Selects from the first row with a text to the first one from there on with another, and copies.
  private func copied(_ state: inout ConsoleState, _ from: String, _ to: String) throws -> [Effect] {
    let rows = rows(state)
    let first = try #require(rows.firstIndex { $0.contains(from) }, "\(from) in \(rows)")
    let last = try #require(rows[first...].firstIndex { $0.contains(to) }, "\(to) in \(rows)")
    state.press("y g")
    for _ in 0..<first { state.press("down") }
    state.press("v")
    for _ in first..<last { state.press("down") }
    return state.press("y")
  }

  @Test(arguments: cases)
  func textIsCopiedAsItWasWrittenWhateverIsShownOfIt(from: String, to: String, text: String) throws {
    var state = console(Self.markdown)
    #expect(try copied(&state, from, to) == [.copy(text)])
  }

  /// However narrow: each table is a list, each line some rows.
  @Test(arguments: [20, 24, 30, 44, 90])
  func allOfItIsTheSourceAtAnyWidth(width: Int) throws {
    var state = console(Self.markdown, width: width)
    state.press("y g v G")
    #expect(state.press("y") == [.copy("go\n" + Self.markdown)])
  }

  @Test func selectionIsMarkedAsItIsCopiedWholeLines() throws {
    var state = console("one\n" + String(repeating: "word ", count: 20) + "end\nthree")
    let row = try #require(rows(state).firstIndex { $0.contains("end") })
    state.press("y g")
    for _ in 0..<row { state.press("down") }
    let rect = try #require(state.paneLayout(of: 0, in: state.layout)?.transcript)
    let surface = ScreenView.surface(state)
    let marked = (rect.y..<rect.endY).filter { surface[rect.x, $0]?.style.role == .selection }
    let wrapped = rows(state).enumerated().filter { $0.element.contains("word") }.map { $0.offset + rect.y }
    #expect(marked == wrapped && wrapped.count > 1)
  }

  @Test func lineIsMarkedWholeFromWhicheverOfItsRowsTheSelectionBegins() throws {
    let state = console("one\n" + String(repeating: "word ", count: 30) + "end\nthree")
    let wrapped = rows(state).enumerated().filter { $0.element.contains("word") }.map(\.offset)
    let rect = try #require(state.paneLayout(of: 0, in: state.layout)?.transcript)
    #expect(wrapped.count > 2)
    for row in wrapped {
      var state = state
      state.press("y g")
      for _ in 0..<row { state.press("down") }
      let surface = ScreenView.surface(state)
      let marked = (rect.y..<rect.endY).filter { surface[rect.x, $0]?.style.role == .selection }
      #expect(marked.map { $0 - rect.y } == wrapped)
    }
  }

  /// What has no row of its own belongs to what is passed over, and to nobody who begins or ends beside it.
  @Test func fencesAtTheEdgesOfATextAreCopiedWithWhatLiesBeyondThem() {
    var state = console("```\ncode\n```")
    state.tell("ada", .contextCompacted(tokensBefore: 9, tokensAfter: 3))
    let note = "older part summarised: 9 tokens became 3"
    #expect(state.press("y g v G y") == [.copy("go\n```\ncode\n```\n\(note)")])
    #expect(state.press("y g v j y") == [.copy("go\n```\ncode\n```")])
    #expect(state.press("y g j y") == [.copy("code")])
    #expect(state.press("y g j v j y") == [.copy("code\n```\n\(note)")])
  }

  @Test func callIsCopiedWithoutItsMarksBarsAndIndent() {
    var state = console("I look.")
    state.tell("ada", .toolStarted(call: "c", name: "bash", arguments: ["command": "make\ttest", "timeout": 5]))
    let output = "first\u{1B}[31m\n\n  indented \(String(repeating: "long ", count: 30))\r\nlast  \n"
    state.tell("ada", .toolFinished(call: "c", name: "bash", ok: true, output: output, milliseconds: 7))
    #expect(state.press("y y") == [.copy("bash make␉test → 3 lines, 7 ms")])
    state.press("o")
    #expect(
      state.press("y g v G y") == [
        .copy(
          "go\nI look.\nbash make␉test → 3 lines, 7 ms\ncommand: make\ttest\ntimeout: 5\nfirst␛[31m\n\n  indented "
            + String(repeating: "long ", count: 30) + "\nlast  ")
      ])
  }

  @Test func notesErrorsThoughtsAndTasksAreCopiedWithoutTheirMarks() {
    var state = console("")
    state.tell("ada", .reasoning("hm\n\nso"))
    state.tell("ada", .contextCompacted(tokensBefore: 9, tokensAfter: 3))
    state.tell("ada", .runFinished(.init(reason: .failed, text: "", error: "It broke.")))
    state.begin("ada", "again\nplease", task: "t2")
    let rest = "older part summarised: 9 tokens became 3\nIt broke.\n\nagain\nplease"
    #expect(state.press("y g v G y") == [.copy("go\nthinking: so\n\(rest)")])
    state.agents[0].showsReasoning = true
    #expect(state.press("y g v G y") == [.copy("go\nhm\n\nso\n\(rest)")])
  }

  @Test func lineWithoutAnEndIsOneLineHoweverItIsKept() {
    let line = String(repeating: "0123456789", count: 3000)
    var state = console("before\n\(line)")
    state.tell("ada", .text("\nafter"))
    state.press("y k")
    #expect(state.press("y") == [.copy(line)])
  }
}
