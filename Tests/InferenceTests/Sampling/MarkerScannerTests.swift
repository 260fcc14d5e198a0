import Testing

@testable import Inference

@Suite struct MarkerScannerTests {
  /// What follows the marker in the piece that completes it, and which byte of the text completed it.
  private func scan(_ text: String, cutAt cuts: [Int] = []) -> (end: Int, rest: String)? {
    let bytes = Array(text.utf8)
    var scanner = MarkerScanner(marker: "<tool_call>")
    var start = 0
    for cut in cuts + [bytes.count] {
      if let rest = scanner.scan(bytes[start..<cut]) {
        return (cut - rest.count, String(decoding: rest, as: UTF8.self))
      }
      start = cut
    }
    return nil
  }

  @Test(
    arguments: [
      ("<tool_call>", 11), ("I call <tool_call>{\"a\":1}", 18), ("<tool_call", nil), ("tool_call>", nil),
      ("<<tool_call>", 12), ("<tool_<tool_call>", 17), ("<tool_call><tool_call>", 11), ("", nil),
      ("<think>a <tool_call> here</think>", nil), ("<think>no <tool_call></think> yes <tool_call>x", 45),
      ("<think><think></think><tool_call>", 33), ("</think><tool_call>", 19), ("<think>never closed <tool_call>", nil),
      ("<think></thin<tool_call></think>ü<tool_call>", 45), ("日本<tool_call>語", 17), ("< tool_call >", nil),
    ] as [(String, Int?)])
  func markerIsFoundOutsideOfThinkingHoweverTheTextIsCut(_ text: String, _ end: Int?) {
    #expect(scan(text)?.end == end)
    let count = text.utf8.count
    for first in 0...count {
      for second in first...count {
        #expect(scan(text, cutAt: [first, second])?.end == end, "cut at \(first) and \(second)")
      }
    }
    #expect(scan(text, cutAt: Array(0...count))?.end == end, "byte by byte")
  }

  @Test func restIsWhatFollowsTheMarkerInItsPiece() {
    #expect(scan("ab<tool_call>{\"n")?.rest == "{\"n")
    #expect(scan("ab<tool_call>{\"n", cutAt: [5])?.rest == "{\"n")
    #expect(scan("ab<tool_call>{\"n", cutAt: [13])?.rest == "")
  }

  @Test func longMarkerIsFoundAsWell() {
    var scanner = MarkerScanner(marker: "<|a rather long marker of a tool call|>")
    #expect(scanner.scan("text <|a rather long mark".utf8) == nil)
    #expect(scanner.scan("er of a tool call|>{".utf8) == Array("{".utf8))
  }

  @Test func textOfPartsOfMarkersGivesTheSameHoweverItIsCut() {
    let parts = ["<tool_call>", "<think>", "</think>", "<", "<t", "tool_call>", "x", "</", "think>"]
    var random = RandomNumbers(seed: 6)
    for _ in 0..<300 {
      let text = (0..<Int.random(in: 1...8, using: &random)).map { _ in parts.randomElement(using: &random) ?? "" }
        .joined()
      let cuts = (0..<4).map { _ in Int.random(in: 0...text.utf8.count, using: &random) }.sorted()
      #expect(scan(text, cutAt: cuts)?.end == scan(text)?.end, "\(text) cut at \(cuts)")
      #expect(scan(text, cutAt: cuts)?.end == reference(text), "\(text)")
    }
  }

  /// The first marker outside of thinking, found by looking at whole texts.
  private func reference(_ text: String) -> Int? {
    var isThinking = false
    for end in 1...max(1, text.utf8.count) {
      let sofar = String(decoding: Array(text.utf8.prefix(end)), as: UTF8.self)
      if isThinking {
        if sofar.hasSuffix("</think>") { isThinking = false }
      } else if sofar.hasSuffix("<think>") {
        isThinking = true
      } else if sofar.hasSuffix("<tool_call>") {
        return end
      }
    }
    return nil
  }
}
