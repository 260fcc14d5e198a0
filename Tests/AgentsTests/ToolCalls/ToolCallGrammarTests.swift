import Inference
import OrderedJSON
import Testing

@testable import Agents

@Suite("Tool call grammar") struct ToolCallGrammarTests {
  static let read = TestTool(
    name: "read",
    parameters: ToolSchema([
      .init("path", .string(maxLength: 100), "The file."),
      .init("limit", .integer(1...50), "Lines.", required: false),
    ]))

  static func grammar(_ tools: [any Tool]) throws -> GBNF {
    try GBNF(CallGrammar(.general, tools.map { OfferedTool($0) }).whole)
  }
  static func call(_ name: String, _ arguments: String) -> String {
    "<tool_call>\n{\"name\": \"\(name)\", \"arguments\": \(arguments)}\n</tool_call>"
  }

  static let accepted = [
    call("read", #"{"path": "x"}"#), call("read", #"{"path": "", "limit": 50}"#),
    call("read", #"{"path": "\\ \" \u00e9 日 </tool_call>"}"#),
    call("read", #"{"path": "x"}"#) + "\n" + call("read", #"{"path": "y"}"#),
  ]
  static let refused = [
    "", call("write", #"{"path": "x"}"#), call("read", "{}"), call("read", #"{"limit": 1, "path": "x"}"#),
    call("read", #"{"path": "x", "limit": 51}"#), call("read", #"{"path": "x", "limit": "1"}"#),
    call("read", #"{"path": "\x"}"#), call("read", "{\"path\": \"a\nb\"}"),
    String(call("read", #"{"path": "x"}"#).dropLast()), call("read", #"{"path": "x"}"#) + " and more",
    "  " + call("read", #"{"path": "x"}"#), call("read", #"{"path":"x"}"#),
  ]

  @Test("Calls as the format writes them are accepted", arguments: accepted)
  func accepts(text: String) throws {
    #expect(try Self.grammar([Self.read]).accepts(text))
  }

  @Test("Anything else is refused", arguments: refused)
  func refuses(text: String) throws {
    #expect(try !Self.grammar([Self.read]).accepts(text))
  }

  @Test("Eight calls are accepted and nine are not")
  func bounded() throws {
    let grammar = try Self.grammar([Self.read])
    func calls(_ count: Int) -> String { [String](repeating: Self.accepted[0], count: count).joined(separator: "\n") }
    #expect(grammar.accepts(calls(8)))
    #expect(!grammar.accepts(calls(9)))
  }

  @Test("A string may be exactly as long as its bound", arguments: [0, 1, 64, 128, 129, 130, 1000, 4097, 8192])
  func stringLength(bound: Int) throws {
    let tool = TestTool(name: "t", parameters: ToolSchema([.init("s", .string(maxLength: bound), "Text.")]))
    let grammar = try Self.grammar([tool])
    func call(_ count: Int) -> String { Self.call("t", "{\"s\": \"\(String(repeating: "é", count: count))\"}") }
    for count in Set([0, 1, bound / 2, bound - 1, bound]) where (0...bound).contains(count) {
      #expect(grammar.accepts(call(count)), "\(count)")
    }
    #expect(!grammar.accepts(call(bound + 1)))
  }

  static let groups: [(String, Bool)] = [
    (#"{"path": "x", "old": "a", "new": "b"}"#, true),
    (#"{"path": "x", "old": "a", "new": "b", "all": true}"#, true),
    (#"{"path": "x", "edits": []}"#, true),
    (#"{"path": "x", "edits": [{"old": "a"}, {"old": "b", "times": 2}], "all": false}"#, true),
    (#"{"path": "x"}"#, false),
    (#"{"path": "x", "old": "a"}"#, false),
    (#"{"path": "x", "edits": [{"times": 2}]}"#, false),
    (#"{"path": "x", "edits": [{"old": "a"}, {"old": "b"}, {"old": "c"}]}"#, false),
  ]

  @Test("Arguments that another one may stand for are there all, or that one is", arguments: groups)
  func alternatives(arguments: String, isAccepted: Bool) throws {
    let tool = TestTool(name: "t", parameters: ToolSchemaTests.edits)
    #expect(try Self.grammar([tool]).accepts(Self.call("t", arguments)) == isAccepted)
  }

  @Test("Whatever the grammar accepts is parsed as calls that satisfy the schemas")
  func soundness() throws {
    var generator = SystemRandomNumberGenerator()
    let tools = TestSchemas.tools
    let grammar = try Self.grammar(tools.tools)
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
}
