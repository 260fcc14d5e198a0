import OrderedJSON

/// Asks the person.
struct AskTool: Tool {
  let name = PermissionRequest.questionTool
  let summary = "Asks the person and returns the answer."
  let parameters = ToolSchema([
    .init("question", .string(maxLength: ToolLimits.command), ""),
    .init("choices", .array(of: .string(maxLength: 200), maxItems: 9), "", required: false),
  ])
  let effect = ToolEffect.asks
  /// The person is asked in any case.
  let isRepeatable = true

  func run(_ arguments: JSON, in context: ToolContext) -> ToolResult {
    let question = Question(arguments)
    guard !question.text.isEmpty else {
      return ToolResult(ok: false, output: "the question is empty; write what the person is to answer")
    }
    guard let ask = context.ask else { return Question.unanswered("nobody can be asked here") }
    return question.result(of: ask(arguments, question.text))
  }
}

/// A question to the person, and what an answer says.
struct Question: Equatable {
  /// What is asked, without the white space around it.
  let text: String
  /// The answers to choose from, those that say nothing left out.
  let choices: [String]

  /// What a call of `ask` asks.
  init(_ arguments: JSON) {
    text = (arguments["question"]?.string ?? "").trimmingSpace
    choices = (arguments["choices"]?.array ?? []).compactMap { $0.string?.trimmingSpace }.filter { !$0.isEmpty }
  }

  /// What the model is told.
  func result(of answer: PermissionAnswer) -> ToolResult {
    switch answer {
    case .once, .session, .prefix: return ToolResult(ok: true, output: "the person says: yes")
    case .reply(let words): return ToolResult(ok: true, output: "the person says: \(meaning(of: words))")
    case .edited(let arguments): return ToolResult(ok: true, output: "the person says: \(arguments.text)")
    case .deny(let reason): return Self.unanswered(reason.isEmpty ? "the question was not answered" : reason)
    }
  }

  /// A number stands for the choice that is shown with it, unless a choice is that number; no words are a no.
  private func meaning(of words: String) -> String {
    let words = words.trimmingSpace
    if words.isEmpty { return "no" }
    if !choices.contains(words), let number = Int(words), choices.indices.contains(number - 1) {
      return choices[number - 1]
    }
    return words
  }

  static func unanswered(_ reason: String) -> ToolResult {
    ToolResult(ok: false, output: "\(reason); decide by yourself and go on")
  }
}
