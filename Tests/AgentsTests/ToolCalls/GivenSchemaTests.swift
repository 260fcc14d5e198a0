import OrderedJSON
import Testing

@testable import Agents

@Suite("Tool schema: brought by a tool of others") struct GivenSchemaTests {
  static let text = #"""
    {"type": "object", "properties": {
      "city": {"type": "string", "description": "Where.", "minLength": 1},
      "unit": {"enum": ["celsius", "fahrenheit"]},
      "ratio": {"type": "number", "minimum": 0, "maximum": 1},
      "days": {"type": ["integer", "null"], "minimum": 1},
      "near": {"type": "array", "items": {"$ref": "#/$defs/place"}}
    }, "required": ["city"], "$defs": {"place": {"type": "object", "properties": {"id": {"type": "integer"}},
      "required": ["id"]}}}
    """#

  private func schema() throws -> ToolSchema { ToolSchema(try JSONSchema(parsing: Self.text)) }

  @Test("The model reads it as it was brought, and its arguments are known by name")
  func read() throws {
    #expect(try schema().jsonSchema == JSON(parsing: Self.text))
    #expect(try schema().properties.map(\.name) == ["city", "unit", "ratio", "days", "near"])
    #expect(try schema().properties[0] == .init("city", .string(maxLength: .max), "Where."))
    #expect(try schema().properties[1].kind == .choice(["celsius", "fahrenheit"]))
  }

  static let checked: [(JSON, String?)] = [
    (["city": "Bern", "ratio": 0.5, "days": nil, "near": [["id": 1]], "more": 1], nil),
    (["city": "", "ratio": 0.5], "the argument 'city' has 0 characters; it must be a string of at least 1 characters"),
    (["city": "Bern", "ratio": 2], "the argument 'ratio' is 2; it must be a number from 0 to 1"),
    (
      ["city": "Bern", "near": [[:]]], "the argument 'near[0].id' is missing; it is required and must be a whole number"
    ),
  ]

  @Test("Arguments are checked by it", arguments: checked)
  func check(arguments: JSON, sentence: String?) throws {
    #expect(try schema().violation(of: arguments) == sentence)
  }

  static let taken: [(JSON, JSON, [String])] = [
    (["city": "Bern", "ratio": "0.5"], ["city": "Bern", "ratio": 0.5], ["ratio as 0.5"]),
    (
      ["City": "Bern", "unit": "Celsius"], ["city": "Bern", "unit": "celsius"], ["City as city", "unit as \"celsius\""]
    ),
    (["city": "Bern", "days": nil], ["city": "Bern", "days": nil], []),
    (["city": "Bern", "ratio": "much"], ["city": "Bern", "ratio": "much"], []),
  ]

  @Test("What is plainly meant is taken", arguments: taken)
  func coercion(arguments: JSON, expected: JSON, notes: [String]) throws {
    let result = try schema().coerce(arguments)
    #expect(result.arguments == expected)
    #expect(result.notes == notes)
  }

  @Test("Its calls are written by it")
  func grammar() throws {
    let tool = TestTool(name: "weather", parameters: try schema())
    let grammar = try GBNF(ToolCallGrammar.afterMarker([tool]))
    func accepts(_ arguments: String) -> Bool {
      grammar.accepts(#"{"name":"weather","arguments":\#(arguments)}</tool_call>"#)
    }
    #expect(accepts(#"{"city":"Bern","unit":"celsius","ratio":0.25,"days":null,"near":[{"id":3}]}"#))
    for wrong in [#"{}"#, #"{"city":""}"#, #"{"city":"Bern","ratio":1.5}"#, #"{"city":"Bern","days":0}"#] {
      #expect(!accepts(wrong), "\(wrong)")
    }
  }
}
