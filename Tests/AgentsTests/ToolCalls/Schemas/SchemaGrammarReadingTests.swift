import Inference
import OrderedJSON
import Testing
import Threading

@testable import Agents

@Suite("Schema grammars in libllama", .serialized) struct SchemaGrammarReadingTests {
  @Test("libllama reads each grammar, and what a model then begins is a beginning of such JSON")
  func read() throws {
    let engine = try RealModelAgentTests.engine(context: 512)
    defer { engine.shutdown() }
    let sequence = try engine.openSequence(named: "ada")
    for text in SchemaSamples.held + SchemaSamples.checkedAfter {
      let schema = try JSONSchema(parsing: text)
      let permit = try engine.scheduler.acquire(label: "test")
      let result = try sequence.generate(
        GenerationRequest(
          prompt: [.text("JSON: ")], sampling: SamplingOptions(temperature: 1, seed: 1), maxTokens: 6,
          constraint: .whole(grammar: SchemaGrammar.text(schema))), permit: permit, cancellation: Cancellation()
      ) { _ in }
      permit.release()
      guard result.reason == .endOfTurn else { continue }
      #expect(throws: Never.self, "\(text): \(result.text)") { try JSON(parsing: result.text) }
    }
  }
}
