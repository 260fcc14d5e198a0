import TerminalUI

/// Where what lies over the panes stands: a box in the middle, the whole body where the screen is small.
struct OverlayLayout: Equatable {
  /// With its frame.
  var box: Rect
  /// Within the frame.
  var inside: Rect

  init(_ state: ConsoleState) {
    let body = state.layout.body
    let isSmall = body.width < 60 || body.height < 14
    let wanted: Size
    switch state.overlay {
    case .confirmation(let question):
      var text = WrappedText(
        question.question(running: state.runningCount, queued: state.queuedCount), format: .plain(Style(.text)))
      wanted = Size(width: 60, height: max(6, text.rowCount(width: 56) + 4))
    case .picker(let picker):
      let most = picker.kind == .palette ? 24 : 18
      wanted = Size(width: 76, height: min(most, body.height))
    case .reader, .approvals, .map, .changes, nil: wanted = Size(width: 104, height: body.height)
    }
    if case .confirmation = state.overlay {
      box = body.centered(wanted)
    } else {
      box = isSmall ? body : body.inset(left: 2, top: 1, right: 2, bottom: 1).centered(wanted)
    }
    inside = box.height < 4 || box.width < 8 ? box : box.inset(left: 2, top: 1, right: 2, bottom: 1)
  }

  var isFramed: Bool { inside != box }
}

/// The parts of a list with a filter.
struct PickerLayout: Equatable {
  /// What is typed to filter.
  let filter: Rect
  let list: Rect
  /// The items that are seen.
  let visible: Range<Int>

  /// - Parameter count: items that the filter leaves.
  init(_ picker: Picker, count: Int, _ state: ConsoleState) {
    (filter, list) = OverlayLayout(state).inside.splitTop(1)
    let first = max(0, min(picker.selected - list.height / 2, count - list.height))
    visible = first..<min(count, first + list.height)
  }

  /// The item that stands at a place.
  func row(at point: Point) -> Int? {
    list.contains(point) && visible.contains(visible.lowerBound + point.y - list.y)
      ? visible.lowerBound + point.y - list.y : nil
  }
}

/// The parts of the list of approvals: who waits, and what the selected one is.
struct ApprovalLayout: Equatable {
  var list: Rect
  var detail: Rect
  var keys: Rect
  var keyRows: [StyledLine]

  init(_ state: ConsoleState) {
    let inside = OverlayLayout(state).inside
    var rest = inside
    keyRows =
      state.targetedApproval.map { ApprovalText.keys($0, contexts: [.approvals], width: inside.width, state) } ?? []
    (rest, keys) = rest.splitBottom(min(keyRows.count, max(0, inside.height - 2)))
    if inside.width >= 70 {
      (list, detail) = rest.splitLeft(inside.width / 3)
      detail = detail.inset(left: 1)
    } else {
      (list, detail) = rest.splitTop(rest.height < 6 ? 1 : min(state.approvals.count, rest.height / 3))
    }
  }

  /// The approvals whose rows are seen: the selected one among them.
  func visible(_ state: ConsoleState) -> Range<Int> {
    let here = state.targetedApproval.flatMap { target in state.approvals.firstIndex { $0.id == target.id } } ?? 0
    let first = max(0, min(here - list.height / 2, state.approvals.count - list.height))
    return first..<min(state.approvals.count, first + list.height)
  }

  /// The approval that stands at a place.
  func row(at point: Point, _ state: ConsoleState) -> Int? {
    let row = visible(state).lowerBound + point.y - list.y
    return list.contains(point) && visible(state).contains(row) ? row : nil
  }
}
