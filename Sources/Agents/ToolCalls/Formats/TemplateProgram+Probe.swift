public import Inference
public import OrderedJSON

/// The template that renders the prompts is the one that the format is learnt from.
extension TemplateProgram: TemplateProbe {
  /// See `TemplateProbe`.
  public func render(
    messages: [JSON], tools: [JSON]?, addingGenerationPrompt: Bool, variables: JSONObject
  ) -> String? {
    let values = Dictionary(variables.members.map { ($0.name, $0.value) }) { _, last in last }
    let parts = try? render(
      messages: .array(messages), tools: tools.map(JSON.array), addingGenerationPrompt: addingGenerationPrompt,
      variables: values)
    return parts?.reduce(into: "") { text, part in
      switch part {
      case .markup(let more), .text(let more): text += more
      case .tokens: break
      }
    }
  }
}
