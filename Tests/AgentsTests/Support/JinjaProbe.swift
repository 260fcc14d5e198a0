import Agents
import Jinja
import OrderedJSON
import System

/// A template of a test, as formats are learnt from.
struct JinjaProbe: TemplateProbe {
  let template: JinjaTemplate

  init(_ source: String) throws { template = try JinjaTemplate(source) }

  func render(
    messages: [JSON], tools: [JSON]?, addingGenerationPrompt: Bool, variables: JSONObject
  ) -> String? {
    var values: [String: JinjaValue] = [
      "messages": JinjaValue(.array(messages)), "add_generation_prompt": JinjaValue(addingGenerationPrompt),
      "bos_token": JinjaValue("<s>"), "eos_token": JinjaValue("</s>"),
      "tools": tools.map { JinjaValue(.array($0)) } ?? .none,
    ]
    for member in variables.members { values[member.name] = JinjaValue(member.value) }
    return try? template.render(values, clock: { CivilTime(year: 2026, month: 1, day: 1) }).text
  }
}
