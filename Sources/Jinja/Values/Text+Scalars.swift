// Places in a text by code points, as Python counts them. Text of ASCII alone needs no counting.

extension Text {
  /// How many code points there are.
  var scalarCount: Int {
    var count = 0
    for byte in bytes where byte & 0xC0 != 0x80 { count += 1 }
    return count
  }

  /// Where each code point begins, and the end.
  var scalarStarts: [Int] {
    var starts: [Int] = []
    starts.reserveCapacity(bytes.count + 1)
    for (place, byte) in bytes.enumerated() where byte & 0xC0 != 0x80 { starts.append(place) }
    starts.append(bytes.count)
    return starts
  }

  /// The place of the code point with this number; the end when there are fewer.
  func place(ofScalar number: Int) -> Int {
    var left = number
    for (place, byte) in bytes.enumerated() where byte & 0xC0 != 0x80 {
      if left == 0 { return place }
      left -= 1
    }
    return bytes.count
  }

  /// How many code points lie before a place.
  func scalarNumber(at place: Int) -> Int {
    var count = 0
    for byte in bytes[..<place] where byte & 0xC0 != 0x80 { count += 1 }
    return count
  }

  /// Every code point as a text of its own.
  var characters: [Text] {
    let starts = scalarStarts
    return starts.indices.dropLast().map { self[starts[$0]..<starts[$0 + 1]] }
  }

  /// The code point that begins at a place.
  func scalar(at place: Int) -> Unicode.Scalar {
    let lead = bytes[place]
    func tail(_ offset: Int) -> UInt32 { UInt32(bytes[place + offset] & 0x3F) }
    let value: UInt32 =
      if lead < 0x80 {
        UInt32(lead)
      } else if lead < 0xE0 {
        UInt32(lead & 0x1F) << 6 | tail(1)
      } else if lead < 0xF0 {
        UInt32(lead & 0x0F) << 12 | tail(1) << 6 | tail(2)
      } else {
        UInt32(lead & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3)
      }
    return Unicode.Scalar(value) ?? "\u{FFFD}"
  }

  /// How many bytes the code point takes that begins with this byte.
  static func width(of lead: UInt8) -> Int { lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4 }

  /// The code points with the ranges of their bytes.
  var scalars: [(scalar: Unicode.Scalar, range: Range<Int>)] {
    var result: [(scalar: Unicode.Scalar, range: Range<Int>)] = []
    result.reserveCapacity(bytes.count)
    var place = 0
    while place < bytes.count {
      let end = place + Self.width(of: bytes[place])
      result.append((scalar(at: place), place..<end))
      place = end
    }
    return result
  }

  /// The text with every code point put otherwise; each keeps its mark.
  func mapped(_ change: (Unicode.Scalar, Int) -> String) -> Text {
    var builder = TextBuilder()
    for (number, (scalar, range)) in scalars.enumerated() {
      builder.append(change(scalar, number), mark: mark(at: range.lowerBound))
    }
    return builder.text(safe: isSafe)
  }
}
