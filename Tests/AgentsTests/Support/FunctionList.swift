import Agents
import Foundation
import OrderedJSON

/// Functions of somebody else, with something to say that asks for one of them: what `scripts/bfcl-check` writes down.
struct FunctionList {
  /// A question and the functions that are offered with it.
  struct Case {
    var name: String
    var question: String
    var functions: [JSON]

    /// Their tools, each of which does nothing.
    func tools() throws -> [any Tool] {
      try functions.map { function in
        TestTool(
          name: function["name"]?.string ?? "", summary: function["description"]?.string ?? "",
          parameters: ToolSchema(try JSONSchema(function["parameters"] ?? .null)))
      }
    }
  }

  let cases: [Case]

  private static let environment = ProcessInfo.processInfo.environment
  /// Whether there is one.
  static let isGiven = environment["AGENT_TUI_FUNCTIONS"] != nil
  static let seeds = UInt64(environment["AGENT_TUI_FUNCTION_SEEDS"] ?? "") ?? 1
  static let choice = ToolChoice(named: environment["AGENT_TUI_FUNCTION_CHOICE"] ?? "required")
  static let temperature = Double(environment["AGENT_TUI_FUNCTION_TEMPERATURE"] ?? "") ?? 1

  /// The list of the file that `AGENT_TUI_FUNCTIONS` names: a JSON object a line.
  init() throws {
    let text = try String(contentsOfFile: Self.environment["AGENT_TUI_FUNCTIONS"] ?? "", encoding: .utf8)
    cases = try text.split(separator: "\n").map { line in
      let json = try JSON(parsing: String(line))
      return Case(
        name: json["id"]?.string ?? "", question: json["question"]?.string ?? "", functions: json["tools"]?.array ?? [])
    }
  }
}
