// Formatted and wrapped entries, kept by the entry's version: a memo, nothing depends on whether something is in it.
// The model's own text only ever grows, so what was formatted of it stays and the rest is added.

/// Rows of entries, by agent and entry.
final class RowCache {
  /// Entries kept; with more it starts anew (only what is visible comes back at once).
  static let limit = 8192

  private struct Key: Hashable {
    var agent: Int
    var entry: Int
  }

  private struct Cached {
    var version: Int
    var isOpen: Bool
    /// Bytes of the text that are in `rows`.
    var fed: Int
    var rows: EntryRows
  }

  private var cached: [Key: Cached] = [:]
  private var glyphs: Glyphs?

  func rowCount(_ entry: TranscriptEntry, of pane: AgentPane, width: Int, glyphs: Glyphs) -> Int {
    let key = prepare(entry, of: pane, glyphs: glyphs)
    return cached[key]?.rows.rowCount(width: width) ?? 0
  }

  func rows(
    _ range: Range<Int>, of entry: TranscriptEntry, in pane: AgentPane, width: Int, glyphs: Glyphs
  ) -> [StyledLine] {
    let key = prepare(entry, of: pane, glyphs: glyphs)
    return cached[key]?.rows.rows(range, width: width, ellipsis: glyphs.ellipsis) ?? []
  }

  private func prepare(_ entry: TranscriptEntry, of pane: AgentPane, glyphs: Glyphs) -> Key {
    if self.glyphs != glyphs {
      cached = [:]
      self.glyphs = glyphs
    }
    let key = Key(agent: pane.id, entry: entry.id)
    let isOpen = pane.isOpen(entry)
    if let known = cached[key], known.isOpen == isOpen {
      if known.version == entry.version { return key }
      if case .text(let text) = entry.kind, known.version < entry.version {
        let fresh = String(Substring(text.utf8.dropFirst(known.fed)))
        cached[key]?.rows.append(fresh)
        cached[key]?.fed = text.utf8.count
        cached[key]?.version = entry.version
        return key
      }
    }
    if cached.count >= RowCache.limit { cached = [:] }
    let fed = if case .text(let text) = entry.kind { text.utf8.count } else { 0 }
    cached[key] = Cached(
      version: entry.version, isOpen: isOpen, fed: fed,
      rows: EntryFormatter(glyphs: glyphs).rows(of: entry, isOpen: isOpen))
    return key
  }
}
