// Probes are rendered and compared. A plain answer and a call begin alike, and that is the turn's header; they end alike,
// and that is the turn's end. Between them lie the name and the arguments, found by words that no template has. Two calls
// in one answer show what belongs to a call and what to the section of all of them.

import OrderedJSON

/// Learns a `CallFormat` from a template.
struct FormatLearner<Probe: TemplateProbe> {
  private let probe: Probe
  /// The tools that are given to the template; nil where it refuses any.
  let tools: [JSON]?
  /// A prompt with what opens the model's turn, and without.
  let prompt: String
  let base: String

  var format = CallFormat.general
  /// Regions behind the user's message: of an answer, and of a call.
  private(set) var answer: MarkupText
  /// What stands in an answer's region before the model's words, and in all others too.
  var headerLength = 0

  /// Nil where the template renders no conversation.
  init?(_ probe: Probe) {
    func render(_ tools: [JSON]?, _ adding: Bool) -> String? {
      probe.render(messages: [ProbeWords.userMessage()], tools: tools, addingGenerationPrompt: adding, variables: [:])
    }
    self.probe = probe
    if let prompt = render(ProbeWords.tools, true), let base = render(ProbeWords.tools, false) {
      (tools, self.prompt, self.base) = (ProbeWords.tools, prompt, base)
    } else {
      guard let prompt = render(nil, true), let base = render(nil, false) else { return nil }
      (tools, self.prompt, self.base) = (nil, prompt, base)
    }
    answer = MarkupText("")
    guard let region = region(["role": "assistant", "content": .string(ProbeWords.answer)]),
      region.first(ProbeWords.answer) != nil
    else { return nil }
    answer = region
  }

  /// What is known after all probes.
  mutating func learn() -> CallFormat {
    format.offersTools = tools != nil && prompt.contains(ProbeWords.names[0])
    learnReasoning()
    let learnt = learnCalls()
    if !learnt {
      // What ends an answer can still be told from one that goes on.
      format.header = answer[0..<headerLength]
      let tail = answer.first(ProbeWords.answer).map { answer[$0.upperBound..<answer.count] } ?? ""
      format.turnEnd = tail.trimmingSpace
    }
    learnResults()
    return format
  }

  // MARK: - Rendering

  /// The part of a conversation's text that its assistant's message makes; nil where the template refuses.
  func region(_ message: JSON, then more: [JSON] = []) -> MarkupText? {
    guard let text = render([ProbeWords.userMessage(), message] + more) else { return nil }
    let (whole, base) = (Array(text.unicodeScalars), Array(base.unicodeScalars))
    if whole.starts(with: base) { return MarkupText(whole[base.count...]) }
    // The past is rendered otherwise; the two part somewhere in it.
    let common = MarkupText(text).commonPrefix(with: MarkupText(prompt))
    return MarkupText(whole[common...])
  }

  func render(_ messages: [JSON], variables: JSONObject = [:], adding: Bool = false, withTools: Bool = true) -> String?
  {
    probe.render(
      messages: messages, tools: withTools ? tools : nil, addingGenerationPrompt: adding, variables: variables)
  }

  /// What the prompt opens the model's turn with.
  var generationPrompt: MarkupText { Self.addition(prompt, to: base) }

  static func addition(_ text: String, to base: String) -> MarkupText {
    let (text, base) = (MarkupText(text), MarkupText(base))
    return MarkupText(text.scalars[text.commonPrefix(with: base)...])
  }

  /// An assistant's message.
  func message(
    _ calls: [JSON] = [], content: JSON = "", thought field: String? = nil
  ) -> JSON {
    var message: JSONObject = ["role": "assistant", "content": content]
    if let field { message[field] = .string(ProbeWords.thought) }
    if !calls.isEmpty { message["tool_calls"] = .array(calls) }
    return .object(message)
  }
}
