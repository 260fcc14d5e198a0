// From bytes to keys. This is a value of its own, and not curses' getch, for three reasons: a paste stays whole
// and as it came, whatever escape sequences are in it; modified keys of kitty and xterm, mouse reports and
// answers of the terminal are understood beside what terminfo knows; and every rule can be tested by a table.
// A lone ESC is ambiguous until time has passed: the caller asks `isWaiting`, and calls `timeout()` then.

/// Decodes what a terminal sends.
struct KeyDecoder: Sendable {
  /// What a key sends on this terminal, as terminfo says.
  private let described: [[UInt8]: Key]
  private var buffer: [UInt8] = []
  /// What has come of a paste that is not at its end.
  private var paste: [UInt8] = []
  private var isPasting = false
  /// Answers of the terminal to questions (the text of OSC, DCS and the like), in order.
  private var reports: [String] = []

  /// - Parameter described: sequences that begin with ESC, and the keys that send them.
  init(described: [[UInt8]: Key] = [:]) {
    self.described = described
  }

  /// Whether what has come may be the beginning of something longer: a key follows at once, or was ESC alone.
  var isWaiting: Bool { !buffer.isEmpty && !isPasting }

  /// Takes bytes, and returns what is complete.
  mutating func feed(_ bytes: some Sequence<UInt8>) -> [InputEvent] {
    buffer += bytes
    return decode(isFinal: false)
  }

  /// Nothing more came: what is there is all there is.
  mutating func timeout() -> [InputEvent] {
    decode(isFinal: true)
  }

  /// The answers that have come since the last time.
  mutating func takeReports() -> [String] {
    defer { reports = [] }
    return reports
  }

  private mutating func decode(isFinal: Bool) -> [InputEvent] {
    var events: [InputEvent] = []
    while !buffer.isEmpty {
      if isPasting {
        guard let text = takePaste() else { break }
        events.append(.paste(text))
        continue
      }
      let used = buffer[0] == 0x1B ? takeSequence(&events, isFinal: isFinal) : takeText(&events, isFinal: isFinal)
      guard used > 0 else { break }
      buffer.removeFirst(used)
    }
    return events
  }

  // MARK: paste

  private static let pasteEnd = Array("\u{1B}[201~".utf8)

  /// The text up to the end of the paste; nil while that has not come.
  private mutating func takePaste() -> String? {
    // The last bytes of what came before may be the beginning of the mark; none further back are.
    let from = max(0, paste.count - Self.pasteEnd.count + 1)
    paste += buffer
    buffer = []
    guard let end = paste[from...].firstRange(of: Self.pasteEnd) else { return nil }
    let text = String(decoding: paste[..<end.lowerBound], as: UTF8.self)
    buffer = Array(paste[end.upperBound...])
    paste = []
    isPasting = false
    return text
  }

  // MARK: text and control bytes

  /// Takes keys up to the next ESC or control byte; returns the bytes used, 0 to wait for more.
  private func takeText(_ events: inout [InputEvent], isFinal: Bool) -> Int {
    if let key = Self.controlKey(buffer[0]) {
      events.append(.key(key))
      return 1
    }
    var end = buffer.firstIndex { $0 == 0x1B || Self.controlKey($0) != nil } ?? buffer.count
    if end == buffer.count, !isFinal { end -= Self.unfinishedCharacter(buffer) }
    for character in String(decoding: buffer[..<end], as: UTF8.self) {
      events.append(.key(Key(.character(character))))
    }
    return end
  }

  /// How many bytes at the end are the beginning of a character that is not whole.
  private static func unfinishedCharacter(_ bytes: [UInt8]) -> Int {
    for back in 1...min(3, bytes.count) {
      let byte = bytes[bytes.count - back]
      if byte & 0xC0 == 0x80 { continue }
      let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
      return length > back ? back : 0
    }
    return 0
  }

  /// The key of a control byte; nil for text and for ESC.
  static func controlKey(_ byte: UInt8) -> Key? {
    switch byte {
    case 0x0D: Key(.enter)
    case 0x09: Key(.tab)
    case 0x7F, 0x08: Key(.backspace)
    case 0x00: Key(.character(" "), control: true)
    case 0x01...0x1A: Key(.character(Character(Unicode.Scalar(byte + 0x60))), control: true)
    case 0x1C...0x1F: Key(.character(Character(Unicode.Scalar(byte + 0x40))), control: true)
    default: nil
    }
  }

  // MARK: escape sequences

