/// How the indentation of one text is made that of another, the same for every line.
enum IndentShift: Sendable, Equatable {
  case same
  /// All lines begin with this besides.
  case deeper([UInt8])
  /// All lines begin with this no more.
  case shallower([UInt8])
  /// So many signs of one kind for each so many of another: four spaces a tab, two spaces four.
  case scaled(from: UInt8, count: Int, to: UInt8, by: Int)

  /// What makes the first indentation of each pair the second; nil where no one shift does.
  init?(_ pairs: [(from: [UInt8], to: [UInt8])]) {
    guard let first = pairs.first else { return nil }
    var candidates: [IndentShift] = [.same]
    if first.to.count > first.from.count {
      candidates.append(.deeper(Array(first.to.prefix(first.to.count - first.from.count))))
    } else if first.to.count < first.from.count {
      candidates.append(.shallower(Array(first.from.prefix(first.from.count - first.to.count))))
    }
    if let pair = pairs.first(where: { !$0.from.isEmpty && !$0.to.isEmpty }), let from = pair.from.first,
      let to = pair.to.first
    {
      candidates.append(.scaled(from: from, count: pair.from.count, to: to, by: pair.to.count))
    }
    let found = candidates.first { candidate in pairs.allSatisfy { candidate.indent($0.from) == $0.to } }
    guard let found else { return nil }
    self = found
  }

  /// The line, shifted; nil where it cannot be. A blank line stays as it is.
  func applied(to line: Substring) -> Substring? {
    let indent = Array(line.utf8.prefix(while: isSpace))
    guard indent.count < line.utf8.count else { return line }
    guard let shifted = self.indent(indent) else { return nil }
    return Substring(String(decoding: shifted, as: UTF8.self) + Substring(line.utf8.dropFirst(indent.count)))
  }

  private func indent(_ indent: [UInt8]) -> [UInt8]? {
    switch self {
    case .same: return indent
    case .deeper(let more): return more + indent
    case .shallower(let less): return indent.starts(with: less) ? Array(indent.dropFirst(less.count)) : nil
    case .scaled(let from, let count, let to, let by):
      guard indent.allSatisfy({ $0 == from }), indent.count * by % count == 0 else { return nil }
      return [UInt8](repeating: to, count: indent.count * by / count)
    }
  }
}
