import Agents
import OrderedJSON

/// A tool whose parts a test gives.
struct TestTool: Tool {
  var name: String
  var summary = "Does something."
  var parameters = ToolSchema([.init("path", .string(maxLength: 512), "The file.")])
  var effect = ToolEffect.reads
  var body: @Sendable (JSON, ToolContext) -> ToolResult = { _, _ in ToolResult(ok: true, output: "done") }

  func run(_ arguments: JSON, in context: ToolContext) -> ToolResult { body(arguments, context) }
}

/// Schemas in which every kind of argument occurs.
enum TestSchemas {
  static let all: [ToolSchema] = [
    ToolSchema([]),
    ToolSchema([.init("path", .string(maxLength: 512), "The file.")]),
    ToolSchema([
      .init("path", .string(maxLength: 1000), "The file."),
      .init("offset", .integer(1...10_000_000), "First line.", required: false),
      .init("limit", .integer(1...2000), "Lines.", required: false),
    ]),
    ToolSchema([
      .init("mode", .choice(["a b", "\"quoted\"", "c\\d"]), "How.", required: false),
      .init("deep", .boolean, "Deep.", required: false),
      .init("level", .integer(-12...7), "Level.", required: false),
    ]),
    ToolSchema([
      .init("content", .string(maxLength: 1_000_000), "Text."),
      .init("edits", .array(of: .string(maxLength: 40), maxItems: 3), "Edits."),
      .init("none", .array(of: .boolean, maxItems: 0), "Nothing.", required: false),
    ]),
    ToolSchema([
      .init("path", .string(maxLength: 40), "The file."),
      .init("old", .string(maxLength: 40), "", unless: "edits"),
      .init("new", .string(maxLength: 40), "", unless: "edits"),
      .init("all", .boolean, "", required: false),
      .init(
        "edits",
        .array(
          of: .object([.init("old", .string(maxLength: 40), ""), .init("all", .boolean, "", required: false)]),
          maxItems: 3), "Several.", required: false),
    ]),
  ]

  static let tools = ToolRegistry(
    all.enumerated().map { TestTool(name: "tool_\($0)", parameters: $1) })
}
