import Agents
import OrderedJSON
import Testing

@Suite("Tool schema") struct ToolSchemaTests {
  static let schema = ToolSchema([
    .init("path", .string(maxLength: 5), "The file."),
    .init("mode", .choice(["fast", "slow"]), "How.", required: false),
    .init("limit", .integer(1...9), "Most.", required: false),
    .init("deep", .boolean, "Deep.", required: false),
    .init("tags", .array(of: .string(maxLength: 2), maxItems: 2), "Tags.", required: false),
  ])

  @Test("The JSON schema names every property, in order, and no bounds")
  func jsonSchema() throws {
    let expected = """
      {"type": "object", "properties": {
        "path": {"type": "string", "description": "The file."},
        "mode": {"type": "string", "description": "How.", "enum": ["fast", "slow"]},
        "limit": {"type": "integer", "description": "Most."},
        "deep": {"type": "boolean", "description": "Deep."},
        "tags": {"type": "array", "description": "Tags.", "items": {"type": "string"}}
      }, "required": ["path"]}
      """
    #expect(try Self.schema.jsonSchema == JSON(parsing: expected))
  }

  @Test("What says nothing is not in the JSON schema")
  func bareSchema() throws {
    let schema = ToolSchema([.init("path", .string(maxLength: 5), "", required: false)])
    #expect(try schema.jsonSchema == JSON(parsing: #"{"type": "object", "properties": {"path": {"type": "string"}}}"#))
  }

  static let accepted: [JSON] = [
    ["path": "12345"], ["path": "日本日本日"], ["limit": 9, "path": ""], ["path": "x", "limit": 1.0],
    ["path": "x", "mode": "slow", "deep": false, "tags": ["a", "bc"]],
  ]

  @Test("Arguments that satisfy the schema have no violation", arguments: accepted)
  func valid(arguments: JSON) {
    #expect(Self.schema.violation(of: arguments) == nil)
  }

  static let refused: [(JSON, String)] = [
    ([], "the arguments must be a JSON object, and were a value of type array"),
    (
      ["limit": 1],
      "the argument 'path' is missing; it is required and must be a string of at most 5 characters"
    ),
    (
      ["path": "x", "limits": 1],
      "there is no argument 'limits'; accepted are: path, mode, limit, deep, tags; did you mean 'limit'?"
    ),
    (["path": 3], "the argument 'path' is a value of type number; it must be a string of at most 5 characters"),
    (["path": "123456"], "the argument 'path' has 6 characters; it must be a string of at most 5 characters"),
    (["path": nil], "the argument 'path' is a value of type null; it must be a string of at most 5 characters"),
    (
      ["path": "x", "limit": nil],
      "the argument 'limit' is null; leave it out, or give a whole number from 1 to 9"
    ),
    (["path": "x", "limit": 1.5], "the argument 'limit' is 1.5; it must be a whole number from 1 to 9"),
    (
      ["path": "x", "limit": "1"],
      "the argument 'limit' is a value of type string; it must be a whole number from 1 to 9"
    ),
    (["path": "x", "mode": "fats"], "the argument 'mode' is \"fats\"; it must be one of 'fast', 'slow'"),
    (["path": "x", "deep": 1], "the argument 'deep' is a value of type number; it must be true or false"),
    (
      ["path": "x", "tags": ["a", "b", "c"]],
      "the argument 'tags' has 3 elements; it must be an array of at most 2 elements, "
        + "each a string of at most 2 characters"
    ),
    (
      ["path": "x", "tags": ["a", "bcd"]],
      "the argument 'tags[1]' has 3 characters; it must be a string of at most 2 characters"
    ),
  ]

  @Test("A violation is one sentence with what was given and what is accepted", arguments: refused)
  func invalid(arguments: JSON, sentence: String) {
    #expect(Self.schema.violation(of: arguments) == sentence)
  }

  // MARK: Objects, and arguments that may stand for others

  static let edits = ToolSchema([
    .init("path", .string(maxLength: 9), "The file."),
    .init("old", .string(maxLength: 9), "", unless: "edits"),
    .init("new", .string(maxLength: 9), "", unless: "edits"),
    .init("all", .boolean, "", required: false),
    .init(
      "edits",
      .array(
        of: .object([
          .init("old", .string(maxLength: 9), ""), .init("times", .integer(1...9), "How often.", required: false),
        ]), maxItems: 2), "Several.", required: false),
  ])

  @Test("The JSON schema of an object names its properties, and does not require what another argument may stand for")
  func jsonSchemaOfObjects() throws {
    let expected = """
      {"type": "object", "properties": {
        "path": {"type": "string", "description": "The file."},
        "old": {"type": "string"},
        "new": {"type": "string"},
        "all": {"type": "boolean"},
        "edits": {"type": "array", "description": "Several.", "items": {"type": "object", "properties": {
          "old": {"type": "string"},
          "times": {"type": "integer", "description": "How often."}
        }, "required": ["old"]}}
      }, "required": ["path"]}
      """
    #expect(try Self.edits.jsonSchema == JSON(parsing: expected))
  }

  static let checked: [(JSON, String?)] = [
    (["path": "x", "old": "a", "new": "b"], nil),
    (["path": "x", "edits": [["old": "a"], ["old": "b", "times": 2]]], nil),
    (["path": "x", "old": "a", "new": "b", "edits": []], nil),
    (
      ["path": "x", "old": "a"],
      "the argument 'new' is missing; it is required, unless 'edits' is given and must be a string of at most 9 characters"
    ),
    (
      ["path": "x", "edits": ["a"]],
      "the argument 'edits[0]' is a value of type string; it must be an object with 'old', 'times'"
    ),
    (
      ["path": "x", "edits": [["old": "a"], ["times": 1]]],
      "the argument 'edits[1].old' is missing; it is required and must be a string of at most 9 characters"
    ),
    (
      ["path": "x", "edits": [["old": "a", "tims": 1]]],
      "there is no argument 'edits[0].tims'; accepted are: old, times; did you mean 'times'?"
    ),
  ]

  @Test("Objects are checked by their properties", arguments: checked)
  func objects(arguments: JSON, sentence: String?) {
    #expect(Self.edits.violation(of: arguments) == sentence)
  }
}
