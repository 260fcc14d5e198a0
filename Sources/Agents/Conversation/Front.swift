// What every prompt of an agent begins with. It is the same, to the byte, for all agents that are offered the same tools
// in the same form: neither name nor mode nor date stands in it, so that its KV is computed once for all of them. What
// may differ between agents one day, the workspace, stands last.

public import Inference
public import OrderedJSON

/// The beginning of a prompt: how to work, the tools, and examples where the form has some.
public struct Front: Sendable, Equatable {
  /// The messages before the conversation.
  public var messages: [ChatMessage]
  /// Tools that the chat template tells the model of, in OpenAI's form; none where the messages do.
  public var tools: [JSON] = []
  /// How calls and results are written.
  public var form: ToolForm
  /// Whether the chat template writes calls and results itself, from messages that hold them.
  public var isTemplated = false
  /// Whether the program's words after results stand with the last result, since the template wants the sides to take turns.
  public var joinsWords = false
  /// What the template puts around results, as far as it is plain text that a result could hold itself.
  public var resultMarks: [String] = []
  /// What else the template is given.
  public var variables: [String: JSON] = [:]

  /// The front of an agent.
  ///
  /// - Parameters:
  ///   - instructions: what the person wants every agent to be told.
  ///   - tools: those that the model is told of.
  ///   - form: how calls are written.
  ///   - format: how the model's template writes calls in the form `native`.
  ///   - severalCalls: whether an answer may hold more than one.
  ///   - workspace: the folder that relative paths begin in.
  public init(
    instructions: String, tools: ToolRegistry, form: ToolForm, format: CallFormat = .general, severalCalls: Bool = true,
    workspace: String
  ) {
    self.form = form
    func system(_ text: String) -> [ChatMessage] { [ChatMessage(role: .system, content: .text(text))] }
    guard !tools.isEmpty else {
      messages = system(instructions)
      return
    }
    switch form {
    case .native where format.rendersCalls && format.results.rendersToolRole:
      isTemplated = true
      joinsWords = !format.results.takesWordsBehind
      resultMarks = format.results.markers.filter { $0.hasPrefix("<") }.flatMap { [$0, "</" + $0.dropFirst()] }
      if format.offersTools { self.tools = tools.tools.map(SystemPrompt.description) }
      messages = system(
        SystemPrompt.text(
          instructions: instructions, tools: format.offersTools ? ToolRegistry([]) : tools, format: format,
          severalCalls: severalCalls, workspace: workspace))
    case .native:
      messages = system(
        SystemPrompt.text(instructions: instructions, tools: tools, severalCalls: severalCalls, workspace: workspace))
    case .blocks:
      messages = BlockPrompt(instructions: instructions, tools: tools).messages
    }
  }

  /// The prompt for a conversation behind it.
  public func prompt(_ conversation: Conversation, addsGenerationPrompt: Bool = true) -> ChatPrompt {
    ChatPrompt(
      messages: conversation.messages(self), tools: tools, addsGenerationPrompt: addsGenerationPrompt,
      variables: variables)
  }
}

extension AgentSettings {
  /// What each of its prompts begins with, in every mode, for a model.
  func front(_ approach: Approach) -> Front {
    var front = Front(
      instructions: instructions, tools: toldTools, form: approach.form, format: approach.format,
      severalCalls: approach.severalCalls, workspace: workspace)
    if let known = approach.format.reasoningSwitch, let isOn = approach.thinks {
      front.variables = known.variables(thinking: isOn)
    }
    return front
  }

  /// What all agents with these settings begin their prompts with: it can be computed before there is a task.
  ///
  /// - Throws: `InferenceError` when the model's chat template cannot say it.
  public func commonBeginning(on engine: any GenerationEngine) throws(InferenceError) -> [PromptPart] {
    let front = front(approach(to: engine))
    // Some templates want a message of the person's before they write anything. What comes before its text is common.
    let task = "\u{F8FF}"
    let parts = try engine.render(front.prompt(Conversation([.note(task)])))
    let end = parts.firstIndex { part in
      switch part {
      case .text(let text), .markup(let text): text.contains(task)
      case .tokens: false
      }
    }
    guard let end else { return try engine.render(front.prompt(Conversation(), addsGenerationPrompt: false)) }
    var common = Array(parts[..<end])
    if case .text(let text) = parts[end], let place = text.firstRange(of: task)?.lowerBound, place > text.startIndex {
      common.append(.text(String(text[..<place])))
    }
    return common
  }
}
