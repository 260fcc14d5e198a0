import Agents
import OrderedJSON
import Testing

/// Calls that models write beside the format of their template, and text that only talks about calls: the same whatever the
/// format is.
@Suite("Calls beside the format") struct CallsBesideFormatTests {
  static let tools = OfferedTool.all(in: [
    ["name": "read", "parameters": ["type": "object", "properties": ["path": ["type": "string"]]]],
    [
      "name": "write",
      "parameters": ["type": "object", "properties": ["path": ["type": "string"], "content": ["type": "string"]]],
    ],
    ["name": "glob", "parameters": ["type": "object", "properties": ["pattern": ["type": "string"]]]],
    [
      "name": "bash",
      "parameters": ["type": "object", "properties": ["command": ["type": "string"], "timeout": ["type": "integer"]]],
    ],
    ["name": "list", "parameters": ["type": "object", "properties": [:]]],
  ])

  static let formats: [CallFormat] = {
    [.general] + MadeUpTemplate.all.compactMap { try? CallFormat.learn(from: JinjaProbe($0.source)) }
  }()

  static func made(_ name: String, _ arguments: JSONObject) -> ModelOutput {
    .call(ToolCall(name: name, arguments: .object(arguments)))
  }

  static let readA = made("read", ["path": "a.txt"])
  static let readAJSON = #"{"name": "read", "arguments": {"path": "a.txt"}}"#

