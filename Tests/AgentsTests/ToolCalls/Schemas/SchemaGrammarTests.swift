import OrderedJSON
import Testing

@testable import Agents

@Suite("Schema grammar") struct SchemaGrammarTests {
  struct Case: CustomStringConvertible {
    var schema: String
    var accepted: [String]
    var refused: [String]
    var description: String { schema }

    init(_ schema: String, _ accepted: [String], not refused: [String]) {
      (self.schema, self.accepted, self.refused) = (schema, accepted, refused)
    }
  }

  static let cases: [Case] = [
    Case(
      #"{"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "boolean"}, "c": {"type": "null"}}}"#,
      [
        "{}", #"{"a":1}"#, #"{"b":true}"#, #"{"c":null}"#, #"{"a":1,"b":true}"#, #"{"a":1,"c":null}"#,
        #"{"b": false, "c": null}"#, #"{"a":1,"b":true,"c":null}"#,
      ],
      not: ["{,}", #"{"b":true,"a":1}"#, #"{"a":1,}"#, #"{"d":1}"#, #"{"a":true}"#, #"{"a":1 ,"b":true}"#, ""]),
    Case(
      #"{"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "boolean"}}, "required": ["b"]}"#,
      [#"{"b":true}"#, #"{"a":1,"b":true}"#], not: ["{}", #"{"a":1}"#, #"{"a":1"b":true}"#]),
    Case(
      #"{"type": "object", "properties": {"a": {"type": "integer"}, "ab": {"type": "null"}}, "additionalProperties": {"type": "boolean"}}"#,
      [#"{"a":1,"ab":null,"abc":true,"b":false}"#, #"{"b":true}"#, #"{"":true}"#, "{}"],
      not: [#"{"a":true}"#, #"{"b":true,"a":true}"#, #"{"\u0061":true}"#, #"{"b":1}"#, #"{"ab":true}"#]),
    Case(
      #"{"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 3}"#,
      ["[1,2]", "[1, 2, 3]"], not: ["[]", "[1]", "[1,2,3,4]", "[1,2,]"]),
    Case(
      #"{"type": "array", "items": {"enum": ["a"]}}"#,
      ["[]", "[\(Array(repeating: #""a""#, count: 16).joined(separator: ","))]"],
      not: ["[\(Array(repeating: #""a""#, count: 17).joined(separator: ","))]"]),
    Case(
      #"{"type": "array", "prefixItems": [{"type": "integer"}, {"type": "string"}], "items": {"type": "null"}, "minItems": 1}"#,
      ["[1]", #"[1,"a"]"#, #"[1,"a",null,null]"#], not: ["[]", #"["a"]"#, "[1,null]", #"[1,"a","b"]"#]),
    Case(
      #"{"type": "string", "minLength": 2, "maxLength": 3}"#,
      [#""ab""#, #""日本日""#, #""\n\\""#, #""\ud83d\ude00a""#],
      not: [#""a""#, #""abcd""#, #""\ud83d\ude00""#, #""\ud83da""#]),
    Case(
      #"{"type": "string", "pattern": "^[A-Z]{3}-\\d{2,4}$"}"#,
      [#""ABC-12""#, #""ABC-1234""#], not: [#""ABC-1""#, #""AB-12""#, #""ABC-12345""#, #""xABC-12""#]),
    Case(
      #"{"type": "string", "pattern": "b|^c$"}"#,
      [#""b""#, #""abba""#, #""c""#], not: [#""ac""#, #""""#]),
    Case(
      #"{"type": "string", "format": "date"}"#,
      [#""2024-02-29""#, #""1999-12-31""#], not: [#""2024-02-30""#, #""2024-04-31""#, #""2024-13-01""#, #""24-01-01""#]),
    Case(
      #"{"type": "number", "minimum": 0.5, "maximum": 2.75}"#,
      ["0.5", "0.50", "0.51", "0.6", "1", "1.99", "2", "2.0", "2.7", "2.75", "2.750", "2.749"],
      not: ["0", "0.4", "0.49", "2.751", "2.76", "2.8", "3", "-1", "00.5", "1e0"]),
    Case(
      #"{"type": "number", "exclusiveMinimum": -1.5, "exclusiveMaximum": 0}"#,
      ["-1.49", "-1", "-0.1", "-0.001", "-1.4"], not: ["-1.5", "-1.50", "0", "-1.6", "-2", "1", "-0", "-0.0"]),
    Case(
      #"{"type": "number", "exclusiveMinimum": 0}"#, ["0.1", "1", "123.456", "0.001"], not: ["0", "0.0", "-1", "-0.5"]),
    Case(
      #"{"type": "integer", "minimum": 10}"#, ["10", "99", "123456"], not: ["9", "-10", "010", "10.0"]),
    Case(
      #"{"type": "integer", "minimum": 0, "maximum": 60, "multipleOf": 15}"#, ["0", "15", "60"],
      not: ["1", "75", "-15"]),
    Case(
      #"{"oneOf": [{"const": "a"}, {"const": 3}, {"type": "boolean"}]}"#, [#""a""#, "3", "true"], not: [#""b""#, "4"]),
    Case(
      #"{"type": "object", "properties": {"a": {"type": "null"}, "b": {"type": "null"}}, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]}"#,
      [#"{"a":null}"#, #"{"b":null}"#, #"{"a":null,"b":null}"#], not: ["{}"]),
    Case(
      ##"{"$ref": "#/$defs/list", "$defs": {"list": {"type": "object", "properties": {"next": {"$ref": "#/$defs/list"}}, "additionalProperties": false}}}"##,
      ["{}", #"{"next":{"next":{}}}"#], not: [#"{"next":null}"#, #"{"next":{"other":{}}}"#]),
    Case(
      #"{"type": "object"}"#, ["{}", #"{"a": [1, {"b": null}], "c": "d"}"#], not: ["[]", #"{"a"}"#, #"{a:1}"#]),
  ]

  @Test("What satisfies the schema is accepted, and nothing else", arguments: cases)
  func table(_ example: Case) throws {
    let schema = try JSONSchema(parsing: example.schema)
    let grammar = try GBNF(SchemaGrammar.text(schema))
    for text in example.accepted {
      #expect(grammar.accepts(text), "\(text)")
      #expect(try schema.violations(of: JSON(parsing: text)) == [], "\(text)")
    }
    for text in example.refused { #expect(!grammar.accepts(text), "\(text)") }
  }

  @Test("The space after colons and commas is there, not there, or free")
  func styles() throws {
    let schema = try JSONSchema(
      parsing: #"{"type": "object", "properties": {"a": {"enum": [[1, 2]]}, "b": {"type": "null"}}}"#)
    let compact = #"{"a":[1,2],"b":null}"#
    let spaced = #"{"a": [1, 2], "b": null}"#
    func accepts(_ style: JSONStyle, _ text: String) throws -> Bool {
      try GBNF(SchemaGrammar.text(schema, style: style)).accepts(text)
    }
    #expect(try accepts(.compact, compact) && !accepts(.compact, spaced))
    #expect(try accepts(.spaced, spaced) && !accepts(.spaced, compact))
    #expect(try accepts(.either, compact) && accepts(.either, #"{"a": [1,2], "b": null}"#))
  }

  @Test("Whatever the grammar of a schema accepts is JSON that satisfies it", arguments: SchemaSamples.held)
  func soundness(text: String) throws {
    var generator = SystemRandomNumberGenerator()
    let schema = try JSONSchema(parsing: text)
    for style in [JSONStyle.compact, .spaced, .either] {
      let grammar = try GBNF(SchemaGrammar.text(schema, style: style))
      for _ in 0..<40 {
        let sample = grammar.randomText(using: &generator)
        let json = try JSON(parsing: sample)
        #expect(schema.violations(of: json).map(\.sentence) == [], "\(sample)")
      }
    }
  }

  @Test("What a grammar cannot hold is JSON of the right kind all the same", arguments: SchemaSamples.checkedAfter)
  func looser(text: String) throws {
    var generator = SystemRandomNumberGenerator()
    let grammar = try GBNF(SchemaGrammar.text(JSONSchema(parsing: text)))
    for _ in 0..<40 {
      let sample = grammar.randomText(using: &generator)
      #expect(throws: Never.self) { try JSON(parsing: sample) }
    }
  }

  @Test("Fifty optional properties are a chain, not a power set")
  func manyOptional() throws {
    let names = (1...50).map { "name\($0)" }
    let properties = names.map { #""\#($0)": {"type": "boolean"}"# }.joined(separator: ", ")
    let text = SchemaGrammar.text(try JSONSchema(parsing: #"{"type": "object", "properties": {\#(properties)}}"#))
    #expect(text.utf8.count < 12_000)
    let grammar = try GBNF(text)
    #expect(grammar.accepts("{\(names.map { #""\#($0)":true"# }.joined(separator: ","))}"))
    #expect(grammar.accepts(#"{"name3":true,"name50":false}"#))
    #expect(!grammar.accepts(#"{"name50":true,"name3":false}"#))
  }

  @Test("A schema whose alternatives multiply gives a grammar of bounded length")
  func bounded() throws {
    let group = #"{"anyOf": [\#((1...12).map { #"{"required": ["p\#($0)"]}"# }.joined(separator: ", "))]}"#
    let text = #"{"type": "object", "allOf": [\#(Array(repeating: group, count: 12).joined(separator: ", "))]}"#
    let grammar = SchemaGrammar.text(try JSONSchema(parsing: text))
    #expect(grammar.utf8.count < 100_000)
    _ = try GBNF(grammar)
  }
}
