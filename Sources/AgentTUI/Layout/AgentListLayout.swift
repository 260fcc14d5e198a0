import TerminalUI

/// The rows of the list of agents on a narrow screen.
struct AgentListLayout: Equatable {
  /// Within the frame.
  let inside: Rect
  /// Rows of each agent: name, and state below where there is room.
  let rows: Int
  /// The agents that are seen.
  let visible: Range<Int>

  init(_ rect: Rect, count: Int, focus: Int) {
    inside = rect.inset(by: 1)
    rows = count * 2 <= inside.height ? 2 : 1
    let most = max(1, inside.height / rows)
    let first = max(0, min(focus - most / 2, count - most))
    visible = first..<min(count, first + most)
  }

  /// Where an agent stands.
  func place(of agent: Int) -> Rect {
    Rect(x: inside.x, y: inside.y + (agent - visible.lowerBound) * rows, width: inside.width, height: rows)
  }

  /// The agent that stands at a place.
  func row(at point: Point) -> Int? { visible.first { place(of: $0).contains(point) } }
}
