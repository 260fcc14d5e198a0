// Most lines of a journal are pieces of text, and most that are passed while one looks for something are of somebody
// else. Both are told from the line's beginning, which is always written in the same order; what is written in any other way is
// parsed as any JSON is, so that speed depends on the shape of a line and nothing else does.

import Agents
import OrderedJSON
import System

/// A line of a journal, looked at as far as its head: number, time, kind, agent and run.
struct JournalLine {
  typealias Bytes = UnsafeBufferPointer<UInt8>

  let bytes: Bytes
  let seq: Int
  let kind: Bytes
  let run: Bytes?
  private let time: Bytes
  private let agent: Bytes?
  private let agentID: AgentID?
  /// Where the fields of its kind begin.
  private let fields: Int

  /// The line in these bytes, without its line feed; nil where its head is not written as a journal writes it.
  init?(_ bytes: Bytes) {
    self.bytes = bytes
    var place = 0
    guard Self.skip("{\"seq\":", in: bytes, &place), let seq = Self.number(in: bytes, &place),
      Self.skip(",\"time\":\"", in: bytes, &place), let time = Self.text(in: bytes, &place),
      Self.skip(",\"event\":\"", in: bytes, &place), let kind = Self.text(in: bytes, &place)
    else { return nil }
    (self.seq, self.time, self.kind) = (seq, time, kind)
    agent = Self.skip(",\"agent\":\"", in: bytes, &place) ? Self.text(in: bytes, &place) : nil
    agentID =
      Self.skip(",\"agent_id\":", in: bytes, &place)
      ? Self.number(in: bytes, &place).map(AgentID.init(value:)) : nil
    run = Self.skip(",\"run\":\"", in: bytes, &place) ? Self.text(in: bytes, &place) : nil
    fields = place
  }

  /// The event that it is; nil where it is none.
  var event: FleetEvent? { frequent ?? (try? JSON(parsing: Array(bytes))).flatMap { FleetEvent(json: $0) } }

  /// An event of a kind that most lines, or most bytes, are of, which need not be parsed; nil for all else.
  private var frequent: FleetEvent? {
    let told: AgentEvent?
    if kind.holds("text") {
      told = text.map(AgentEvent.text)
    } else if kind.holds("reasoning") {
      told = text.map(AgentEvent.reasoning)
    } else if kind.holds("tool.finished") {
      told = finishedTool
    } else {
      return nil
    }
    guard let told, let time = CivilTime(rfc3339: time) else { return nil }
    return FleetEvent(
      seq: seq, time: time.milliseconds, agent: agent.map { String(decoding: $0, as: UTF8.self) }, agentID: agentID,
      run: run.map { String(decoding: $0, as: UTF8.self) }, kind: .agent(told))
  }

  /// `"text":"…"}`
  private var text: String? {
    var place = fields
    guard Self.skip(",\"text\":\"", in: bytes, &place), bytes.count >= place + 2, bytes.ends(with: "\"}") else {
      return nil
    }
    return Self.unescaped(Bytes(rebasing: bytes[place..<bytes.count - 2]))
  }

  /// `"call":"…","name":"…","ok":true,"output":"…","ms":12}`
  private var finishedTool: AgentEvent? {
    var place = fields
    guard Self.skip(",\"call\":\"", in: bytes, &place), let call = Self.text(in: bytes, &place),
      Self.skip(",\"name\":\"", in: bytes, &place), let name = Self.text(in: bytes, &place),
      Self.skip(",\"ok\":", in: bytes, &place)
    else { return nil }
    let ok = Self.skip("true", in: bytes, &place)
    guard ok || Self.skip("false", in: bytes, &place), Self.skip(",\"output\":\"", in: bytes, &place) else {
      return nil
    }
    // The number's digits are looked for from the line's end, so that the output is gone over once.
    var digits = bytes.count - 1
    while digits > place, (48...57).contains(bytes[digits - 1]) { digits -= 1 }
    var end = digits - ("\",\"ms\":" as StaticString).utf8CodeUnitCount
    guard end >= place, let output = Self.unescaped(Bytes(rebasing: bytes[place..<end])),
      Self.skip("\",\"ms\":", in: bytes, &end), let milliseconds = Self.number(in: bytes, &end),
      Self.skip("}", in: bytes, &end), end == bytes.count
    else { return nil }
    return .toolFinished(
      call: String(decoding: call, as: UTF8.self), name: String(decoding: name, as: UTF8.self), ok: ok, output: output,
      milliseconds: milliseconds)
  }

  // MARK: bytes

  private static func skip(_ expected: StaticString, in bytes: Bytes, _ place: inout Int) -> Bool {
    let count = expected.utf8CodeUnitCount
    guard bytes.count - place >= count else { return false }
    for offset in 0..<count where bytes[place + offset] != expected.utf8Start[offset] { return false }
    place += count
    return true
  }

  private static func number(in bytes: Bytes, _ place: inout Int) -> Int? {
    let start = place
    var value = 0
    while place < bytes.count, (48...57).contains(bytes[place]), place - start < 18 {
      value = value * 10 + Int(bytes[place] - 48)
      place += 1
    }
    return place > start ? value : nil
  }

  /// What stands before the next quote, which is passed; nil where something is escaped.
  private static func text(in bytes: Bytes, _ place: inout Int) -> Bytes? {
    let start = place
    while place < bytes.count {
      let byte = bytes[place]
      if byte == UInt8(ascii: "\\") { return nil }
      place += 1
      if byte == UInt8(ascii: "\"") { return Bytes(rebasing: bytes[start..<place - 1]) }
    }
    return nil
  }

  /// The text that is meant; nil where it is no part of a JSON string, or is escaped in a way that is rare.
  private static func unescaped(_ bytes: Bytes) -> String? {
    var isValid = true
    let text = [UInt8](unsafeUninitializedCapacity: bytes.count) { buffer, count in
      var place = 0
      while place < bytes.count {
        var byte = bytes[place]
        place += 1
        if byte == UInt8(ascii: "\\") {
          guard place < bytes.count, let meant = meaning(bytes[place]) else {
            isValid = false
            return
          }
          byte = meant
          place += 1
        } else if byte < 0x20 || byte == UInt8(ascii: "\"") {
          isValid = false
          return
        }
        buffer[count] = byte
        count += 1
      }
    }
    return isValid ? String(validating: text, as: UTF8.self) : nil
  }

  /// What a letter after `\` means; nil for `u` and for what is no escape.
  private static func meaning(_ letter: UInt8) -> UInt8? {
    switch letter {
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
    default: nil
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether these bytes are the same.
  func holds(_ other: [UInt8]) -> Bool {
    guard count == other.count else { return false }
    for place in 0..<count where self[place] != other[place] { return false }
    return true
  }

  /// Whether these bytes are `text` and no more.
  func holds(_ text: StaticString) -> Bool { count == text.utf8CodeUnitCount && ends(with: text) }

  fileprivate func ends(with text: StaticString) -> Bool {
    let length = text.utf8CodeUnitCount
    guard count >= length else { return false }
    for offset in 0..<length where self[count - length + offset] != text.utf8Start[offset] { return false }
    return true
  }
}
