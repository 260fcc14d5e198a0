// Which rows of a transcript are seen, and where scrolling leads. Only the entries that are looked at are asked for
// their rows, so a long transcript costs no more than a short one. What is in the journal only has no rows: a movement
// ends before it, and says how far it would have gone on.

/// A window of `height` rows onto a transcript.
struct TranscriptWindow {
  let transcript: Transcript
  let height: Int
  /// How many rows an entry has, at the window's width.
  let rowCount: (TranscriptEntry) -> Int

  /// The first row, whether in memory or not; nil when there are no entries.
  var first: TranscriptAnchor? { transcript.isEmpty ? nil : TranscriptAnchor(entry: 0, row: 0) }

  /// The last row; nil when there are no rows.
  var last: TranscriptAnchor? {
    guard let entry = transcript.last else { return nil }
    let rows = rowCount(entry)
    return rows > 0 ? TranscriptAnchor(entry: entry.id, row: rows - 1) : neighbour(of: entry.id, -1).map(lastRow)
  }

  /// The row at the window's top while it follows.
  var followingTop: TranscriptAnchor? { last.map { moved($0, by: 1 - height) } }

  /// The row at the window's top; what is not there is replaced by the nearest that is.
  func top(_ scroll: Scroll) -> TranscriptAnchor? {
    switch scroll {
    case .follow: followingTop
    case .held(let anchor): clamped(anchor)
    }
  }

  /// Where scrolling by `rows` (downwards positive) leads; at the end it follows again.
  ///
  /// - Returns: also the rows that are left because what is there is in the journal only.
  func scrolled(_ scroll: Scroll, by rows: Int) -> (scroll: Scroll, left: Int) {
    guard let top = top(scroll), let end = followingTop else { return (.follow, 0) }
    if rows >= 0, scroll == .follow { return (.follow, 0) }
    let (target, left) = move(top, by: rows)
    let isBeyond = isLetGo(target.entry + (rows > 0 ? 1 : -1))
    if rows > 0, target >= end { return (.follow, 0) }
    if rows < 0, target == top, scroll == .follow { return (.follow, isBeyond ? left : 0) }
    return (.held(target), isBeyond ? left : 0)
  }

  /// The window such that `anchor` can be seen, about a third from its top.
  func showing(_ anchor: TranscriptAnchor) -> Scroll {
    let target = moved(clamped(anchor) ?? anchor, by: -height / 3)
    guard let end = followingTop, target < end else { return .follow }
    return .held(target)
  }

  /// The least scrolling such that `anchor` can be seen.
  func revealing(_ anchor: TranscriptAnchor, from scroll: Scroll) -> Scroll {
    guard let top = top(scroll) else { return .follow }
    if anchor < top { return .held(anchor) }
    let bottom = moved(top, by: height - 1)
    if anchor > bottom { return .held(moved(anchor, by: 1 - height)) }
    return scroll == .follow ? .held(top) : scroll
  }

  /// The row `rows` below (or above) another one, at most the last (or the first) that is there.
  func moved(_ anchor: TranscriptAnchor, by rows: Int) -> TranscriptAnchor { move(anchor, by: rows).anchor }

  /// The same, and how many rows are left at the end.
  func move(_ anchor: TranscriptAnchor, by rows: Int) -> (anchor: TranscriptAnchor, left: Int) {
    guard var entry = transcript[id: anchor.entry] else { return (anchor, rows) }
    var row = anchor.row
    var left = rows
    while left < 0 {
      if row >= -left { return (TranscriptAnchor(entry: entry.id, row: row + left), 0) }
      left += row
      row = 0
      guard let above = neighbour(of: entry.id, -1) else { break }
      entry = above
      row = rowCount(entry) - 1
      left += 1
    }
    while left > 0 {
      let below = rowCount(entry) - 1 - row
      if below >= left { return (TranscriptAnchor(entry: entry.id, row: row + left), 0) }
      left -= max(0, below)
      row += max(0, below)
      guard let next = neighbour(of: entry.id, 1) else { break }
      entry = next
      row = 0
      left -= 1
    }
    return (TranscriptAnchor(entry: entry.id, row: row), left)
  }

  /// The row itself, or the nearest that is there.
  func clamped(_ anchor: TranscriptAnchor) -> TranscriptAnchor? {
    if let entry = transcript[id: anchor.entry] {
      return TranscriptAnchor(entry: anchor.entry, row: max(0, min(anchor.row, rowCount(entry) - 1)))
    }
    guard let page = transcript.page(of: max(0, anchor.entry)),
      let next = transcript.pages[page...].first(where: { $0.entries != nil })
    else { return last }
    return TranscriptAnchor(entry: next.firstID, row: 0)
  }

  /// Whether there is an entry that is in the journal only.
  func isLetGo(_ id: Int) -> Bool { transcript.page(of: id).map { transcript.pages[$0].entries == nil } ?? false }

  /// The next entry in a direction that has rows, as far as they are in memory.
  private func neighbour(of id: Int, _ step: Int) -> TranscriptEntry? {
    var next = id + step
    while let entry = transcript[id: next] {
      if rowCount(entry) > 0 { return entry }
      next += step
    }
    return nil
  }

  private func lastRow(_ entry: TranscriptEntry) -> TranscriptAnchor {
    TranscriptAnchor(entry: entry.id, row: rowCount(entry) - 1)
  }
}
