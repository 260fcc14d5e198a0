import Agents
import OrderedJSON
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
