import OrderedJSON
import Testing

@testable import Agents

@Suite("Functions of others", .enabled(if: FunctionList.isGiven)) struct FunctionSchemaTests {
  @Test("Each schema is read, and whatever its grammar accepts satisfies it")
  func schemas() throws {
    var generator = SystemRandomNumberGenerator()
    var samples = 0
    for item in try FunctionList().cases {
      for tool in try item.tools() {
        let schema = try JSONSchema(tool.parameters.jsonSchema)
        let grammar = try GBNF(SchemaGrammar.text(schema, style: .spaced))
        for _ in 0..<5 {
          let text = grammar.randomText(using: &generator)
          samples += 1
          #expect(schema.violations(of: try JSON(parsing: text)) == [], "\(item.name): \(text)")
        }
      }
    }
    print("functions of others: \(samples) samples of their grammars were looked at")
  }
}
