import Agents
import Inference
import OrderedJSON
import Testing

@Suite("Tool call grammar") struct ToolCallGrammarTests {
  static let read = TestTool(
    name: "read",
    parameters: ToolSchema([
      .init("path", .string(maxLength: 100), "The file."),
      .init("limit", .integer(1...50), "Lines.", required: false),
    ]))

  @Test("The grammar of one tool is this text")
  func text() {
    #expect(
      ToolCallGrammar.afterMarker([Self.read]) == #"""
        root ::= body more
        body ::= nl (call-1) nl "</tool_call>"
        call-1 ::= "{\"name\":" sp "\"read\"," sp "\"arguments\":" sp json-3 "}"
        json-3 ::= "{" (member-7 ("," sp member-9)?) "}"
        sp ::= " "?
        string-100 ::= "\"" char{0,100} "\""
        char ::= [^"\\\x00-\x1F\x7F] | "\\" (["\\/bfnrt] | "u" ([0-9a-cA-CefEF] [0-9a-fA-F]{3} | [dD] ([0-7] [0-9a-fA-F]{2} | [89abAB] [0-9a-fA-F]{2} "\\u" [dD] [c-fC-F] [0-9a-fA-F]{2})))
        member-7 ::= "\"path\":" sp string-100
        integer-1-50 ::= [1-9] | [1-4] [0-9] | "5" "0"
        member-9 ::= "\"limit\":" sp integer-1-50
        more ::= (nl nl "<tool_call>" body){0,7}
        nl ::= "\n"?

        """#)
  }

  static let accepted = [
    #"{"name":"read","arguments":{"path":"x"}}</tool_call>"#,
    "\n{\"name\": \"read\", \"arguments\": {\"path\": \"\", \"limit\": 50}}\n</tool_call>",
    #"{"name":"read","arguments":{"path":"\\ \" \u00e9 日 </tool_call>"}}</tool_call>"#,
    "{\"name\":\"read\",\"arguments\":{\"path\":\"x\"}}</tool_call>\n<tool_call>"
      + "{\"name\":\"read\",\"arguments\":{\"path\":\"y\"}}</tool_call>",
  ]
  static let refused = [
    "",
    #"{"name":"write","arguments":{"path":"x"}}</tool_call>"#,
    #"{"name":"read","arguments":{}}</tool_call>"#,
    #"{"name":"read","arguments":{"limit":1,"path":"x"}}</tool_call>"#,
    #"{"name":"read","arguments":{"path":"x","limit":51}}</tool_call>"#,
    #"{"name":"read","arguments":{"path":"x","limit":"1"}}</tool_call>"#,
    #"{"name":"read","arguments":{"path":"\x"}}</tool_call>"#,
    "{\"name\":\"read\",\"arguments\":{\"path\":\"a\nb\"}}</tool_call>",
    #"{"name":"read","arguments":{"path":"x"}}"#,
    #"{"name":"read","arguments":{"path":"x"}}</tool_call> and more"#,
    "  {\"name\":\"read\",\"arguments\":{\"path\":\"x\"}}</tool_call>",
  ]

  @Test("A call in either spacing, and several, are accepted", arguments: accepted)
  func accepts(text: String) throws {
    #expect(try GBNF(ToolCallGrammar.afterMarker([Self.read])).accepts(text))
    #expect(try GBNF(ToolCallGrammar.fromFirstToken([Self.read])).accepts("<tool_call>" + text))
  }

  @Test("Anything else is refused", arguments: refused)
  func refuses(text: String) throws {
    #expect(try !GBNF(ToolCallGrammar.afterMarker([Self.read])).accepts(text))
    #expect(try !GBNF(ToolCallGrammar.fromFirstToken([Self.read])).accepts("<tool_call>" + text))
  }

  @Test("Eight calls are accepted and nine are not")
  func bounded() throws {
    let grammar = try GBNF(ToolCallGrammar.fromFirstToken([Self.read]))
    let call = "<tool_call>\(Self.accepted[0])"
    #expect(grammar.accepts(String(repeating: call, count: 8)))
    #expect(!grammar.accepts(String(repeating: call, count: 9)))
  }

  @Test("A string may be exactly as long as its bound", arguments: [0, 1, 64, 128, 129, 130, 1000, 4097, 8192])
  func stringLength(bound: Int) throws {
    let tool = TestTool(name: "t", parameters: ToolSchema([.init("s", .string(maxLength: bound), "Text.")]))
    let grammar = try GBNF(ToolCallGrammar.afterMarker([tool]))
    func call(_ count: Int) -> String {
      #"{"name":"t","arguments":{"s":"\#(String(repeating: "é", count: count))"}}</tool_call>"#
    }
    for count in Set([0, 1, bound / 2, bound - 1, bound]) where (0...bound).contains(count) {
      #expect(grammar.accepts(call(count)), "\(count)")
    }
    #expect(!grammar.accepts(call(bound + 1)))
  }

  static let groups: [(String, Bool)] = [
    (#"{"path":"x","old":"a","new":"b"}"#, true),
    (#"{"path":"x","old":"a","new":"b","all":true}"#, true),
    (#"{"path":"x","edits":[]}"#, true),
    (#"{"path": "x", "edits": [{"old": "a"}, {"old": "b", "times": 2}], "all": false}"#, true),
    (#"{"path":"x"}"#, false),
    (#"{"path":"x","old":"a"}"#, false),
    (#"{"path":"x","edits":[{"times":2}]}"#, false),
    (#"{"path":"x","edits":[{"old":"a"},{"old":"b"},{"old":"c"}]}"#, false),
  ]

  @Test("Arguments that another one may stand for are there all, or that one is", arguments: groups)
  func alternatives(arguments: String, isAccepted: Bool) throws {
    let tool = TestTool(name: "t", parameters: ToolSchemaTests.edits)
    let call = #"{"name":"t","arguments":\#(arguments)}</tool_call>"#
    #expect(try GBNF(ToolCallGrammar.afterMarker([tool])).accepts(call) == isAccepted)
  }

  @Test("Whatever the grammar accepts is parsed as calls that satisfy the schemas")
  func soundness() throws {
    var generator = SystemRandomNumberGenerator()
    let tools = TestSchemas.tools
    let grammar = try GBNF(ToolCallGrammar.fromFirstToken(tools.tools))
    for _ in 0..<150 {
      let text = grammar.randomText(using: &generator)
      var parser = ToolCallParser(tools: tools)
      let outputs = parser.feed(text) + parser.finish(isCutShort: false)
      #expect(!outputs.isEmpty)
      for output in outputs {
        guard case .call(let call) = output else {
          Issue.record("\(output) of \(text)")
          continue
        }
        #expect(tools[call.name]?.parameters.violation(of: call.arguments) == nil)
        #expect(call.notes == [])
      }
    }
  }

  @Test("The constraint is free without tools, begins at the marker with them, and at once when a call is required")
  func constraints() {
    let tools: [any Tool] = [Self.read]
    #expect(ToolCallGrammar.constraint([]) == .none)
    #expect(
      ToolCallGrammar.constraint(tools) == .after(marker: "<tool_call>", grammar: ToolCallGrammar.afterMarker(tools)))
    #expect(
      ToolCallGrammar.constraint(tools, isCallRequired: true) == .whole(grammar: ToolCallGrammar.fromFirstToken(tools)))
  }
}
