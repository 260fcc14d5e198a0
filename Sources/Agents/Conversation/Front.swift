// What every prompt of an agent begins with. It is the same, to the byte, for all agents that are offered the same tools
// in the same form: neither name nor mode nor date stands in it, so that its KV is computed once for all of them. What
// may differ between agents one day, the workspace, stands last.

public import Inference

/// The beginning of a prompt: how to work, the tools, and examples where the form has some.
public struct Front: Sendable, Equatable {
  /// The messages before the conversation.
  public var messages: [ChatMessage]
  /// How calls and results are written.
  public var form: ToolForm

  /// The front of an agent.
  ///
  /// - Parameters:
  ///   - instructions: what the person wants every agent to be told.
  ///   - tools: those that the model is told of.
  ///   - form: how calls are written.
  ///   - severalCalls: whether an answer may hold more than one.
  ///   - workspace: the folder that relative paths begin in.
  public init(
    instructions: String, tools: ToolRegistry, form: ToolForm, severalCalls: Bool = true, workspace: String
  ) {
    self.form = form
    guard !tools.isEmpty else {
      messages = [ChatMessage(role: .system, content: .text(instructions))]
      return
    }
    switch form {
    case .native:
      messages = [
        ChatMessage(
          role: .system,
          content: .text(
            SystemPrompt.text(
              instructions: instructions, tools: tools, severalCalls: severalCalls, workspace: workspace)))
      ]
    case .blocks:
      messages = BlockPrompt(instructions: instructions, tools: tools).messages
    }
  }
}

extension AgentSettings {
  /// What each of its prompts begins with, in every mode, for a model.
  func front(_ approach: Approach) -> Front {
    Front(
      instructions: instructions, tools: toldTools, form: approach.form,
      severalCalls: approach.severalCalls, workspace: workspace)
  }

  /// What all agents with these settings begin their prompts with: it can be computed before there is a task.
  ///
  /// - Throws: `InferenceError` when the model's chat template cannot say it.
  public func commonBeginning(on engine: any GenerationEngine) throws(InferenceError) -> [PromptPart] {
    try engine.render(front(approach(to: engine.facts)).messages, addingGenerationPrompt: false)
  }
}
