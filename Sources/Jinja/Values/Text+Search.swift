// Finding a text in another. The plain way is fast on what people write and slow on what is written to be slow:
// after too many vain comparisons the search goes on by the table of Knuth, Morris and Pratt.

extension Text {
  /// The first place at or after `start` where `wanted` stands, up to `end`.
  func firstPlace(of wanted: Text, from start: Int = 0, to end: Int? = nil) -> Int? {
    let needle = wanted.bytes
    let end = end ?? bytes.count
    guard start <= end else { return nil }
    guard let first = needle.first else { return start }
    guard end - start >= needle.count else { return nil }
    var patience = 4 * (end - start) + 64
    var place = start
    let last = end - needle.count
    while place <= last {
      if bytes[place] == first {
        var length = 1
        while length < needle.count, bytes[place + length] == needle[length] { length += 1 }
        if length == needle.count { return place }
        patience -= length
        if patience < 0 { return Self.patientPlace(of: needle, in: bytes, from: place, to: end) }
      }
      place += 1
    }
    return nil
  }

  /// The last place where `wanted` stands in the range.
  func lastPlace(of wanted: Text, from start: Int = 0, to end: Int? = nil) -> Int? {
    let end = end ?? bytes.count
    guard start <= end else { return nil }
    if wanted.isEmpty { return end }
    let reversed = Text(bytes: Array(bytes[start..<end].reversed()), mark: 0)
    let needle = Text(bytes: Array(wanted.bytes.reversed()), mark: 0)
    return reversed.firstPlace(of: needle).map { end - $0 - needle.bytes.count }
  }

  func contains(_ wanted: Text) -> Bool { firstPlace(of: wanted) != nil }

  func hasPrefix(_ wanted: Text, at place: Int = 0) -> Bool {
    let end = place + wanted.bytes.count
    return end <= bytes.count && bytes[place..<end] == wanted.bytes[...]
  }

  func hasSuffix(_ wanted: Text) -> Bool {
    let start = bytes.count - wanted.bytes.count
    return start >= 0 && bytes[start...] == wanted.bytes[...]
  }

  private static func patientPlace(of needle: [UInt8], in bytes: [UInt8], from start: Int, to end: Int) -> Int? {
    var borders = [Int](repeating: 0, count: needle.count)
    var length = 0
    for place in 1..<max(1, needle.count) {
      while length > 0, needle[place] != needle[length] { length = borders[length - 1] }
      if needle[place] == needle[length] { length += 1 }
      borders[place] = length
    }
    length = 0
    for place in start..<end {
      while length > 0, bytes[place] != needle[length] { length = borders[length - 1] }
      if bytes[place] == needle[length] { length += 1 }
      if length == needle.count { return place - length + 1 }
    }
    return nil
  }
}