  /// Takes a sequence that begins with ESC; returns the bytes used, 0 to wait for more.
  private mutating func takeSequence(_ events: inout [InputEvent], isFinal: Bool) -> Int {
    if let (key, length) = describedKey() {
      events.append(.key(key))
      return length
    }
    guard buffer.count > 1 else {
      if isFinal { events.append(.key(Key(.escape))) }
      return isFinal ? 1 : 0
    }
    switch buffer[1] {
    case 0x5B:  // ESC [
      return takeControlSequence(&events, isFinal: isFinal)
    case 0x4F:  // ESC O
      guard buffer.count > 2 else { return takeAlt(&events, isFinal: isFinal) }
      guard let key = ControlSequence.applicationKey(buffer[2]) else { return takeAlt(&events, isFinal: true) }
      events.append(.key(key))
      return 3
    case 0x5D, 0x50, 0x5F, 0x5E, 0x58:  // OSC, DCS, APC, PM, SOS: an answer
      return takeReport(&events, isFinal: isFinal)
    case 0x1B:
      // Alt with a key that sends a sequence; or ESC twice.
      guard buffer.count > 2 else {
        if isFinal { events.append(.key(Key(.escape))) }
        return isFinal ? 1 : 0
      }
      guard buffer[2] == 0x5B || buffer[2] == 0x4F else {
        events.append(.key(Key(.escape)))
        return 1
      }
      return takeAltSequence(&events, isFinal: isFinal)
    default:
      return takeAlt(&events, isFinal: isFinal)
    }
  }

  private func describedKey() -> (Key, length: Int)? {
    var best: (Key, length: Int)?
    for (bytes, key) in described where bytes.count > best?.length ?? 1 && buffer.starts(with: bytes) {
      best = (key, bytes.count)
    }
    return best
  }

  /// ESC before another key: that key with Alt.
  private func takeAlt(_ events: inout [InputEvent], isFinal: Bool) -> Int {
    if var key = Self.controlKey(buffer[1]) {
      key.alt = true
      events.append(.key(key))
      return 2
    }
    let rest = Array(buffer.dropFirst())
    let needsMore = rest.count <= 3 && Self.unfinishedCharacter(rest) == rest.count
    if !isFinal, needsMore || rest == [0x4F] { return 0 }
    let length = Self.characterLength(rest)
    guard let character = String(decoding: rest[..<length], as: UTF8.self).first else { return 1 }
    events.append(.key(Key(.character(character), alt: true)))
    return 1 + length
  }

  private static func characterLength(_ bytes: [UInt8]) -> Int {
    let wanted = bytes[0] >= 0xF0 ? 4 : bytes[0] >= 0xE0 ? 3 : bytes[0] >= 0xC0 ? 2 : 1
    return min(wanted, bytes.count)
  }

  private mutating func takeAltSequence(_ events: inout [InputEvent], isFinal: Bool) -> Int {
    var inner = self
    inner.buffer.removeFirst()
    var found: [InputEvent] = []
    let used = inner.takeSequence(&found, isFinal: isFinal)
    guard used > 0 else { return 0 }
    events += found.map { event in
      guard case .key(var key) = event else { return event }
      key.alt = true
      return .key(key)
    }
    return used + 1
  }

  private mutating func takeControlSequence(_ events: inout [InputEvent], isFinal: Bool) -> Int {
    guard let sequence = ControlSequence(buffer) else {
      if buffer.count > ControlSequence.longest { return buffer.count }
      guard isFinal else { return 0 }
      if buffer.count == 2 { events.append(.key(Key(.character("["), alt: true))) }
      return buffer.count
    }
    if sequence.isPasteStart {
      isPasting = true
    } else if sequence.isReport {
      reports.append(sequence.text)
    } else if let event = sequence.event {
      events.append(event)
    }
    return sequence.length
  }

  /// An answer runs up to BEL or ESC \\. What stays unfinished is dropped: nobody typed it.
  private mutating func takeReport(_ events: inout [InputEvent], isFinal: Bool) -> Int {
    for place in 2..<max(2, buffer.count) {
      let isString = buffer[place] == 0x1B && place + 1 < buffer.count && buffer[place + 1] == 0x5C
      if buffer[place] == 0x07 || isString {
        reports.append(String(decoding: buffer[2..<place], as: UTF8.self))
        return place + (isString ? 2 : 1)
      }
    }
    if buffer.count > 65536 { return buffer.count }
    guard isFinal else { return 0 }
    return buffer.count == 2 ? takeAlt(&events, isFinal: true) : buffer.count
  }
}
