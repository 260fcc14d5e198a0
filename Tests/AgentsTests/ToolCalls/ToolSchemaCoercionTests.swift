import Agents
import OrderedJSON
import Testing

@Suite("Tool schema: arguments of nearly the right form") struct ToolSchemaCoercionTests {
  static let schema = ToolSchema([
    .init("path", .string(maxLength: 20), "", aliases: ["file_path", "filename"]),
    .init("mode", .choice(["fast", "slow"]), "", required: false),
    .init("limit", .integer(1...9), "", required: false, aliases: ["count"]),
    .init("deep", .boolean, "", required: false),
    .init("tags", .array(of: .string(maxLength: 9), maxItems: 3), "", required: false),
    .init(
      "edits", .array(of: .object([.init("old", .string(maxLength: 9), "", aliases: ["search"])]), maxItems: 3), "",
      required: false),
  ])

  static let taken: [(JSON, JSON, [String])] = [
    (["path": "x", "limit": "5"], ["path": "x", "limit": 5], ["limit as 5"]),
    (["path": "x", "limit": " 5 "], ["path": "x", "limit": 5], ["limit as 5"]),
    (["path": "x", "limit": "3.0"], ["path": "x", "limit": 3], ["limit as 3"]),
    (["path": "x", "deep": "True"], ["path": "x", "deep": true], ["deep as true"]),
    (["path": 12], ["path": "12"], ["path as \"12\""]),
    (["path": "x", "mode": "FAST"], ["path": "x", "mode": "fast"], ["mode as \"fast\""]),
    (["path": "x", "tags": "a"], ["path": "x", "tags": ["a"]], ["tags as a list"]),
    (["path": "x", "tags": "[\"a\", 2]"], ["path": "x", "tags": ["a", "2"]], ["tags as a list"]),
    (["path": "x", "limit": nil, "deep": nil], ["path": "x"], ["limit as not given", "deep as not given"]),
    (["path": "x", "edits": ["old": "a"]], ["path": "x", "edits": [["old": "a"]]], ["edits as a list"]),
    (
      ["path": "x", "edits": "[{\"search\": \"a\"}]"], ["path": "x", "edits": [["old": "a"]]],
      ["edits 1: search as old"]
    ),
    (["file_path": "x"], ["path": "x"], ["file_path as path"]),
    (
      ["filePath": "x", "Count": "2"], ["path": "x", "limit": 2], ["filePath as path", "Count as limit", "limit as 2"]
    ),
    (.string(#"{"path": "x"}"#), ["path": "x"], ["the text as arguments"]),
  ]

  @Test("What is plainly meant is taken, and told", arguments: taken)
  func takes(arguments: JSON, expected: JSON, notes: [String]) {
    let result = Self.schema.coerce(arguments)
    #expect(result.arguments == expected)
    #expect(result.notes == notes)
    #expect(Self.schema.violation(of: result.arguments) == nil)
  }

  static let left: [JSON] = [
    ["path": "x", "limit": 3, "deep": true, "tags": ["a"]], ["path": "x", "limit": 3.0], ["path": "x", "limit": "3.5"],
    ["path": "x", "limit": "many"], ["path": "x", "deep": "perhaps"], ["path": "x", "deep": 1], ["path": nil],
    ["path": ["a"]], ["path": ["a": 1]], ["path": 1.5], ["path": "x", "mode": "quick"],
    ["path": "x", "unknown": "5"], [], 3, .string("x"),
    // Two names for one argument: nobody can say which is meant.
    ["path": "x", "file_path": "y"],
  ]

  @Test("What would have to be guessed, and what is right, stays as it is", arguments: left)
  func leaves(arguments: JSON) {
    let result = Self.schema.coerce(arguments)
    #expect(result.arguments == arguments)
    #expect(result.notes == [])
  }

  @Test("Of two other names the first is taken, and the second is refused")
  func twoNames() {
    let result = Self.schema.coerce(["file_path": "x", "filename": "y"])
    #expect(result.arguments == ["path": "x", "filename": "y"])
    #expect(result.notes == ["file_path as path"])
    #expect(Self.schema.violation(of: result.arguments)?.hasPrefix("there is no argument 'filename'") == true)
  }

  @Test("The tools for files know their arguments by the names that models give them")
  func builtIn() {
    func taken(_ tool: String, _ arguments: JSON) -> JSON? {
      BuiltInTools.all.first { $0.name == tool }?.parameters.coerce(arguments).arguments
    }
    #expect(taken("write", ["filename": "a", "text": "b"]) == ["path": "a", "content": "b"])
    #expect(
      taken("edit", ["file": "a", "search": "b", "replace": "c"])
        == ["path": "a", "old_string": "b", "new_string": "c"])
    #expect(taken("read", ["file_path": "a", "start_line": "3"]) == ["path": "a", "offset": 3])
  }
}
