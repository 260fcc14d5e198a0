// Which rows of a transcript are seen, and where scrolling leads. Only the entries that are looked at are asked for
// their rows, so a long transcript costs no more than a short one.

/// A window of `height` rows onto a transcript.
struct TranscriptWindow {
  let entries: [TranscriptEntry]
  let height: Int
  /// How many rows an entry has, at the window's width.
  let rowCount: (TranscriptEntry) -> Int

  /// The first row; nil when there are no entries.
  var first: TranscriptAnchor? { entries.first.map { TranscriptAnchor(entry: $0.id, row: 0) } }

  /// The last row; nil when there are no rows.
  var last: TranscriptAnchor? {
    for entry in entries.reversed() {
      let rows = rowCount(entry)
      if rows > 0 { return TranscriptAnchor(entry: entry.id, row: rows - 1) }
    }
    return nil
  }

  /// The row at the window's top while it follows.
  var followingTop: TranscriptAnchor? { last.map { moved($0, by: 1 - height) } }

  /// The row at the window's top; what is no longer there is replaced by the nearest that is.
  func top(_ scroll: Scroll) -> TranscriptAnchor? {
    switch scroll {
    case .follow: followingTop
    case .held(let anchor): clamped(anchor)
    }
  }

  /// Where scrolling by `rows` (downwards positive) leads; at the end it follows again.
  func scrolled(_ scroll: Scroll, by rows: Int) -> Scroll {
    guard let top = top(scroll), let end = followingTop else { return .follow }
    if rows >= 0, scroll == .follow { return .follow }
    let target = moved(top, by: rows)
    return rows > 0 && target >= end
      ? .follow : rows < 0 && target == top && scroll == .follow ? .follow : .held(target)
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

  /// The row `rows` below (or above) another one, at most the last (or the first).
  func moved(_ anchor: TranscriptAnchor, by rows: Int) -> TranscriptAnchor {
    guard var index = index(of: anchor.entry) else { return anchor }
    var row = anchor.row
    var left = rows
    while left < 0 {
      if row >= -left { return TranscriptAnchor(entry: entries[index].id, row: row + left) }
      left += row
      row = 0
      // To the last row of the entry above that has rows.
      guard let above = entries[..<index].lastIndex(where: { rowCount($0) > 0 }) else { break }
      index = above
      row = rowCount(entries[index]) - 1
      left += 1
    }
    while left > 0 {
      let below = rowCount(entries[index]) - 1 - row
      if below >= left { return TranscriptAnchor(entry: entries[index].id, row: row + left) }
      left -= max(0, below)
      row += max(0, below)
      guard let next = entries[(index + 1)...].firstIndex(where: { rowCount($0) > 0 }) else { break }
      index = next
      row = 0
      left -= 1
    }
    return TranscriptAnchor(entry: entries[index].id, row: row)
  }

  /// The row itself, or the nearest that is there.
  func clamped(_ anchor: TranscriptAnchor) -> TranscriptAnchor? {
    guard let firstID = entries.first?.id, let lastID = entries.last?.id else { return nil }
    if anchor.entry < firstID { return first }
    guard anchor.entry <= lastID, let index = index(of: anchor.entry) else { return last }
    return TranscriptAnchor(entry: anchor.entry, row: max(0, min(anchor.row, rowCount(entries[index]) - 1)))
  }

  private func index(of id: Int) -> Int? {
    guard let first = entries.first?.id, id >= first, id - first < entries.count else { return nil }
    return id - first
  }
}
