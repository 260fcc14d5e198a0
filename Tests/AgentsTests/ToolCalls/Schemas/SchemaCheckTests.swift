import Agents
import OrderedJSON
import Testing

@Suite("Schema check") struct SchemaCheckTests {
  static let refused: [(String, JSON, [String])] = [
    (#"{"type": "integer", "minimum": 1}"#, 0, ["the value is 0; it must be a whole number of at least 1"]),
    (#"{"type": "integer"}"#, 1.5, ["the value is 1.5; it must be a whole number"]),
    (#"{"type": "string"}"#, 3, ["the value is a value of type number; it must be a string"]),
    (
      #"{"properties": {"a": {"properties": {"b": {"items": {"enum": ["x", "y"]}}}}}}"#, ["a": ["b": ["x", "z"]]],
      ["the member 'a.b[1]' is \"z\"; it must be one of 'x', 'y'"]
    ),
    (
      #"{"type": "object", "properties": {"path": {"type": "string"}}, "required": ["path"], "additionalProperties": false}"#,
      ["pth": "x"],
      [
        "there is no member 'pth'; accepted are: path; did you mean 'path'?",
        "the member 'path' is missing; it is required and must be a string",
      ]
    ),
    (
      #"{"properties": {"a": {"type": "integer"}}}"#, ["a": nil],
      ["the member 'a' is null; leave it out, or give a whole number"]
    ),
    (#"{"pattern": "^\\d+$"}"#, "1a", [#"the value is "1a"; it must be a string that matches ^\d+$"#]),
    (#"{"format": "date"}"#, "2023-02-29", ["the value is \"2023-02-29\"; it must be a date like 2026-05-31"]),
    (#"{"minLength": 2}"#, "a", ["the value has 1 character; it must be a string of at least 2 characters"]),
    (
      #"{"multipleOf": 0.1, "minimum": 0, "exclusiveMaximum": 1}"#, 0.35,
      ["the value is 0.35; it must be a number of at least 0 and less than 1 that is a multiple of 0.1"]
    ),
    (
      #"{"type": "array", "maxItems": 1, "items": {"type": "boolean"}}"#, [true, true],
      ["the value has 2 elements; it must be an array of at most 1 elements, each true or false"]
    ),
    (
      #"{"uniqueItems": true}"#, [1, ["a": 1, "b": 2], ["b": 2, "a": 1.0]],
      ["the value has {\"b\":2,\"a\":1.0} more than once; its elements must all be different"]
    ),
    (
      #"{"contains": {"type": "string"}, "minContains": 2}"#, ["a", 1],
      ["the value has 1 element of which each is a string; it must have at least 2"]
    ),
    (#"{"not": {"type": "null"}}"#, nil, ["the value is null; that is excluded: it must not be null"]),
    (
      #"{"anyOf": [{"type": "integer"}, {"type": "boolean"}]}"#, "x",
      ["the value is \"x\"; it must be a whole number, or true or false"]
    ),
    (
      #"{"anyOf": [{"type": "integer"}, {"type": "object", "required": ["a"]}]}"#, [:],
      ["the member 'a' is missing; it is required"]
    ),
    (
      #"{"oneOf": [{"type": "integer"}, {"minimum": 3}]}"#, 5,
      [
        "the value is 5, which is several of these at once; it must be only one: a whole number, or a number of at least 3"
      ]
    ),
    (
      #"{"if": {"required": ["a"]}, "then": {"required": ["b"]}}"#, ["a": 1],
      ["the member 'b' is missing; it is required"]
    ),
    (
      #"{"dependentRequired": {"a": ["b"]}}"#, ["a": 1],
      ["the member 'b' is missing; it is required where 'a' is given"]
    ),
    (
      #"{"propertyNames": {"maxLength": 1}}"#, ["ab": 1],
      ["the member 'ab' has a name that is not accepted; names must be a string of at most 1 characters"]
    ),
    (#"{"minProperties": 2}"#, ["a": 1], ["the value has 1 members; it must have at least 2"]),
    (
      #"{"patternProperties": {"^n": {"type": "number"}}, "additionalProperties": {"type": "string"}}"#,
      ["n1": "x", "m": 1],
      [
        "the member 'n1' is a value of type string; it must be a number",
        "the member 'm' is a value of type number; it must be a string",
      ]
    ),
    (
      ##"{"properties": {"v": {"type": "integer"}, "next": {"$ref": "#"}}}"##, ["next": ["next": ["v": "x"]]],
      ["the member 'next.next.v' is a value of type string; it must be a whole number"]
    ),
    (#"{"prefixItems": [{"type": "integer"}], "items": false}"#, [1, 2], ["the member '[1]' must not be there"]),
    (#"{"const": "é"}"#, "e\u{301}", ["the value is \"e\u{301}\"; it must be 'é'"]),
  ]

  @Test("What is wrong is said with what was given and what is accepted", arguments: refused)
  func invalid(text: String, value: JSON, sentences: [String]) throws {
    #expect(try JSONSchema(parsing: text).violations(of: value).map(\.sentence) == sentences)
  }

  static let accepted: [(String, JSON)] = [
    (#"{"type": "integer"}"#, 3.0), (#"{"type": "number"}"#, 3), (#"{"enum": [1]}"#, 1.0),
    (#"{"properties": {"a": {"type": "integer"}}}"#, ["b": 1]), (#"{"minLength": 3}"#, 1),
    (#"{"multipleOf": 0.1}"#, 0.3),
    (#"{"anyOf": [{"type": "integer"}, {"minimum": 3}]}"#, 5), (#"{"type": ["string", "null"]}"#, nil),
    (#"{"format": "something-new"}"#, "x"), (#"{"nullable": true, "type": "string"}"#, nil),
    (#"{"if": {"required": ["a"]}, "then": {"required": ["b"]}}"#, [:]), (#"{"uniqueItems": true}"#, [1, "1", true]),
    (#"{"const": {"a": 1, "b": [2]}}"#, ["b": [2.0], "a": 1]), (#"{"minimum": 3, "exclusiveMinimum": true}"#, 3.5),
  ]

  @Test("What satisfies the schema has no violation", arguments: accepted)
  func valid(text: String, value: JSON) throws { #expect(try JSONSchema(parsing: text).violations(of: value) == []) }

  @Test("A value that is nested beyond measure is not checked to the end, and said so")
  func deep() throws {
    let schema = try JSONSchema(parsing: ##"{"type": "object", "properties": {"a": {"$ref": "#"}}}"##)
    let value = try JSON(
      parsing: String(repeating: #"{"a":"#, count: 150) + "{}" + String(repeating: "}", count: 150))
    #expect(schema.violations(of: value).map(\.predicate) == ["is nested too deep to be checked"])
  }

  static let formats: [(String, [String], [String])] = [
    ("date", ["2024-02-29", "2000-02-29"], ["1900-02-29", "2024-2-29", "2024-02-29x"]),
    ("time", ["08:30:00Z", "23:59:59.25+05:30"], ["24:00:00Z", "08:30:00", "08:30Z"]),
    ("date-time", ["2024-02-29T08:30:00Z"], ["2023-02-29T08:30:00Z", "2024-02-29 08:30:00Z"]),
    (
      "uuid", ["123e4567-e89b-12d3-a456-426614174000"],
      ["123e4567e89b12d3a456426614174000", "g23e4567-e89b-12d3-a456-426614174000"]
    ),
    ("email", ["a.b+c@example.org"], ["a", "a@", "@b.c", "a@b", "a b@c.d"]),
    ("uri", ["https://example.org/a?b=c#d", "mailto:a@b.c"], ["example.org", "http://a b", "1a:b"]),
    ("ipv4", ["0.0.0.0", "192.168.1.255"], ["256.1.1.1", "1.2.3", "01.2.3.4"]),
    ("ipv6", ["::", "::1", "2001:db8::1", "1:2:3:4:5:6:7:8"], ["1:2:3:4:5:6:7", "1::2::3", "g::"]),
    ("hostname", ["example.org", "a-b.c"], ["-a.b", "a_b", ""]),
    ("duration", ["P1D", "PT2H30M", "P3W"], ["P", "PT", "1D"]),
  ]

  @Test("Formats hold what they name", arguments: formats)
  func format(name: String, accepted: [String], refused: [String]) throws {
    let schema = try JSONSchema(["format": .string(name)])
    for text in accepted { #expect(schema.violations(of: .string(text)) == [], "\(text)") }
    for text in refused { #expect(schema.violations(of: .string(text)) != [], "\(text)") }
  }
}
