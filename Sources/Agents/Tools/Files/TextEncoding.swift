/// How the bytes of a file say text.
enum TextEncoding: String, Sendable, Equatable {
  case utf8 = "UTF-8"
  /// With a byte order mark, in either order.
  case utf16 = "UTF-16"
  /// A byte a letter, as old Western files have it.
  case latin1 = "Latin-1"
  case binary = "no text"

  /// What the whole of a file is.
  init(of bytes: [UInt8]) {
    if Self.isLittleEndian(bytes[...]) != nil {
      self = .utf16
    } else if bytes.contains(0) {
      self = .binary
    } else if String(validating: bytes, as: UTF8.self) != nil {
      self = .utf8
    } else {
      self = .latin1
    }
  }

  /// Why a file of this kind is not changed: the end of a sentence that begins with its name; nil where it can be.
  func refusal(named path: String) -> String? {
    switch self {
    case .utf8: nil
    case .utf16:
      "is UTF-16, which is only read here, not changed; to convert it, run: iconv -f UTF-16 -t UTF-8 \(path) > new"
    case .latin1:
      "is no UTF-8 text, perhaps Latin-1, which is only read here, not changed; to convert it, run: "
        + "iconv -f LATIN1 -t UTF-8 \(path) > new"
    case .binary: "is no text file; change it with bash"
    }
  }

  /// The order of bytes that a UTF-16 mark at the beginning tells; nil where there is none.
  static func isLittleEndian(_ bytes: ArraySlice<UInt8>) -> Bool? {
    if bytes.starts(with: [0xFF, 0xFE]) { return true }
    return bytes.starts(with: [0xFE, 0xFF]) ? false : nil
  }

  /// A line of Latin-1 as text; nil for what is rather damaged UTF-8: it has whole characters of that, or bytes that
  /// Latin-1 has no letter for.
  static func latin1(_ line: [UInt8]) -> String? {
    guard !line.contains(where: { (0x80...0x9F).contains($0) }),
      String(decoding: line, as: UTF8.self).unicodeScalars.allSatisfy({ $0.isASCII || $0 == "\u{FFFD}" })
    else { return nil }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: line.map { Unicode.Scalar($0) })
    return String(text)
  }
}

/// Makes UTF-8 of UTF-16 that comes in pieces.
struct UTF16Reader: Sendable {
  let isLittleEndian: Bool
  /// The first byte of a pair, and the first half of a character, whose second has not come.
  private var odd: UInt8?
  private var half: UInt16?

  init(isLittleEndian: Bool) { self.isLittleEndian = isLittleEndian }

  /// Takes the next bytes; gives the characters that are whole.
  mutating func read(_ piece: some Collection<UInt8>) -> [UInt8] {
    var units: [UInt16] = half.map { [$0] } ?? []
    half = nil
    for byte in piece {
      guard let first = odd else {
        odd = byte
        continue
      }
      odd = nil
      let (low, high) = isLittleEndian ? (first, byte) : (byte, first)
      units.append(UInt16(high) << 8 | UInt16(low))
    }
    if let last = units.last, UTF16.isLeadSurrogate(last) { half = units.removeLast() }
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }

  /// What stands for a character that never became whole.
  var rest: [UInt8] { odd == nil && half == nil ? [] : Array("\u{FFFD}".utf8) }
}
