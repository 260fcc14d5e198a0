import Agents
import OrderedJSON
import Testing

@Suite("Tool call parser") struct ToolCallParserTests {
  static let tools = ToolRegistry([
    TestTool(name: "read"),
    TestTool(name: "list", parameters: ToolSchema([.init("limit", .integer(1...9), "Most.", required: false)])),
  ])
  static let form = #"write {"name": NAME, "arguments": {…}} between <tool_call> and </tool_call>"#
  static let readX = #"{"name": "read", "arguments": {"path": "x"}}"#

  static func parse(
    _ pieces: [String], startsInReasoning: Bool = false, isCutShort: Bool = false
  ) -> [ModelOutput] {
    var parser = ToolCallParser(tools: tools, startsInReasoning: startsInReasoning)
    var outputs: [ModelOutput] = []
    for output in pieces.flatMap({ parser.feed($0) }) + parser.finish(isCutShort: isCutShort) {
      switch (outputs.last, output) {
      case (.text(let a), .text(let b)): outputs[outputs.count - 1] = .text(a + b)
      case (.reasoning(let a), .reasoning(let b)): outputs[outputs.count - 1] = .reasoning(a + b)
      default: outputs.append(output)
      }
    }
    return outputs
  }

  static func read(_ path: String) -> ModelOutput { .call(ToolCall(name: "read", arguments: ["path": .string(path)])) }
  static func malformed(_ name: String?, _ problem: String) -> ModelOutput {
    .malformedCall(MalformedToolCall(name: name, problem: problem))
  }

  static let table: [(String, [ModelOutput])] = [
    ("", []),
    ("Hello, world.", [.text("Hello, world.")]),
    ("  two\n\n", [.text("  two\n\n")]),
    ("a < b <tool <think> </think> </tool_call>", [.text("a < b <tool <think> </think> </tool_call>")]),
    ("ends with <tool_cal", [.text("ends with <tool_cal")]),
    ("é\u{301}<\u{301}", [.text("é\u{301}<\u{301}")]),
    ("<tool_call>\(readX)</tool_call>", [read("x")]),
    ("I look.\n\n<tool_call>\n\(readX)\n</tool_call>\n", [.text("I look."), read("x")]),
    (
      "<tool_call>\(readX)</tool_call>\n<tool_call>{\"name\":\"list\",\"arguments\":{}}</tool_call> then",
      [read("x"), .call(ToolCall(name: "list", arguments: [:])), .text("then")]
    ),
    (
      #"<tool_call>{"name":"read","arguments":{"path":"a</tool_call>\"b<tool_call>"}}</tool_call>"#,
      [read(#"a</tool_call>"b<tool_call>"#)]
    ),
    ("<think>\nhm < hm\n</think>\n\nYes.", [.reasoning("hm < hm"), .text("Yes.")]),
    ("\n <think>hm</think><tool_call>\(readX)</tool_call>", [.reasoning("hm"), read("x")]),
    ("<think>hm <tool_call>\(readX)</tool_call>", [.reasoning("hm <tool_call>\(readX)</tool_call>")]),
    ("<think>without end ", [.reasoning("without end ")]),
    ("Say <think> to think", [.text("Say <think> to think")]),
    ("<tool_call>\(readX)", [read("x")]),
    ("<tool_call>\(readX)\n</tool", [read("x")]),
    (
      "<tool_call>{\"name\": \"read\", \"argum",
      [malformed(nil, "the tool call ended before its </tool_call> and was not run; \(form)")]
    ),
    (
      "<tool_call>{'name': 'read'}</tool_call>!",
      [
        malformed(
          nil, "the tool call is not valid JSON (1:2: expected a member's name in quotes, found '''); \(form)"),
        .text("!"),
      ]
    ),
    (
      #"<tool_call>{"name": "read", "arguments": {"path": "say "hi}}</tool_call> after <tool_call>"# + readX
        + "</tool_call>",
      [
        malformed(
          nil, "the tool call is not valid JSON (1:46: expected ',' or '}' after a member, found 'h'); \(form)"),
        .text("after"), read("x"),
      ]
    ),
    (
      "<tool_call>{\"name\": \"read\", \"arguments\": {\"path\": \"a\nb\"}}</tool_call> after",
      [
        malformed(
          nil,
          "the tool call is not valid JSON (1:42: a control character in a string must be escaped, found U+000A); \(form)"
        ), .text("after"),
      ]
    ),
    (
      "<tool_call>[1]</tool_call>", [malformed(nil, "the tool call is a JSON value of type array; \(form)")]
    ),
    (
      #"<tool_call>{"tool": "read"}</tool_call>"#,
      [malformed("read", #"the call of 'read' has no "arguments"; \#(form)"#)]
    ),
    (
      #"<tool_call>{"path": "x"}</tool_call>"#, [malformed(nil, #"the tool call has no "name"; \#(form)"#)]
    ),
    (
      #"<tool_call>{"name": "reed", "arguments": {}}</tool_call>"#,
      [malformed("reed", "there is no tool 'reed'; there are: read, list; did you mean 'read'?")]
    ),
    (
      #"<tool_call>{"name": "list"}</tool_call>"#,
      [malformed("list", #"the call of 'list' has no "arguments"; \#(form)"#)]
    ),
    (
      #"<tool_call>{"name": "list", "arguments": {"limit": 10}}</tool_call>"#,
      [
        malformed(
          "list",
          "the call of 'list' was not run: the argument 'limit' is 10; it must be a whole number from 1 to 9")
      ]
    ),
  ]

  @Test("A text gives its words, thoughts and calls", arguments: table)
  func parses(text: String, outputs: [ModelOutput]) {
    #expect(Self.parse([text]) == outputs)
  }

  @Test("However the text is cut into pieces, the result is the same", arguments: table)
  func anyPieces(text: String, outputs: [ModelOutput]) {
    #expect(Self.parse(text.unicodeScalars.map { String($0) }) == outputs)
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<40 {
      var pieces: [String] = []
      var rest = text.unicodeScalars[...]
      while !rest.isEmpty {
        let count = min(rest.count, Int.random(in: 1...12, using: &generator))
        pieces.append(String(rest.prefix(count)))
        rest = rest.dropFirst(count)
      }
      #expect(Self.parse(pieces) == outputs)
    }
  }

  @Test("A prompt that ends with <think> makes the first words thoughts")
  func startsInReasoning() {
    #expect(
      Self.parse(["\nhm", "\n</thi", "nk>\n\nYes"], startsInReasoning: true) == [.reasoning("hm"), .text("Yes")])
  }

  @Test("A call that the limit of tokens cut short says so")
  func cutShort() {
    #expect(
      Self.parse([#"<tool_call>{"name": "read", "arguments": {"path": "x"#], isCutShort: true) == [
        Self.malformed(
          nil,
          "the tool call was cut short after 41 characters, because the limit of tokens was reached, and was not run; "
            + "make it shorter: write a long file in parts")
      ])
    #expect(Self.parse(["<tool_call>\(Self.readX)"], isCutShort: true) == [Self.read("x")])
  }

  @Test("Words that cannot become a marker are passed on at once")
  func passesOn() {
    var parser = ToolCallParser(tools: Self.tools)
    #expect(parser.feed("Hello") == [.text("Hello")])
    #expect(parser.feed(" <") == [])
    #expect(parser.feed("b>, ") == [.text(" <b>,")])
    #expect(parser.finish(isCutShort: false) == [.text(" ")])
  }
}
