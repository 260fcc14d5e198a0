import OrderedJSON
import Testing

@testable import Agents

@Suite("JSON Schema") struct JSONSchemaTests {
  static let refused: [(String, String, String)] = [
    (#"{"type": "integer", "minimum": 5, "maximum": 3}"#, "#/minimum", "minimum 5 leaves nothing below maximum 3"),
    (
      #"{"properties": {"a": {"items": {"minimum": 1, "exclusiveMaximum": 1}}}}"#, "#/properties/a/items/minimum",
      "minimum 1 leaves nothing below exclusiveMaximum 1"
    ),
    (
      #"{"type": "integer", "minimum": 1.2, "maximum": 1.8}"#, "#/minimum",
      "there is no whole number between 1.2 and 1.8"
    ),
    (#"{"minLength": 5, "maxLength": 3}"#, "#/minLength", "minLength 5 is greater than maxLength 3"),
    (#"{"minItems": 5, "maxItems": 3}"#, "#/minItems", "minItems 5 is greater than maxItems 3"),
    (
      #"{"prefixItems": [{}], "items": false, "minItems": 2}"#, "#/minItems",
      "minItems asks for 2 elements, and only 1 may be there"
    ),
    (
      #"{"properties": {"a": {}}, "required": ["b"], "additionalProperties": false}"#, "#/required",
      "the property 'b' is required and forbidden"
    ),
    (
      #"{"required": ["a", "b"], "maxProperties": 1}"#, "#/maxProperties",
      "2 properties are required, and maxProperties is 1"
    ),
    (#"{"enum": []}"#, "#/enum", "must be a list of at least one value, and is []"),
    (#"{"enum": [1, 2], "const": 3}"#, "#/const", "3 is none of the values of enum"),
    (
      #"{"properties": {"a/b": {"type": "string", "enum": [1, 2]}}}"#, "#/properties/a~1b",
      "nothing satisfies this: none of the values 1, 2 satisfies the rest"
    ),
    (
      #"{"allOf": [{"type": "string"}, {"type": "integer"}]}"#, "#",
      "nothing satisfies this: the type string and the type integer exclude each other"
    ),
    (
      #"{"properties": {"a": {"anyOf": [{"minimum": 5}], "type": "integer", "maximum": 3}}}"#, "#/properties/a",
      "nothing satisfies this: minimum 5 leaves nothing below maximum 3"
    ),
    (
      ##"{"properties": {"a": {"$ref": "#/$defs/b"}}}"##, "#/properties/a/$ref",
      "refers to '#/$defs/b', and there is nothing"
    ),
    (
      #"{"$ref": "other.json"}"#, "#/$ref",
      "refers to 'other.json'; only places in the same schema, '#/…', can be referred to"
    ),
    (
      ##"{"$ref": "#/$defs/a", "$defs": {"a": {"anyOf": [{"$ref": "#/$defs/b"}]}, "b": {"$ref": "#/$defs/a"}}}"##,
      "#/$defs/a", "refers to itself without a member or an element between"
    ),
    (##"{"$ref": "#"}"##, "#", "refers to itself without a member or an element between"),
    (
      ##"{"type": "object", "properties": {"a": {"$ref": "#"}}, "required": ["a"]}"##, "#",
      "holds itself as something that it requires, so no value of it ever ends"
    ),
    (
      #"{"properties": {"a": {"type": "dict"}}}"#, "#/properties/a/type",
      "there is no type \"dict\"; there are 'object', 'array', 'string', 'number', 'integer', 'boolean', 'null'"
    ),
    (#"{"properties": []}"#, "#/properties", "is []; it must be an object"),
    (#"{"minLength": -1}"#, "#/minLength", "is -1; it must be a whole number of at least 0"),
    (#"{"multipleOf": 0}"#, "#/multipleOf", "is 0.0; it must be a number greater than 0"),
    (#"{"pattern": "a("}"#, "#/pattern", "'a(' is no regular expression: '(' without ')'"),
    (#"3"#, "#", "is a value of type number; a schema is an object, true or false"),
    (#"false"#, "#", "nothing satisfies the schema false"),
    (#"{"a""#, "#", "is no JSON: 1:5: expected ':' after a member's name, found the end"),
  ]

  @Test("A schema that is none or contradicts itself is refused with its place", arguments: refused)
  func refuses(text: String, path: String, sentence: String) {
    #expect(throws: JSONSchemaError(path: path, sentence)) { try JSONSchema(parsing: text) }
  }

  static let read: [String] = [
    // An alternative that what stands beside it excludes is left out, and the others stay.
    #"{"type": "object", "anyOf": [{"type": "string"}, {"required": ["a"]}]}"#,
    // What stands in `not` may contradict itself.
    #"{"not": {"minimum": 5, "maximum": 3}}"#,
    #"{"type": ["string", "integer"], "allOf": [{"type": ["integer", "null"]}]}"#,
    #"{"required": true}"#, #"{"default": 3, "title": "x", "description": "y", "$comment": "z", "examples": []}"#,
    ##"{"properties": {"a": {"$ref": "#"}}}"##, ##"{"anyOf": [{"type": "null"}, {"items": {"$ref": "#"}}]}"##,
    ##"{"$ref": "#/$defs/a%20b", "$defs": {"a b": {"type": "null"}}}"##, #"{"properties": {"a": false}}"#,
  ]

  @Test("What only looks like a contradiction is read", arguments: read)
  func reads(text: String) { #expect(throws: Never.self) { try JSONSchema(parsing: text) } }

  @Test("A pattern that nobody here can follow is named as not checked")
  func unchecked() throws {
    let schema = try JSONSchema(parsing: #"{"properties": {"a": {"pattern": "(a)\\1"}}}"#)
    #expect(schema.unchecked == ["#/properties/a/pattern: the pattern is not checked: it refers to a group"])
    #expect(schema.violations(of: ["a": "x"]) == [])
  }

  @Test("Schemas beyond measure are refused")
  func measure() {
    let deep = String(repeating: #"{"items":"#, count: 60) + "true" + String(repeating: "}", count: 60)
    #expect { try JSONSchema(parsing: deep) } throws: {
      "\($0)".hasSuffix("schemas stand in each other more than 40 deep")
    }
    let wide = #"{"anyOf": [\#(Array(repeating: "{}", count: 6_000).joined(separator: ","))]}"#
    #expect { try JSONSchema(parsing: wide) } throws: {
      "\($0)".hasSuffix("there are more than 5000 schemas in this one")
    }
  }
}
