// How a run ends whose answer must be JSON that satisfies a schema. The model works as it always does, and speaks as it
// likes; only when it has come to its end is it asked for the answer as JSON, in one more generation that can write
// nothing else. Asked for in the middle of the work, a model would fill in the form before it knows what belongs there.

import Inference
import OrderedJSON

extension AgentRun {
  /// Most generations of the answer.
  private static let mostAnswers = 2

  /// How the run ends, where the model has said its last word.
  mutating func conclude() throws(Interruption) -> RunOutcome {
    guard let schema = settings.answerSchema else { return RunOutcome(reason: .done, text: answer.trimmingSpace) }
    if !answer.isEmpty { emit(.text("\n\n")) }
    var problem = ""
    for attempt in 0..<Self.mostAnswers {
      let note = attempt == 0 ? Self.answerRequest(schema) : Self.answerRequest(again: problem)
      agent.change { $0.append(.note(note)) }
      if attempt > 0 { emit(.text("\n\n")) }
      let text = try onOneEngine { turn throws(Interruption) in try turn.generateAnswer(schema) }.trimmingSpace
      guard let found = Self.problem(of: text, schema) else { return RunOutcome(reason: .done, text: text) }
      problem = found
    }
    throw .failed("the answer does not satisfy the schema that was given: \(problem)")
  }

  private func generateAnswer(_ schema: JSONSchema) throws(Interruption) -> String {
    var prompt = try fittingPrompt()
    // A template that begins a thought would have the answer written into it.
    if prompt.opensReasoning(approach.format), !approach.format.reasoning.close.isEmpty {
      prompt.parts.append(.markup(approach.format.reasoning.close + "\n\n"))
    }
    let request = GenerationRequest(
      prompt: prompt.parts, sampling: sampling, maxTokens: min(maxTokens, prompt.room),
      constraint: .whole(grammar: SchemaGrammar.text(schema)))
    let result = try generate(request) { emit(.text($0)) }
    agent.append(AssistantTurn(tokens: result.tokens, text: result.text), of: engine)
    if result.reason == .cancelled { throw .stopped(text: answer) }
    return result.text
  }

  /// Why a text is not the answer; nil where it is.
  private static func problem(of text: String, _ schema: JSONSchema) -> String? {
    do {
      return schema.violations(of: try JSON(parsing: text)).first?.sentence
    } catch {
      return "it is not valid JSON (\(error))"
    }
  }

  private static func answerRequest(_ schema: JSONSchema) -> String {
    "Now give the answer to the task as JSON, and nothing else. It must satisfy this JSON Schema:\n\(schema.source.text)"
  }

  private static func answerRequest(again problem: String) -> String {
    "That does not satisfy the schema: \(problem). Give the answer as JSON again, whole and right."
  }
}
