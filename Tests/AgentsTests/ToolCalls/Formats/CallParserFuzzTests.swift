import Agents
import OrderedJSON
import Testing
import TestSupport

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Whatever a model writes, the parsers come to an end, and how it was cut into pieces does not matter.
@Suite("Call parsers and any bytes") struct CallParserFuzzTests {
  /// How many texts a format is tried with; `AGENT_TUI_FUZZ` names another number.
  static let rounds = ProcessInfo.processInfo.environment["AGENT_TUI_FUZZ"].flatMap(Int.init) ?? 60

  static let formats: [CallFormat] =
    [.general] + MadeUpTemplate.all.compactMap { try? CallFormat.learn(from: JinjaProbe($0.source)) }

  @Test("Bytes, mutated calls and halves of marks are read without a crash, in any pieces alike")
  func anyBytes() {
    var generator = SeededGenerator(2026)
    for format in Self.formats {
      let parts = Self.parts(of: format)
      for _ in 0..<Self.rounds {
        let text = Self.text(of: parts, using: &generator)
        let opened = Bool.random(using: &generator)
        let whole = Self.parse(text, format, opened) { text.count - $0 }
        var cutting = generator
        let pieces = Self.parse(text, format, opened) { _ in Int.random(in: 1...5, using: &cutting) }
        if whole != pieces {
          Issue.record("\(format.shape): \(String(decoding: text, as: UTF8.self)) → \(whole) or \(pieces)")
        }
      }
    }
  }

  @Test("Any bytes at all are read as a value of Python's or refused")
  func python() {
    var generator = SeededGenerator(11)
    let signs = Array("[](){}',\"=: \\nTrueNone0.5eax_<".utf8)
    for _ in 0..<(Self.rounds * 10) {
      let length = Int.random(in: 0...24, using: &generator)
      let text = (0..<length).map { _ in signs.randomElement(using: &generator) ?? 0 }
      var parser = ToolCallParser(offered: CallFormatTests.tools, format: .general)
      _ = parser.feed(Array("[put(".utf8) + text) + parser.finish(isCutShort: false)
    }
  }

  /// Pieces of which texts are made: calls whole, and everything that stands in them.
  private static func parts(of format: CallFormat) -> [[UInt8]] {
    let calls = CallFormatTests.calls.map { format.text(of: $0) }
    let marks =
      [
        format.reasoning.open, format.reasoning.close, format.turnEnd, format.contentOpen, "<tool_call>",
        "</tool_call>",
        "<function=put>", "</function>", "```", "```json\n", "\n", "`", "\"", "{", "}", "[", "]", "<", ">", "put", "(",
        "{\"name\": \"put\", \"arguments\": {", "é", "日", " ", "<tool_response", "put(path='x')", "\\",
      ] + format.callOpen.tags + format.callClose.tags + format.sectionOpen.tags + format.sectionClose.tags
    return (calls + marks).filter { !$0.isEmpty }.map { Array($0.utf8) } + [[0xC3], [0xF0, 0x9F], [0xFF], [0]]
  }

  private static func text(of parts: [[UInt8]], using generator: inout SeededGenerator) -> [UInt8] {
    var text: [UInt8] = []
    for _ in 0..<Int.random(in: 1...6, using: &generator) {
      var part = parts.randomElement(using: &generator) ?? []
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: part = Array(part.prefix(Int.random(in: 0...part.count, using: &generator)))
      case 1: part = Array(part.suffix(Int.random(in: 0...part.count, using: &generator)))
      case 2 where !part.isEmpty:
        let place = Int.random(in: part.indices, using: &generator)
        part[place] = UInt8.random(in: 0...255, using: &generator)
      case 3 where !part.isEmpty: part.remove(at: Int.random(in: part.indices, using: &generator))
      default: break
      }
      text += part
    }
    return text
  }

  private static func parse(
    _ text: [UInt8], _ format: CallFormat, _ opened: Bool, _ next: (Int) -> Int
  ) -> [ModelOutput] {
    ToolCallParser(offered: CallFormatTests.tools, format: format, startsInReasoning: opened)
      .outputs(of: text, next: next)
  }
}
