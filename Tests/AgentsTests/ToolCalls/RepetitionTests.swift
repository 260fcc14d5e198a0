import Testing

@testable import Agents

@Suite("Repetition") struct RepetitionTests {
  static let sentence = "The function is not defined in the module. "
  static let cases: [(String, Bool)] = [
    (String(repeating: sentence, count: 40), true),
    ("I look first.\n" + String(repeating: sentence, count: 40), true),
    (String(repeating: sentence, count: 8), false),
    (String(repeating: "0\n", count: 200), false),
    (String(repeating: "0\n", count: 900), true),
    (String(repeating: "-", count: 300), false),
    ((1...400).map { "\($0)\n" }.joined(), false),
    (String(repeating: String(repeating: "abcdefghij", count: 20) + "\n", count: 6), true),
    (String(repeating: sentence, count: 40) + "And then something else.", false),
  ]

  @Test("A stretch that is said very often is noticed, and data that repeats a little is not", arguments: cases)
  func notices(text: String, isEndless: Bool) {
    #expect((RepetitionScanner.stretch(atEndOf: Array(text.utf8)[...]) != nil) == isEndless)
    var scanner = RepetitionScanner()
    for byte in text.utf8 { scanner.append([byte]) }
    // As it streams, an end may come before what follows.
    if isEndless { #expect(scanner.isEndless) }
  }

  @Test("What is kept of it is the stretch twice, and what stood before it")
  func cuts() {
    let text = "I look first: " + String(repeating: Self.sentence, count: 40)
    // The space before the first one is a part of what repeats itself.
    #expect(RepetitionScanner.cut(text) == "I look first: " + Self.sentence + Self.sentence.dropLast())
    #expect(RepetitionScanner.cut("No repetition.") == "No repetition.")
  }

  @Test("A watch ends behind a call, behind an imitated result, and in a repetition, and not before")
  func watch() {
    let tools = ToolRegistry([TestTool(name: "read")])
    func bytesUntilEnd(_ text: String) -> Int? {
      var watch = TurnWatch(ToolCallParser(tools: tools, severalCalls: false))
      var count = 0
      for byte in text.utf8 {
        count += 1
        if watch.ends(after: [byte]) { return count }
      }
      return nil
    }
    let call = "<tool_call>{\"name\": \"read\", \"arguments\": {\"path\": \"x\"}}</tool_call>"
    #expect(bytesUntilEnd(call + "\nmore") == call.utf8.count)
    #expect(bytesUntilEnd("Words <tool_response> x") == "Words <tool_response>".utf8.count)
    #expect(bytesUntilEnd("Words, and no more.") == nil)
    let endless = bytesUntilEnd(String(repeating: Self.sentence, count: 100))
    #expect(endless.map { $0 < 1_200 } == true)
  }
}
