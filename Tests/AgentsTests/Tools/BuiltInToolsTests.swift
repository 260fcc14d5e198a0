import OrderedJSON
import Testing

@testable import Agents

/// What every agent is told of its tools, before the first word of its task.
@Suite struct BuiltInToolsTests {
  @Test func theToolsComeInTheirFixedOrder() {
    #expect(
      BuiltInTools.all.map(\.name) == [
        "read", "write", "edit", "list", "glob", "grep", "bash", "todo", "ask", "job",
      ])
    #expect(
      BuiltInTools.all.map(\.effect) == [
        .reads, .writes, .writes, .reads, .reads, .reads, .executes, .notes, .asks, .notes,
      ])
  }

  /// All agents read all of it: a slow machine computes some hundred tokens a second.
  @Test func thoseOfSearchCommandsAndQuestionsAreToldInFewWords() {
    let sizes = BuiltInTools.all.filter { !["read", "write", "edit"].contains($0.name) }.map { tool in
      let told: JSON = [
        "name": .string(tool.name), "description": .string(tool.summary), "parameters": tool.parameters.jsonSchema,
      ]
      return told.text.utf8.count
    }
    #expect(sizes.reduce(0, +) < 1_700, "\(sizes)")
  }
}
