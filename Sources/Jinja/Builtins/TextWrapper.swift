/// Wraps a line as Python's `textwrap` does, without expanding tabs and with its white space kept within lines.
struct TextWrapper {
  let width: Int
  let breaksLongWords: Bool
  let breaksOnHyphens: Bool

  /// A word or a piece of white space.
  private struct Chunk {
    var range: Range<Int>
    var count: Int
    let isSpace: Bool
  }

  func wrap(_ line: Text) -> [Text] {
    var chunks = chunks(of: line)[...]
    var lines: [Text] = []
    while !chunks.isEmpty {
      // The chunks of a line lie beside each other, so a line is a range.
      var current: [Range<Int>] = []
      var length = 0
      var endsWithSpace = false
      if !lines.isEmpty, let first = chunks.first, first.isSpace { chunks.removeFirst() }
      while let chunk = chunks.first, length + chunk.count <= width {
        current.append(chunk.range)
        endsWithSpace = chunk.isSpace
        length += chunk.count
        chunks.removeFirst()
      }
      if let chunk = chunks.first, chunk.count > width {
        if breaksLongWords {
          let room = max(1, width - length)
          var cut = chunk.range.lowerBound
          for _ in 0..<room { cut += Text.width(of: line.bytes[cut]) }
          current.append(chunk.range.lowerBound..<cut)
          endsWithSpace = chunk.isSpace
          chunks[chunks.startIndex].range = cut..<chunk.range.upperBound
          chunks[chunks.startIndex].count -= room
        } else if current.isEmpty {
          current.append(chunk.range)
          endsWithSpace = chunk.isSpace
          chunks.removeFirst()
        }
      }
      if endsWithSpace { current.removeLast() }
      if let first = current.first, let last = current.last {
        lines.append(line[first.lowerBound..<last.upperBound])
      }
    }
    return lines
  }

  /// Words and the white space between them; a word can be cut after a hyphen between letters.
  private func chunks(of line: Text) -> [Chunk] {
    var chunks: [Chunk] = []
    let scalars = line.scalars
    for (number, (scalar, range)) in scalars.enumerated() {
      let isSpace = Text.isSpace(scalar)
      let isAfterHyphen =
        breaksOnHyphens && number > 1 && scalar.isLetter && scalars[number - 1].scalar == "-"
        && scalars[number - 2].scalar.isLetter
      if let last = chunks.indices.last, chunks[last].isSpace == isSpace, !isAfterHyphen {
        chunks[last].range = chunks[last].range.lowerBound..<range.upperBound
        chunks[last].count += 1
      } else {
        chunks.append(Chunk(range: range, count: 1, isSpace: isSpace))
      }
    }
    return chunks
  }
}
