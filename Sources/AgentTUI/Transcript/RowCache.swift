// Formatted and wrapped entries, kept by the entry's version: a memo, nothing depends on whether something is in it.
// The model's own text only ever grows, so what was formatted of it stays and the rest is added.

import TerminalUI

/// Rows of entries, by pane (its identifier) and entry.
final class RowCache {
  /// Bytes of text whose rows are kept, and as many again that were not asked for since: what is on screen is never
  /// more, and formatted text takes several times as much.
  static let mostBytes = 4 << 20

  private struct Key: Hashable {
    var pane: Int
    var entry: Int
  }

  private struct Cached {
    var version: Int
    var isOpen: Bool
    /// Bytes of the text that are in `rows`.
    var fed: Int
    var rows: EntryRows
  }

  private var recent: [Key: Cached] = [:]
  /// What was not asked for since the others were begun with.
  private var older: [Key: Cached] = [:]
  private var recentBytes = 0
  private var glyphs: Glyphs?

  func rowCount(_ entry: TranscriptEntry, isOpen: Bool, pane: Int, width: Int, glyphs: Glyphs) -> Int {
    let key = prepare(entry, isOpen: isOpen, pane: pane, glyphs: glyphs)
    return recent[key]?.rows.rowCount(width: width) ?? 0
  }

  func rows(
    _ range: Range<Int>, of entry: TranscriptEntry, isOpen: Bool, pane: Int, width: Int, glyphs: Glyphs
  ) -> [StyledLine] {
    let key = prepare(entry, isOpen: isOpen, pane: pane, glyphs: glyphs)
    return recent[key]?.rows.rows(range, width: width, ellipsis: glyphs.ellipsis) ?? []
  }

  /// The rows of an entry on which something that is searched for begins.
  func rows(
    with pattern: SearchPattern, in entry: TranscriptEntry, isOpen: Bool, pane: Int, width: Int, glyphs: Glyphs
  ) -> [Int] {
    let key = prepare(entry, isOpen: isOpen, pane: pane, glyphs: glyphs)
    return recent[key]?.rows.rows(with: pattern, width: width) ?? []
  }

  /// All rows of the line that a row is a part of.
  func rowsOfLine(
    at row: Int, in entry: TranscriptEntry, isOpen: Bool, pane: Int, width: Int, glyphs: Glyphs
  ) -> Range<Int>? {
    let key = prepare(entry, isOpen: isOpen, pane: pane, glyphs: glyphs)
    return recent[key]?.rows.lines(atRow: row, width: width)?.rows
  }

  private func prepare(_ entry: TranscriptEntry, isOpen: Bool, pane: Int, glyphs: Glyphs) -> Key {
    if self.glyphs != glyphs {
      (recent, older, recentBytes) = ([:], [:], 0)
      self.glyphs = glyphs
    }
    let key = Key(pane: pane, entry: entry.id)
    if recent[key] == nil, let known = older.removeValue(forKey: key) { keep(known, key) }
    if let known = recent[key], known.isOpen == isOpen {
      if known.version == entry.version { return key }
      if case .text(let text) = entry.kind, known.version < entry.version {
        let fresh = String(Substring(text.utf8.dropFirst(known.fed)))
        recent[key]?.rows.append(fresh)
        recent[key]?.fed = text.utf8.count
        recent[key]?.version = entry.version
        recentBytes += fresh.utf8.count
        return key
      }
    }
    let fed = isOpen || !entry.isFoldable ? entry.bytes : 0
    let rows = EntryRows(EntryFormatter(glyphs: glyphs).parts(of: entry, isOpen: isOpen))
    keep(Cached(version: entry.version, isOpen: isOpen, fed: fed, rows: rows), key)
    return key
  }

  private func keep(_ cached: Cached, _ key: Key) {
    if recentBytes > RowCache.mostBytes { (older, recent, recentBytes) = (recent, [:], 0) }
    recent[key] = cached
    // A row of its own takes something, however short.
    recentBytes += cached.fed + 256
  }
}
