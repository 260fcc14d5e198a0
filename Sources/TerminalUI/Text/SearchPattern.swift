// What is searched for, byte by byte: a transcript of a million lines is to be counted in less than a second. What has a
// capital letter is searched for as it stands, anything else in either case.

import System

/// A text to look for in lines.
package struct SearchPattern: Equatable, Sendable {
  package let text: String
  private let isExact: Bool
  /// Its bytes, in lower case where the case does not matter; nil where it is not all ASCII.
  private let bytes: [UInt8]?

  package init(_ text: String) {
    self.text = text
    let isExact = text.contains(where: \.isUppercase)
    self.isExact = isExact
    let bytes = Array((isExact ? text : text.lowercased()).utf8)
    self.bytes = bytes.allSatisfy { $0 < 0x80 } ? bytes : nil
  }

  package func occurs(in text: String) -> Bool { lineCount(in: text, most: 1) > 0 }

  /// How many lines of a text it occurs in.
  package func lineCount(in text: String, most: Int = .max) -> Int {
    var text = text
    return text.withUTF8 { utf8 in
      if let bytes { return lineCount(of: bytes, in: utf8, most: most) }
      // What is not ASCII occurs only where something else is not.
      return utf8.split(separator: 0x0A).lazy.filter { line in
        line.contains { $0 >= 0x80 } && !ranges(of: String(decoding: line, as: UTF8.self)).isEmpty
      }.prefix(most).reduce(0) { count, _ in count + 1 }
    }
  }

  /// Where it stands in a text, without overlaps.
  package func ranges(of text: String) -> [Range<String.Index>] {
    guard let bytes else { return clusterRanges(of: text) }
    var text = text
    let places: [Int] = text.withUTF8 { utf8 in
      var places: [Int] = []
      var place = 0
      while let next = find(bytes, in: utf8, from: place) {
        places.append(next)
        place = next + bytes.count
      }
      return places
    }
    return places.map { place in
      let start = text.utf8.index(text.startIndex, offsetBy: place)
      return start..<text.utf8.index(start, offsetBy: bytes.count)
    }
  }

  // MARK: bytes

  private func lineCount(of bytes: [UInt8], in utf8: UnsafeBufferPointer<UInt8>, most: Int) -> Int {
    guard let base = utf8.baseAddress else { return 0 }
    var count = 0
    var place = 0
    while count < most, let match = find(bytes, in: utf8, from: place) {
      count += 1
      guard let feed = memchr(base + match, 0x0A, utf8.count - match) else { break }
      place = UnsafeRawPointer(feed) - UnsafeRawPointer(base) + 1
    }
    return count
  }

  private func find(_ bytes: [UInt8], in utf8: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard let first = bytes.first, utf8.count >= bytes.count else { return nil }
    let last = utf8.count - bytes.count
    let other = !isExact && (0x61...0x7A).contains(first) ? first - 0x20 : first
    return bytes.withUnsafeBufferPointer { bytes in
      var place = start
      while place <= last {
        let byte = utf8[place]
        if byte == first || byte == other, matches(bytes, in: utf8, at: place) { return place }
        place += 1
      }
      return nil
    }
  }

  private func matches(
    _ bytes: UnsafeBufferPointer<UInt8>, in utf8: UnsafeBufferPointer<UInt8>, at place: Int
  ) -> Bool {
    for offset in 1..<max(1, bytes.count) {
      var byte = utf8[place + offset]
      if !isExact, (0x41...0x5A).contains(byte) { byte += 0x20 }
      if byte != bytes[offset] { return false }
    }
    return true
  }

  // MARK: graphemes

  /// For other scripts, where a letter and its mark may be written as one scalar or as two.
  private func clusterRanges(of text: String) -> [Range<String.Index>] {
    let wanted = self.text.map { isExact ? String($0) : $0.lowercased() }
    guard let first = wanted.first else { return [] }
    let letters = text.indices.map { (index: $0, letter: isExact ? String(text[$0]) : text[$0].lowercased()) }
    var ranges: [Range<String.Index>] = []
    var place = 0
    while place + wanted.count <= letters.count {
      if letters[place].letter == first,
        (1..<wanted.count).allSatisfy({ letters[place + $0].letter == wanted[$0] })
      {
        let end = place + wanted.count
        ranges.append(letters[place].index..<(end < letters.count ? letters[end].index : text.endIndex))
        place = end
      } else {
        place += 1
      }
    }
    return ranges
  }
}
