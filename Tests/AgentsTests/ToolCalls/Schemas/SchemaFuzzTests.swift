import OrderedJSON
import Testing

@testable import Agents

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `AGENT_TUI_FUZZ=1000000` makes as many schemas of each kind; a test run makes a few.
@Suite("Schemas of all kinds") struct SchemaFuzzTests {
  private static let rounds = ProcessInfo.processInfo.environment["AGENT_TUI_FUZZ"].flatMap { Int($0) } ?? 2_000
  private static let samples = (SchemaSamples.held + SchemaSamples.checkedAfter).compactMap { try? JSON(parsing: $0) }

  @Test("Whatever a schema asks, it is refused or gives a grammar of bounded length, and each value is checked")
  func schemas() throws {
    var mutator = SchemaMutator(samples: Self.samples, generator: SystemRandomNumberGenerator())
    for round in 0..<Self.rounds {
      let source = mutator.schema()
      guard let schema = try? JSONSchema(source) else { continue }
      let text = SchemaGrammar.text(schema)
      #expect(text.utf8.count < 2_000_000)
      _ = schema.violations(of: mutator.value())
      // Reading a grammar takes longer than writing it.
      guard round % 8 == 0, text.utf8.count < 20_000 else { continue }
      do {
        let sample = try GBNF(text).randomText(using: &mutator.generator)
        let value = try JSON(parsing: sample)
        _ = schema.violations(of: value)
      } catch {
        Issue.record("\(error) of \(source.text):\n\(text)")
      }
    }
  }

  @Test("Any bytes are a schema or are refused, and no pattern ends the program")
  func bytes() {
    var generator = SystemRandomNumberGenerator()
    let pieces: [UInt8] = Array(#"{}[]":,\0123.eE-+*?|()^$ab"#.utf8)
    for round in 0..<Self.rounds {
      var bytes = Array(SchemaSamples.held[round % SchemaSamples.held.count].utf8)
      for _ in 0..<Int.random(in: 1...6, using: &generator) where !bytes.isEmpty {
        let place = Int.random(in: bytes.indices, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.insert(pieces.randomElement(using: &generator)!, at: place)
        default: bytes.remove(at: place)
        }
      }
      _ = try? JSONSchema(parsing: String(decoding: bytes, as: UTF8.self))
      let pattern = String(decoding: bytes.prefix(20), as: UTF8.self)
      _ = TextPattern.matches("aab \"\\", pattern)
      guard let read = try? TextPattern(pattern) else { continue }
      var rules = GrammarRules()
      _ = PatternGrammar.expression(read, in: &rules)
    }
  }
}
