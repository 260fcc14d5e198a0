// Only whole lines are compared without their white space: of a piece of a line nobody could say what belongs to it.

/// Lines that are looked for in a text, whatever white space they begin and end with.
struct LooseLines: Sendable {
  private let lines: [Substring]

  /// The lines of what was to be replaced.
  init(of old: String) {
    lines = Self.lines(old)
  }

  /// The places in `text` where all lines fit but for white space: those where only line ends differ, and if there is
  /// none of them those where the whole is indented otherwise.
  func fits(in text: String) -> [Fit] {
    let wanted = lines.map { Self.body($0) }
    guard wanted.contains(where: { !$0.isEmpty }) else { return [] }
    let there = Self.lines(text)
    guard wanted.count <= there.count else { return [] }
    let bodies = there.map { Self.body($0) }
    var fits: [Fit] = []
    for place in 0...(there.count - wanted.count) {
      guard wanted.indices.allSatisfy({ wanted[$0].elementsEqual(bodies[place + $0]) }) else { continue }
      let indents = zip(lines, there[place...]).filter { !Self.body($0.0).isEmpty }
        .map { (Self.indent(of: $0), Self.indent(of: $1)) }
      if let shift = IndentShift(indents) { fits.append(Fit(place: place, count: wanted.count, shift: shift)) }
    }
    let straight = fits.filter { $0.shift == .same }
    return straight.isEmpty ? fits : straight
  }

  /// The lines of a text; the end of the last one begins no other.
  static func lines(_ text: String) -> [Substring] {
    var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Substring.init)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  private static func body(_ line: Substring) -> Substring.UTF8View {
    var body = line.utf8.drop(while: isSpace)
    while let last = body.last, isSpace(last) { body.removeLast() }
    return body
  }

  private static func indent(of line: Substring) -> [UInt8] { Array(line.utf8.prefix(while: isSpace)) }

  /// A place where they fit.
  struct Fit: Sendable, Equatable {
    /// The first line, from 0, and how many there are.
    let place: Int
    let count: Int
    /// How the text there is indented otherwise.
    let shift: IndentShift

    /// The text with these lines replaced. A line that old and new have alike stays as it is there. Nil where a line
    /// of `new` cannot be indented as the text is.
    func replacing(_ old: String, by new: String, in text: String) -> String? {
      var there = LooseLines.lines(text)
      let (before, after) = (LooseLines.lines(old), LooseLines.lines(new))
      var made: [Substring] = []
      for change in LineDiff(before, after).changes {
        switch change {
        case .kept(let line, _): made.append(there[place + line])
        case .removed: break
        case .added(let line):
          guard let shifted = shift.applied(to: after[line]) else { return nil }
          made.append(shifted)
        }
      }
      there.replaceSubrange(place..<place + count, with: made)
      return there.isEmpty ? "" : there.joined(separator: "\n") + (text.utf8.last == UInt8(ascii: "\n") ? "\n" : "")
    }
  }
}
