// Taking texts apart, with Python's notion of white space and of lines.

extension Text {
  /// What Python's `str.isspace` is true of.
  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
    default: false
    }
  }

  /// What ends a line for Python's `str.splitlines`.
  private static func endsLine(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A...0x0D, 0x1C...0x1E, 0x85, 0x2028, 0x2029: true
    default: false
    }
  }

  /// The text without what stands at its ends: white space, or any of `characters`.
  func stripped(_ characters: Text? = nil, left: Bool = true, right: Bool = true) -> Text {
    let unwanted = characters.map { Set($0.scalars.map(\.scalar)) }
    func isUnwanted(_ scalar: Unicode.Scalar) -> Bool { unwanted.map { $0.contains(scalar) } ?? Self.isSpace(scalar) }
    var start = 0
    var end = bytes.count
    while left, start < end, isUnwanted(scalar(at: start)) { start += Self.width(of: bytes[start]) }
    while right, start < end {
      var last = end - 1
      while last > start, bytes[last] & 0xC0 == 0x80 { last -= 1 }
      guard isUnwanted(scalar(at: last)) else { break }
      end = last
    }
    return self[start..<end]
  }

  /// The pieces between separators, at most `limit` cuts (any number if negative), from the left.
  func split(at separator: Text, limit: Int = -1) -> [Text] {
    var pieces: [Text] = []
    var start = 0
    while limit < 0 || pieces.count < limit, let place = firstPlace(of: separator, from: start) {
      pieces.append(self[start..<place])
      start = place + separator.bytes.count
    }
    pieces.append(self[start..<bytes.count])
    return pieces
  }

  /// The same, cut from the right: only separators that overlap themselves tell the directions apart.
  func splitFromRight(at separator: Text, limit: Int) -> [Text] {
    let mirrored = Text(bytes: bytes.reversed(), mark: 0)
    let needle = Text(bytes: separator.bytes.reversed(), mark: 0)
    var pieces: [Text] = []
    var start = 0
    while limit < 0 || pieces.count < limit, let place = mirrored.firstPlace(of: needle, from: start) {
      pieces.append(self[(bytes.count - place)..<(bytes.count - start)])
      start = place + needle.bytes.count
    }
    pieces.append(self[0..<(bytes.count - start)])
    return pieces.reversed()
  }

  /// The words between white space, at most `limit` cuts; what is left over keeps the space within it.
  func words(limit: Int = -1) -> [Text] {
    var pieces: [Text] = []
    var place = 0
    while true {
      while place < bytes.count, Self.isSpace(scalar(at: place)) { place += Self.width(of: bytes[place]) }
      guard place < bytes.count else { return pieces }
      if limit >= 0, pieces.count >= limit {
        pieces.append(self[place..<bytes.count])
        return pieces
      }
      let start = place
      while place < bytes.count, !Self.isSpace(scalar(at: place)) { place += Self.width(of: bytes[place]) }
      pieces.append(self[start..<place])
    }
  }

  /// The words, cut from the right.
  func wordsFromRight(limit: Int) -> [Text] {
    if limit < 0 { return words() }
    var pieces: [Text] = []
    var end = bytes.count
    /// Where the code point before a place begins.
    func before(_ place: Int) -> Int {
      var last = place - 1
      while last > 0, bytes[last] & 0xC0 == 0x80 { last -= 1 }
      return last
    }
    while true {
      while end > 0, Self.isSpace(scalar(at: before(end))) { end = before(end) }
      guard end > 0 else { break }
      var start = end
      if pieces.count >= limit {
        pieces.append(self[0..<end])
        break
      }
      while start > 0, !Self.isSpace(scalar(at: before(start))) { start = before(start) }
      pieces.append(self[start..<end])
      end = start
    }
    return pieces.reversed()
  }

  /// The lines, with their ends or without.
  func lines(keepingEnds: Bool = false) -> [Text] {
    var lines: [Text] = []
    var start = 0
    var place = 0
    while place < bytes.count {
      let scalar = scalar(at: place)
      var next = place + Self.width(of: bytes[place])
      if Self.endsLine(scalar) {
        if scalar == "\r", next < bytes.count, bytes[next] == 0x0A { next += 1 }
        lines.append(self[start..<(keepingEnds ? next : place)])
        start = next
      }
      place = next
    }
    if start < bytes.count { lines.append(self[start..<bytes.count]) }
    return lines
  }

  /// The text with `old` put otherwise, at most `limit` times (any number if negative).
  func replacing(_ old: Text, with new: Text, limit: Int = -1) -> Text {
    var builder = TextBuilder()
    var done = 0
    if old.isEmpty {
      for character in characters {
        if limit < 0 || done < limit {
          builder.append(new)
          done += 1
        }
        builder.append(character)
      }
      if limit < 0 || done < limit { builder.append(new) }
      return builder.text(safe: isSafe)
    }
    var start = 0
    while limit < 0 || done < limit, let place = firstPlace(of: old, from: start) {
      builder.append(self[start..<place])
      builder.append(new)
      start = place + old.bytes.count
      done += 1
    }
    if done == 0 { return self }
    builder.append(self[start..<bytes.count])
    return builder.text(safe: isSafe)
  }
}
