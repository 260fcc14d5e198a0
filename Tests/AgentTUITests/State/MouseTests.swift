import Agents
import OrderedJSON
import TerminalUI
import Testing

@testable import AgentTUI

@Suite struct MouseTests {
  private static let all = MouseSettings(scroll: true, click: true, select: true)

  /// Four agents in a grid of 2×2 at 120×36; the first one has said forty numbered lines.
  private func console(_ mouse: MouseSettings, size: Size = Size(width: 120, height: 36)) -> ConsoleState {
    var state = ConsoleFixture.console(size: size)
    state.settings.mouse = mouse
    state.begin("ada", "count")
    state.tell("ada", .text((1...40).map { "line \($0)" }.joined(separator: "\n")))
    return state
  }

  /// The screen's row in which a text stands, and the column where it begins.
  private func place(of text: String, in state: ConsoleState) throws -> Point {
    let rows = state.screen
    let y = try #require(rows.firstIndex { $0.contains(text) })
    let range = try #require(rows[y].firstRange(of: text))
    return Point(x: String(rows[y][..<range.lowerBound]).displayWidth, y: y)
  }

  @Test("Each setting lets its own gesture through and no other")
  func settings() throws {
    let gestures: [(name: String, events: [MouseEvent.Action])] = [
      ("scroll", [.scrollUp]), ("click", [.press, .release]), ("select", [.press, .drag, .release]),
    ]
    for (set, mouse) in [
      ("none", MouseSettings()), ("scroll", MouseSettings(scroll: true)), ("click", MouseSettings(click: true)),
      ("select", MouseSettings(select: true)),
    ] {
      for (name, actions) in gestures {
        var state = console(mouse)
        state.press("alt-2")  // Another pane than the one that is pointed at.
        let point = try place(of: "line 38", in: state)
        let effects = actions.flatMap { state.update(.input(.mouse(MouseEvent(action: $0, place: point)))) }
        let isAllowed = set == name
        #expect((state.agents[0].scroll != .follow) == (isAllowed && name == "scroll"), "\(name) with \(set)")
        // A drag that selects gives its pane the focus as well, and begins with a press.
        let isFocused = isAllowed && name != "scroll" || set == "click" && name == "select"
        #expect((state.focus == 0) == isFocused, "\(name) with \(set)")
        #expect(effects == (isAllowed && name == "select" ? [.copy("line 38")] : []), "\(name) with \(set)")
        #expect(state.place == .composer && state.copy == nil)
      }
    }
  }

  @Test("The wheel scrolls the pane under the pointer, not the one with the focus, and back to its end")
  func wheel() throws {
    var state = console(Self.all)
    state.press("alt-2")
    let point = try place(of: "line 38", in: state)
    for _ in 0..<2 { state.point(.scrollUp, point) }
    #expect(state.screen.contains { $0.contains("line 34") } && !state.screen.contains { $0.contains("line 35") })
    #expect(state.focus == 1)
    for _ in 0..<2 { state.point(.scrollDown, point) }
    #expect(state.agents[0].scroll == .follow)
  }

  @Test("A click gives the focus to a pane, or to the agent of a row of the list")
  func click() throws {
    var grid = console(Self.all)
    grid.point(.press, try place(of: "3 cyd", in: grid))
    #expect(grid.focus == 2)
    var narrow = console(Self.all, size: Size(width: 60, height: 20))
    narrow.point(.press, try place(of: "dot", in: narrow))
    #expect(narrow.focus == 3)
    // Beside anything there is nothing.
    narrow.point(.press, Point(x: 0, y: 0))
    #expect(narrow.focus == 3)
  }

  @Test("A click selects a row of what lies over the panes, and a theme shows itself")
  func overlays() throws {
    var themes = console(Self.all)
    themes.press("esc t")
    #expect(themes.point(.press, try place(of: "nord", in: themes)) == [.setTheme("nord", isChosen: false)])
    #expect(themes.point(.scrollUp, Point(x: 60, y: 10)) == [.setTheme("gruvbox", isChosen: false)])

    var asked = console(Self.all)
    for (index, agent) in ["bob", "cyd", "dot"].enumerated() {
      asked.begin(agent, "x", task: "t\(index)")
      asked.tell(agent, .permissionRequested(ConsoleFixture.request("p\(index)", command: "run \(agent)")))
    }
    asked.press("f2")
    asked.point(.press, try place(of: "cyd: bash", in: asked))
    #expect(asked.targetedApproval?.agent == "cyd")
  }

  @Test("Dragging selects whole lines in either direction, and copies them when the button is let go")
  func drag() throws {
    for (from, to) in [("line 36", "line 38"), ("line 38", "line 36")] {
      var state = console(Self.all)
      state.type("half a task")
      state.point(.press, try place(of: from, in: state))
      state.point(.drag, try place(of: "line 37", in: state))
      state.point(.drag, try place(of: to, in: state))
      #expect(state.point(.release, Point(x: 3, y: 3)) == [.copy("line 36\nline 37\nline 38")])
      // Whoever was writing writes on.
      state.type("!")
      #expect(state.composer.input.text == "half a task!")
      #expect(state.agents[0].scroll == .follow)
    }
  }

  @Test("Dragged over its edge a pane scrolls, a row for each report")
  func beyond() throws {
    var state = console(Self.all)
    let top = state.layout.panes[0].rect.y
    state.point(.press, try place(of: "line 40", in: state))
    for _ in 0..<20 { state.point(.drag, Point(x: 3, y: top)) }
    #expect(state.point(.release, Point(x: 3, y: 0)) == [.copy((20...40).map { "line \($0)" }.joined(separator: "\n"))])
  }

