import Inference
import OrderedJSON
import Testing
import TestSupport

@testable import Agents

@Suite("Answer by a schema") struct AgentAnswerTests {
  static let schema =
    #"{"type": "object", "properties": {"n": {"type": "integer", "multipleOf": 7}}, "required": ["n"]}"#

  private func bench(_ replies: [ScriptedEngine.Reply]) throws -> AgentBench {
    try AgentBench(replies, answerSchema: JSONSchema(parsing: Self.schema))
  }

  @Test("After its last words the model is asked for JSON by the schema's grammar, and that is the answer")
  func answer() throws {
    let bench = try bench([.call("read", #"{"path": "x"}"#), .say("It is seven."), .say(#"{"n": "#, "7}")])
    #expect(bench.run("Count") == RunOutcome(reason: .done, text: #"{"n": 7}"#))
    #expect(bench.events.suffix(4) == ["text It is seven.", "text \n\n", #"text {"n": "#, "text 7}"])
    let requests = bench.engine.requests
    #expect(requests.count == 3)
    #expect(try requests[2].constraint.sketch == "whole\n" + SchemaGrammar.text(JSONSchema(parsing: Self.schema)))
    #expect(bench.engine.prompts[2].hasPrefix(bench.engine.prompts[1] + "It is seven."))
    #expect(bench.engine.prompts[2].contains(#"JSON Schema:\#n{"type":"object","properties""#))
  }

  @Test("What the grammar could not hold is told once, and fails the run the second time")
  func wrong() throws {
    let mended = try bench([.say("Six."), .say(#"{"n":6}"#), .say(#"{"n":14}"#)])
    #expect(mended.run("Count") == RunOutcome(reason: .done, text: #"{"n":14}"#))
    let sentence = "the member 'n' is 6; it must be a whole number that is a multiple of 7"
    #expect(mended.engine.prompts[2].contains("That does not satisfy the schema: \(sentence)."))
    let failed = try bench([.say("Six."), .say(#"{"n":6}"#), .say(#"{"n":6}"#)])
    #expect(
      failed.run("Count")
        == RunOutcome(
          reason: .failed, text: "Six.", error: "the answer does not satisfy the schema that was given: \(sentence)"))
  }

  @Test("An answer that the limit of tokens cut short is no JSON, and is said to be none")
  func cut() throws {
    let bench = try bench([
      .say("Seven."), .say(#"{"n":"#, reason: .maxTokens), .say(#"{"n"#, reason: .maxTokens),
    ])
    #expect(
      bench.run("Count").error
        == "the answer does not satisfy the schema that was given: it is not valid JSON (1:2: the string has no end)")
  }

  @Test("A stop during the answer leaves what was said")
  func stop() throws {
    let bench = try bench([.say("Seven."), .say(#"{"n""#, reason: .cancelled)])
    #expect(bench.run("Count") == RunOutcome(reason: .stopped, text: "Seven."))
  }

  @Test("Words without an end are no hindrance")
  func endlessWords() throws {
    let bench = try bench([.say("So", reason: .maxTokens), .say(#"{"n":7}"#)])
    #expect(bench.run("Count") == RunOutcome(reason: .done, text: #"{"n":7}"#))
  }

  @Test("A run that is not done is not asked")
  func otherEnds() throws {
    let bench = try AgentBench(
      [.call("read", #"{"path": "x"}"#)], maxIterations: 1, answerSchema: JSONSchema(parsing: Self.schema))
    #expect(bench.run("Count") == RunOutcome(reason: .maxIterations, text: ""))
  }
}
