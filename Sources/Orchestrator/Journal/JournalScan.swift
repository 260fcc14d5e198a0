// Takes a journal apart, whatever has happened to its file: cut in the middle of a line, blocks of NUL bytes where a disk
// lost its power, lines that stand in another order. Every line that is whole is found, also behind rubbish that lost
// its line feed; what is none is named, and stops nothing.

import OrderedJSON
import System

/// Bytes of a journal that are no line of one.
public struct JournalDamage: Sendable, Equatable {
  /// The line's number in the file, from 1.
  public var line: Int
  /// Where it begins, in bytes.
  public var offset: Int
  /// How long it is, in bytes.
  public var bytes: Int
}

/// What a journal's bytes say.
struct JournalScan {
  /// A line that is whole.
  enum Line: Equatable {
    case event(FleetEvent)
    case record(JournalRecord)
  }

  /// Numbers beyond these were never given out: who went on counting from them could come to no end.
  static let numbers = 1...(1 << 53)

  private(set) var events: [FleetEvent] = []
  private(set) var records: [JournalRecord] = []
  private(set) var damage: [JournalDamage] = []
  /// Where the file's lines begin, as far as they are events and in order.
  private(set) var index = JournalIndex()
  /// Whether the last line is cut off: the program ended while it was written.
  private(set) var isCutOff = false

  /// Reads them.
  ///
  /// - Parameter isWanted: whether an event of this head need be looked at further.
  init(_ bytes: [UInt8], isWanted: (JournalLine) -> Bool = { _ in true }) {
    bytes.withUnsafeBufferPointer { scan($0, isWanted) }
    // Lines may have been swapped. Numbers say how it was; a line that stands there twice was told once.
    if !events.isInOrder(by: \.seq) {
      index.scatter()
      events = events.inOrder(by: \.seq)
    }
    if !records.isInOrder(by: \.number) { records = records.inOrder(by: \.number) }
  }

  private mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>, _ isWanted: (JournalLine) -> Bool) {
    var (start, number) = (0, 1)
    while start < bytes.count {
      let feed = bytes.feed(from: start)
      let end = feed ?? bytes.count
      let line = UnsafeBufferPointer(rebasing: bytes[start..<end])
      let whole = end - start + (feed == nil ? 0 : 1)
      if let head = JournalLine(line), !isWanted(head) {
        index.add(seq: head.seq, bytes: whole)
      } else if let found = Self.line(line) {
        take(found, bytes: whole)
      } else if !line.isEmpty {
        salvage(line, JournalDamage(line: number, offset: start, bytes: line.count), isLast: feed == nil)
        index.skip(bytes: whole)
      } else {
        index.skip(bytes: whole)
      }
      start = end + 1
      number += 1
    }
  }

  private mutating func take(_ line: Line, bytes: Int) {
    switch line {
    case .event(let event):
      events.append(event)
      index.add(seq: event.seq, bytes: bytes)
    case .record(let record):
      records.append(record)
      index.skip(bytes: bytes)
    }
  }

  /// Takes whole lines out of one that is none.
  private mutating func salvage(_ line: UnsafeBufferPointer<UInt8>, _ place: JournalDamage, isLast: Bool) {
    let (found, isLoss) = Self.pieces(of: line)
    for line in found {
      switch line {
      case .event(let event):
        events.append(event)
        index.scatter()
      case .record(let record): records.append(record)
      }
    }
    if isLast && found.isEmpty && line.contains(where: { $0 != 0 }) {
      isCutOff = true
    } else if isLoss {
      damage.append(place)
    }
  }

  /// The whole lines in one that lost its line feed, and whether there is something else.
  static func pieces(of line: UnsafeBufferPointer<UInt8>) -> (found: [Line], isLoss: Bool) {
    var starts = line.indices.filter { place in
      line.begins(with: "{\"seq\":", at: place) || line.begins(with: JournalRecord.mark, at: place)
    }
    if starts.first != 0 { starts.insert(0, at: 0) }
    var found: [Line] = []
    var lost = 0
    for (place, start) in starts.enumerated() {
      let end = place + 1 < starts.count ? starts[place + 1] : line.count
      let piece = UnsafeBufferPointer(rebasing: line[start..<end])
      if let whole = Self.line(piece) {
        found.append(whole)
      } else if !piece.isEmpty {
        lost += 1
      }
    }
    return (found, lost > 0)
  }

  /// The line in these bytes, which NUL bytes may surround; nil where it is none.
  static func line(_ bytes: UnsafeBufferPointer<UInt8>) -> Line? {
    guard let first = bytes.firstIndex(where: { $0 != 0 }), let last = bytes.lastIndex(where: { $0 != 0 }) else {
      return nil
    }
    let bytes = UnsafeBufferPointer(rebasing: bytes[first...last])
    if bytes.begins(with: JournalRecord.mark, at: 0) {
      guard let json = try? JSON(parsing: Array(bytes)), let record = JournalRecord(json: json),
        numbers.contains(record.number)
      else { return nil }
      return .record(record)
    }
    if let head = JournalLine(bytes) {
      guard numbers.contains(head.seq), let event = head.event else { return nil }
      return .event(event)
    }
    guard bytes[0] == UInt8(ascii: "{"), let json = try? JSON(parsing: Array(bytes)),
      let event = FleetEvent(json: json), numbers.contains(event.seq)
    else { return nil }
    return .event(event)
  }
}

extension [JournalDamage] {
  /// A sentence that names what was passed over; nil where that is nothing.
  func sentence(path: String) -> String? {
    guard let first else { return nil }
    let bytes = reduce(0) { $0 + $1.bytes }
    let lines = prefix(8).map { "\($0.line)" }.joined(separator: ", ") + (count > 8 ? " …" : "")
    let what =
      count == 1
      ? "line \(first.line), \(bytes) bytes from byte \(first.offset) on, is no event of a session and is passed over"
      : "\(count) lines (\(lines)), \(bytes) bytes in all, are no events of a session and are passed over"
    return "\(path): \(what); the file was changed or damaged. All else in it is there."
  }
}

extension Array {
  fileprivate func isInOrder(by number: (Element) -> Int) -> Bool {
    zip(self, dropFirst()).allSatisfy { number($0) < number($1) }
  }
}

extension Array where Element: Equatable {
  /// Sorted by a number; of equal ones that follow each other then, one.
  fileprivate func inOrder(by number: (Element) -> Int) -> [Element] {
    let sorted = enumerated().sorted { (number($0.element), $0.offset) < (number($1.element), $1.offset) }
    var result: [Element] = []
    for (_, element) in sorted where result.last != element { result.append(element) }
    return result
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Where the next line feed is.
  func feed(from start: Int) -> Int? {
    guard let baseAddress, start < count, let feed = memchr(baseAddress + start, 0x0A, count - start) else {
      return nil
    }
    return UnsafeRawPointer(feed) - UnsafeRawPointer(baseAddress)
  }

  /// Whether `text` stands there.
  func begins(with text: StaticString, at place: Int) -> Bool {
    let length = text.utf8CodeUnitCount
    guard place >= 0, count - place >= length else { return false }
    for offset in 0..<length where self[place + offset] != text.utf8Start[offset] { return false }
    return true
  }
}
