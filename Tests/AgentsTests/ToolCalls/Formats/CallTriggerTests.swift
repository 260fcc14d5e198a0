import OrderedJSON
import Testing

@testable import Agents

/// From where on a grammar binds what a model writes.
@Suite("Call trigger") struct CallTriggerTests {
  static let tools = CallsBesideFormatTests.tools

  /// The text up to the place where a grammar takes over, and what of the rest it accepts.
  static func bound(_ text: String, _ format: CallFormat = .general, size: Int = 1) -> (free: String, accepted: Bool)? {
    var trigger = CallTrigger(
      ToolCallParser(offered: tools, format: format), grammar: CallGrammar(format, tools), tools: tools)
    let bytes = Array(text.utf8)
    var place = 0
    while place < bytes.count {
      let end = min(bytes.count, place + size)
      if let hit = trigger.grammar(after: Array(bytes[place..<end])) {
        let free = end - hit.bound
        let accepted = try? GBNF(hit.grammar).accepts(String(decoding: bytes[free...], as: UTF8.self))
        return (String(decoding: bytes[..<free], as: UTF8.self), accepted ?? false)
      }
      place = end
    }
    return nil
  }

  static let calls: [(text: String, free: String)] = [
    (
      "I look.\n<tool_call>\n{\"name\": \"read\", \"arguments\": {\"path\": \"a\"}}\n</tool_call>",
      "I look.\n<tool_call>"
    ),
    (
      "<think>hm </think>\n<tool_call>\n{\"name\": \"list\", \"arguments\": {}}\n</tool_call>",
      "<think>hm </think>\n<tool_call>"
    ),
    (#"{"name": "read", "arguments": {"path": "a"}}"#, #"{"name": "read", "arguments":"#),
    (
      "Now:\n\n{\n  \"name\": \"read\",\n  \"parameters\": {\"path\": \"a\"}\n}",
      "Now:\n\n{\n  \"name\": \"read\",\n  \"parameters\":"
    ),
    (
      "Now:\n```json\n{\"name\": \"read\", \"arguments\": {\"path\": \"a\"}}\n```",
      "Now:\n```json\n{\"name\": \"read\", \"arguments\":"
    ),
    (
      #"{"type": "function", "function": {"name": "read", "arguments": {"path": "a"}}}"#,
      #"{"type": "function", "function": {"name": "read", "arguments":"#
    ),
    (#"{{"name": "read", "arguments": {"path": "a"}}}"#, #"{{"name": "read", "arguments":"#),
    (#"[{"name": "read", "arguments": {"path": "a"}}]"#, #"[{"name": "read", "arguments":"#),
  ]

  @Test("A call is bound as soon as it is known to be one, and its rest is what the grammar says", arguments: calls)
  func binding(text: String, free: String) {
    for size in [1, 3, 1000] {
      let bound = Self.bound(text, size: size)
      #expect(bound?.free == free)
      #expect(bound?.accepted == true)
    }
  }

  @Test(
    "What only speaks of calls is not bound",
    arguments: [
      "Write `<tool_call>` before it.", "<think>so <tool_call> it goes",
      "The answer is {\"name\": \"read\", \"arguments\": {}}", "{\"name\": \"shop\", \"arguments\": {}}",
      "{\"name\": \"read\", \"summary\": \"reads\"}", "```python\n{\"name\": \"read\", \"arguments\": {}}\n```",
      "{\"arguments\": {}, \"name\": \"read\"}", "[1, 2]", "{\"path\": \"a\"}",
    ])
  func speaking(text: String) {
    for size in [1, 3, 1000] { #expect(Self.bound(text, size: size) == nil) }
  }

  @Test("The format's own mark binds in every format", arguments: MadeUpTemplate.all)
  func own(template: MadeUpTemplate) throws {
    let format = try #require(CallFormat.learn(from: JinjaProbe(template.source)))
    let written = format.text(of: [.init(name: "read", arguments: ["path": "a"])])
    #expect(
      Self.bound("Now: " + written, format)?.accepted == true
        || Self.bound("Now:\n" + written, format)?.accepted == true)
  }
}
