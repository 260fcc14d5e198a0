// A search through a transcript of which most may be in the journal only. What is kept is how many lines match on each
// page, which is little whatever is found; where in a page a match is, is looked for when one is there. Until a page
// has been counted its number is not known, and a step that would go over it waits.

import TerminalUI

/// A search in a pane: what for, how much was found where, and which match one is at.
struct PaneSearch: Equatable, Sendable {
  /// A line with a match: its page, and how many there are before it on that page.
  struct Place: Equatable, Sendable {
    var page: Int
    var offset: Int
  }

  /// Where to go as soon as enough is known: the first match from a place on in a direction.
  struct Step: Equatable, Sendable {
    /// With an offset of nil: from that page's end that comes first.
    var page: Int
    var offset: Int?
    var direction: Int
    /// Pages that it has gone over.
    var passed = 0
  }

  let pattern: SearchPattern
  /// Tells this search from those before it.
  let number: Int
  /// Lines with a match, by page; nil where that is not known yet.
  private(set) var counts: [Int?] = []
  /// Pages whose count is final: nothing is added to them any more.
  private var settled = 0
  private(set) var current: Place?
  private(set) var step: Step?
  /// Some of it could not be read.
  var isPartial = false

  init(_ pattern: SearchPattern, number: Int) {
    self.pattern = pattern
    self.number = number
  }

  /// Lines with a match, as far as is known.
  var found: Int { counts.reduce(0) { $0 + ($1 ?? 0) } }
  /// Whether all pages have been counted.
  var isComplete: Bool { !counts.contains(nil) }
  /// The number of the current match, from 1; nil where there is none, or not all before it is counted.
  var ordinal: Int? {
    guard let current, !counts[..<current.page].contains(nil) else { return nil }
    return counts[..<current.page].reduce(current.offset + 1) { $0 + ($1 ?? 0) }
  }

  /// Counts what is in memory; what was added since a page was counted is not known where the page has gone.
  mutating func count(_ pages: [TranscriptPage]) {
    if counts.count < pages.count { counts += [Int?](repeating: nil, count: pages.count - counts.count) }
    for (index, page) in pages.enumerated() {
      if let entries = page.entries {
        counts[index] = entries.reduce(0) { $0 + pattern.lineCount(in: $1.searchText) }
      } else if index >= settled {
        counts[index] = nil
      }
    }
    settled = max(0, pages.count - 1)
  }

  /// Takes what was counted elsewhere.
  mutating func take(_ found: [Int: Int]) {
    for (page, count) in found where counts.indices.contains(page) { counts[page] = count }
  }

  /// Counts what cannot be read as nothing.
  mutating func giveUp() {
    isPartial = true
    for index in counts.indices where counts[index] == nil { counts[index] = 0 }
  }

  /// The person wants to be at the next match from here.
  mutating func go(_ step: Step) { self.step = step }

  /// From the current match to its neighbour.
  mutating func go(by direction: Int) {
    guard let current else { return }
    step = Step(page: current.page, offset: current.offset + direction, direction: direction)
  }

  /// Takes the step, as far as what is known allows. Returns whether there is a new current match.
  mutating func advance() -> Bool {
    guard var next = step, !counts.isEmpty else { return false }
    while next.passed <= counts.count {
      guard let count = counts[next.page] else {
        step = next
        return false
      }
      let offset = next.offset ?? (next.direction > 0 ? 0 : count - 1)
      if (0..<count).contains(offset) {
        (current, step) = (Place(page: next.page, offset: offset), nil)
        return true
      }
      next.page = (next.page + next.direction + counts.count) % counts.count
      next.offset = nil
      next.passed += 1
    }
    step = nil
    return false
  }

  /// The pages that have to be counted elsewhere, first those that the step comes to first.
  var missing: [Int] {
    let start = step?.page ?? 0
    let direction = step?.direction ?? 1
    return counts.indices.map { (start + direction * $0 + counts.count * 2) % counts.count }.filter {
      counts[$0] == nil
    }
  }
}
