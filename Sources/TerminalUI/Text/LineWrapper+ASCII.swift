// Most lines are ASCII: a byte is a column, and only spaces are places to break at. The rows are found among the
// bytes, and the runs cut there; a test holds this against the general way.

extension LineWrapper {
  /// The bytes of a line that is printable ASCII; nil for any other.
  func ascii(_ line: StyledLine) -> [UInt8]? {
    var bytes: [UInt8] = []
    for run in line.runs { bytes += run.text.utf8 }
    return DisplayWidth.isPrintableASCII(bytes) ? bytes : nil
  }

  /// Where the rows begin and end, the spaces at breaks left out.
  func asciiRows(_ bytes: [UInt8]) -> [Range<Int>] {
    let space = UInt8(ascii: " ")
    let laterRoom = max(1, width - continuation.width)
    var rows: [Range<Int>] = []
    var start = 0
    while start < bytes.count {
      let full = start + (rows.isEmpty ? width : laterRoom)
      guard full < bytes.count else {
        rows.append(start..<bytes.count)
        break
      }
      var (end, next) = (full, full)
      if let place = bytes[start...full].lastIndex(of: space) {
        var (first, last) = (place, place)
        while first > start, bytes[first - 1] == space { first -= 1 }
        while last < bytes.count, bytes[last] == space { last += 1 }
        // Spaces at the beginning of the row are its indent, not a break.
        if first > start || place == full { (end, next) = (first, last) }
      }
      rows.append(start..<end)
      start = next
    }
    return rows
  }

  /// The runs of these parts of a line, each row but the first after the continuation.
  func cut(_ line: StyledLine, at rows: [Range<Int>]) -> [StyledLine] {
    var result: [StyledLine] = []
    result.reserveCapacity(rows.count)
    var index = 0
    var runStart = 0
    for range in rows {
      var row = result.isEmpty ? StyledLine() : continuation
      while index < line.runs.count {
        let run = line.runs[index]
        let runEnd = runStart + run.text.utf8.count
        let part = max(range.lowerBound, runStart)..<max(range.lowerBound, min(range.upperBound, runEnd))
        let bytes = run.text.utf8.dropFirst(part.lowerBound - runStart).prefix(part.count)
        row.append(String(Substring(bytes)), run.style)
        // The rest of this run belongs to the next row.
        if runEnd > range.upperBound { break }
        runStart = runEnd
        index += 1
      }
      result.append(row)
    }
    return result
  }
}
