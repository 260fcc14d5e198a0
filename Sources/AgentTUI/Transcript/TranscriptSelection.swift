// What copying takes: lines, not rows. A row that is a part of a wrapped line means all of it, and what is taken is the
// text as it came. Only the first and the last entry of a selection are laid out, so that it may be as long as a journal.

import Orchestrator
import System
import TerminalUI

/// The selected lines of a transcript, as whoever copies them needs it; some of it may be in the journal only.
struct TranscriptSelection: Equatable, Sendable {
  /// More is not put together: no clipboard takes it.
  static let mostBytes = 64 << 20

  /// Some entries, in order.
  enum Piece: Equatable, Sendable {
    case entries([TranscriptEntry])
    /// They are in the journal only.
    case part(TranscriptPart)
  }

  var pieces: [Piece]
  /// The first and the last row.
  var range: ClosedRange<TranscriptAnchor>
  /// Columns of a row.
  var width: Int
  var glyphs: Glyphs
  /// What the person opened or closed, and whether reasoning is open otherwise.
  var choices: [Int: Bool]
  var showsReasoning: Bool

  /// Whether all of it is in memory.
  var isInMemory: Bool {
    pieces.allSatisfy { if case .entries = $0 { true } else { false } }
  }

  /// The text.
  ///
  /// - Parameters:
  ///   - most: bytes that it may have.
  ///   - read: what is on a page that is in the journal only.
  /// - Throws: what `read` throws, and `FleetError` where the text is longer than it may be.
  func text(
    most: Int = mostBytes, reading read: (TranscriptPart) throws(FleetError) -> [TranscriptEntry]
  ) throws(FleetError) -> String {
    var lines: [String] = []
    var bytes = 0
    for piece in pieces {
      let entries =
        switch piece {
        case .entries(let entries): entries
        case .part(let part): try read(part)
        }
      for entry in entries where (range.lowerBound.entry...range.upperBound.entry).contains(entry.id) {
        let more = self.lines(of: entry)
        lines += more
        bytes += more.reduce(0) { $0 + $1.utf8.count + 1 }
        if bytes > most {
          throw FleetError(
            "more than \(Figures.bytes(most)) are selected, which no clipboard takes; select less, or take it from the journal"
          )
        }
      }
    }
    return lines.joined(separator: "\n")
  }

  /// The selected lines of an entry.
  private func lines(of entry: TranscriptEntry) -> [String] {
    let isOpen = entry.isOpen(choices[entry.id], showsReasoning: showsReasoning)
    let parts = EntryFormatter(glyphs: glyphs).parts(of: entry, isOpen: isOpen)
    let isFirst = entry.id == range.lowerBound.entry
    let isLast = entry.id == range.upperBound.entry
    guard isFirst || isLast else { return parts.flatMap { $0.copied() } }
    var rows = EntryRows(parts)
    let count = rows.rowCount(width: width)
    guard count > 0,
      let from = rows.lines(atRow: isFirst ? max(0, min(range.lowerBound.row, count - 1)) : 0, width: width),
      let to = rows.lines(atRow: isLast ? max(0, min(range.upperBound.row, count - 1)) : count - 1, width: width),
      from.section <= to.section
    else { return [] }
    return (from.section...to.section).flatMap { section in
      let start = isFirst && section == from.section ? from.lines.lowerBound : 0
      let end = isLast && section == to.section ? to.lines.upperBound : Int.max
      return parts[section].copied(start < end ? start..<end : start..<start)
    }
  }
}
