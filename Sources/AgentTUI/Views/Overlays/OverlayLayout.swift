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
    case .confirmation: wanted = Size(width: 60, height: 6)
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
}