  static let calls: [(String, [ModelOutput])] = [
    // Fenced, as small models write their whole answer.
    ("```json\n\(readAJSON)\n```", [readA]),
    ("```\n\(readAJSON)\n```\n", [readA]),
    ("```json\n{\n  \"name\": \"read\",\n  \"arguments\": {\n    \"path\": \"a.txt\"\n  }\n}\n```", [readA]),
    ("```tool_call\n\(readAJSON)\n```", [readA]),
    ("I look at it:\n\n```json\n\(readAJSON)\n```", [.text("I look at it:"), readA]),
    ("```json\n[\(readAJSON), {\"name\": \"list\", \"arguments\": {}}]\n```", [readA, made("list", [:])]),
    ("```json\n{\"type\": \"function\", \"function\": \(readAJSON)}\n```", [readA]),
    // Without its closing line.
    ("```json\n\(readAJSON)", [readA]),
    // Bare, at the beginning of the answer or of a line.
    (readAJSON, [readA]),
    ("[\(readAJSON)]", [readA]),
    ("Now:\n\(readAJSON)\n", [.text("Now:"), readA]),
    (
      #"{"name": "write", "arguments": {"path": "a", "content": "1\n"}}"#,
      [made("write", ["path": "a", "content": "1\n"])]
    ),
    (#"{"type": "function", "function": {"name": "list", "arguments": {}}}"#, [made("list", [:])]),
    // With the doubled braces that some templates show.
    ("{\(readAJSON)}", [readA]),
    ("```json\n{\(readAJSON)}\n```", [readA]),
    ("<tool_call>\n{\(readAJSON)}\n</tool_call>", [readA]),
    // Other words for the same.
    (#"{"name": "read", "parameters": {"path": "a.txt"}}"#, [readA]),
    (#"{"name": "read", "arguments": "{\"path\": \"a.txt\"}"}"#, [readA]),
    (#"{"tool": "read", "args": {"path": "a.txt"}}"#, [readA]),
    (#"{"tool_calls": [{"function": {"name": "read", "arguments": "{\"path\": \"a.txt\"}"}}]}"#, [readA]),
    // What other models were taught.
    ("<tool_call>\n\(readAJSON)\n</tool_call>", [readA]),
    ("<function=read>\n<parameter=path>\na.txt\n</parameter>\n</function>", [readA]),
    ("<tool_call>\n<function=read>\n<parameter=path>\na.txt\n</parameter>\n</function>\n</tool_call>", [readA]),
    ("<function=list>\n</function>", [made("list", [:])]),
    (
      "<function=bash><parameter=command>ls</parameter><parameter=timeout>5</parameter></function>",
      [made("bash", ["command": "ls", "timeout": 5])]
    ),
    ("<tool_call>read\n<arg_key>path</arg_key>\n<arg_value>a.txt</arg_value>\n</tool_call>", [readA]),
    ("[read(path='a.txt')]", [readA]),
    ("[read(path=\"a.txt\"), list()]", [readA, made("list", [:])]),
    // A file that is about calls is a file.
    (
      #"{"name": "write", "arguments": {"path": "a", "content": "<tool_call>\n{\"name\": \"list\"}\n</tool_call>"}}"#,
      [made("write", ["path": "a", "content": "<tool_call>\n{\"name\": \"list\"}\n</tool_call>"])]
    ),
    (
      "<function=write>\n<parameter=path>\na.md\n</parameter>\n<parameter=content>\nEnd with </parameter> and </function>.\n"
        + "</parameter>\n</function>",
      [made("write", ["path": "a.md", "content": "End with </parameter> and </function>."])]
    ),
  ]

  @Test("A call in any spelling is one, in every format", arguments: calls)
  func spelling(text: String, outputs: [ModelOutput]) {
    for format in Self.formats {
      for size in [1, 4, .max] {
        #expect(Self.parse(text, format, size) == outputs, "\(format.shape), pieces of \(size)")
      }
    }
  }

  static let words: [String] = [
    "To read a file one would write `\(readAJSON)` in the answer.",
    "The answer is \(readAJSON), I think.",
    "```json\n{\"name\": \"shop\", \"arguments\": 3}\n```\nis what the file holds.",
    "```json\n{\"name\": \"shop\", \"open\": true}\n```",
    "{\"name\": \"shop\", \"arguments\": {}}",
    "It is:\n\n{\"name\": \"shop\", \"arguments\": {}}\n\nAs said.",
    "It is:\n\n```json\n{\"name\": \"shop\", \"arguments\": {}}\n```\n\nAs said.",
    "So:\n\n[read](a) it.",
    "[1, 2, 3]",
    "[link](read.md) and [read] it",
    "```python\nread(path='a')\n```",
    "```text\n\(readAJSON)\n```",
    "Use <function=read> to read.",
    "Write `<tool_call>` before and `</tool_call>` behind it.",
    "A <tag> and a < b, </think> too.",
    "read(path='a.txt') would do.",
  ]

  @Test("Words about calls stay words, in every format", arguments: words)
  func talk(text: String) {
    for format in Self.formats {
      for size in [1, 4, .max] {
        let outputs = Self.parse(text, format, size)
        #expect(outputs == [.text(text)], "\(format.shape), pieces of \(size)")
      }
    }
  }

  static let thoughts: [(String, [ModelOutput])] = [
    (
      "<think>the tag `</think>` and <tool_call>\(readAJSON)</tool_call> are only quoted</think>hi",
      [.reasoning("the tag `</think>` and <tool_call>\(readAJSON)</tool_call> are only quoted"), .text("hi")]
    ),
    ("<think>\n\(readAJSON)\n</think>\n\n\(readAJSON)", [.reasoning(readAJSON), readA]),
    ("<think></think>\n\nhi", [.text("hi")]),
    ("</think>\n\nhi", [.text("hi")]),
    ("<think>it is \"</think>\" that ends</think>hi", [.reasoning("it is \"</think>\" that ends"), .text("hi")]),
  ]

  @Test("A call within a thought is none, and a quoted end of it no end", arguments: thoughts)
  func thought(text: String, outputs: [ModelOutput]) {
    for format in Self.formats {
      for size in [1, 4, .max] {
        #expect(Self.parse(text, format, size) == outputs, "\(format.shape), pieces of \(size)")
      }
    }
  }

  @Test("A prompt that opened the thought leaves its end to be found, and a call that comes at once is one")
  func openedThought() {
    #expect(Self.parse("hm </think>hi", .general, .max, opened: true) == [.reasoning("hm"), .text("hi")])
    let call = "<tool_call>\n\(Self.readAJSON)\n</tool_call>"
    #expect(Self.parse(call, .general, 3, opened: true) == [Self.readA])
    #expect(Self.parse("<think>\nhm</think>hi", .general, 1, opened: true) == [.reasoning("hm"), .text("hi")])
    #expect(Self.parse("hm \(call)", .general, .max, opened: true) == [.reasoning("hm \(call)")])
  }

  @Test("A model that answers itself is never done", arguments: ["", "I look.\n"])
  func imitated(before: String) {
    for format in Self.formats {
      let outputs = Self.parse("\(before)<tool_response>/tmp/x/src/TODO.swift</tool_response>", format, 3)
      #expect(outputs.last == .imitatedResult, "\(format.shape)")
    }
  }

  private static func parse(_ text: String, _ format: CallFormat, _ size: Int, opened: Bool = false) -> [ModelOutput] {
    ToolCallParser(offered: tools, format: format, startsInReasoning: opened).outputs(of: text, pieces: size)
  }
}
