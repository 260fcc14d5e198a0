// Editors of some systems begin every file with a byte order mark. It is no part of what was written.

extension Array<UInt8> {
  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// The same without a mark of UTF-8 at the beginning.
  package var withoutByteOrderMark: [UInt8] { starts(with: Self.mark) ? Array(dropFirst(Self.mark.count)) : self }
}

extension String {
  /// The same without a mark at the beginning.
  package var withoutByteOrderMark: String {
    unicodeScalars.first == "\u{FEFF}" ? String(String.UnicodeScalarView(unicodeScalars.dropFirst())) : self
  }
}