  @Test("Within its edges a drag scrolls nothing, at each edge it does")
  func edges() throws {
    let state = console(Self.all)
    let rect = try #require(state.paneLayout(of: 0, in: state.layout)?.transcript)
    let shown = try (rect.y..<rect.endY).map { y in
      try #require(state.screen[y].firstMatch(of: /line (\d+)/).flatMap { Int($0.output.1) })
    }
    #expect(shown.last == 40)
    func copied(_ rows: [Int], held: Bool) -> [Effect] {
      var state = state
      if held { state.point(.scrollUp, Point(x: 5, y: rect.y)) }
      state.point(.press, Point(x: 5, y: rect.y + 3))
      for row in rows { state.point(.drag, Point(x: 5, y: row)) }
      return state.point(.release, Point(x: 5, y: 0))
    }
    func lines(_ range: ClosedRange<Int>) -> [Effect] {
      [.copy(range.map { "line \($0)" }.joined(separator: "\n"))]
    }
    let (first, last) = (shown[0], shown[shown.count - 1])
    #expect(copied([rect.y], held: false) == lines(first...first + 3))
    #expect(copied([rect.y - 1], held: false) == lines(first + 2...first + 3))
    #expect(copied([rect.y, rect.y - 1], held: false) == lines(first - 1...first + 3))
    // Three rows up, so that there is something below.
    #expect(copied([rect.endY - 1], held: true) == lines(first...last - 3))
    #expect(copied([rect.endY - 1, rect.endY, rect.endY + 5], held: true) == lines(first...last - 1))
  }

  @Test("A step of the wheel is three rows either way, also in a text that lies over the panes")
  func steps() throws {
    var state = console(Self.all)
    let point = try place(of: "line 38", in: state)
    let rows = state.screen
    for _ in 0..<3 { state.point(.scrollUp, point) }
    let above = state.screen
    state.point(.scrollUp, point)
    state.point(.scrollDown, point)
    #expect(state.screen == above && above != rows)
    state.press("esc ?")
    let top = state.screen
    state.point(.scrollDown, point)
    let below = state.screen
    state.point(.scrollUp, point)
    #expect(state.screen == top && below != top)
    state.press("down down down")
    #expect(state.screen == below)
  }

  @Test(
    "What is over the panes, or asks, is not clicked or dragged through, and a button that was let go holds nothing")
  func nothing() throws {
    var state = console(Self.all)
    let point = try place(of: "line 38", in: state)
    let other = try place(of: "line 36", in: state)
    func drag(_ state: inout ConsoleState) -> [Effect] {
      [(MouseEvent.Action.press, point), (.drag, other), (.release, other)].flatMap { state.point($0.0, $0.1) }
    }
    // A question in the composer's place.
    state.press("alt-2 esc r")
    #expect(drag(&state) == [] && state.focus == 1 && state.copy == nil)
    state.press("esc ?")
    #expect(drag(&state) == [] && state.focus == 1 && state.copy == nil)
    state.press("esc")
    #expect(drag(&state) == [.copy("line 36\nline 37\nline 38")])
    // Let go: no button is held any more.
    #expect(state.point(.drag, point) == [] && state.copy == nil)
    #expect(state.point(.release, point) == [])
    // A click while lines are selected copies nothing.
    state.press("1 y")
    #expect(state.point(.press, point) + state.point(.release, point) == [])
    #expect(state.copy != nil)
  }

  @Test("In a list that is longer than the screen the row that is clicked is the agent that stands there")
  func longList() throws {
    var state = ConsoleFixture.console((1...20).map { "agent\($0)" }, size: Size(width: 60, height: 14))
    state.settings.mouse = Self.all
    for focus in [0, 9, 19] {
      state.focus = focus
      for row in state.screen.indices {
        guard let name = state.screen[row].prefix(22).firstMatch(of: /agent(\d+)/)?.output.1, let number = Int(name)
        else { continue }
        var clicked = state
        clicked.point(.press, Point(x: 4, y: row))
        #expect(clicked.focus == number - 1, "row \(row) with \(focus) in focus")
      }
      #expect(state.screen.contains { $0.prefix(22).contains("\(focus + 1) ") && $0.contains("agent\(focus + 1)") })
    }
  }

  @Test(
    "The setting switches on what it names, and says what it does not know",
    arguments: [
      (#"{}"#, MouseSettings(), 0),
      (#"{"mouse": {"scroll": true}}"#, MouseSettings(scroll: true), 0),
      (#"{"mouse": {"scroll": true, "click": true, "select": true}}"#, all, 0),
      (#"{"mouse": {"scroll": false, "select": true}}"#, MouseSettings(select: true), 0),
      (#"{"mouse": true}"#, MouseSettings(), 1),
      (#"{"mouse": {"wheel": true, "click": 1, "select": true}}"#, MouseSettings(select: true), 2),
    ])
  func setting(text: String, mouse: MouseSettings, count: Int) throws {
    var problems: [String] = []
    let object = try #require(try JSON(parsing: text).object)
    #expect(MouseSettings(settings: object, problems: &problems) == mouse)
    #expect(problems.count == count, "\(problems)")
  }
}

extension ConsoleState {
  @discardableResult
  fileprivate mutating func point(_ action: MouseEvent.Action, _ place: Point) -> [Effect] {
    update(.input(.mouse(MouseEvent(action: action, place: place))))
  }
}
