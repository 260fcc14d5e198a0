import OrderedJSON
import Testing

@testable import Inference

/// What a template is found to want when it is tried out, and what is then made of a conversation.
@Suite struct TemplateHabitsTests {
  private static let turns =
    "{% for m in messages %}{% if m.role == 'system' %}SYSTEM{% endif %}[{{ m.role }}]{{ m.content }}"

  private func message(_ role: ChatRole, _ text: String) -> ChatMessage {
    ChatMessage(role: role, content: .text(text))
  }

  private func text(_ template: String, _ prompt: ChatPrompt) throws -> String {
    PromptPart.text(of: try ChatTemplate(.text(template), model: nil).render(prompt))
  }

  @Test(arguments: [
    ("SYSTEM", "[system]Be brief.[user]Hi."), ("{{ raise_exception('none') }}", "[user]Be brief.\n\nHi."),
    ("{% continue %}", "[user]Be brief.\n\nHi."),
  ])
  func whereTheSystemHasNoPlaceItStandsBeforeTheFirstMessage(_ refusal: String, _ expected: String) throws {
    let source = Self.turns.replacing("SYSTEM", with: refusal == "SYSTEM" ? "" : refusal) + "{% endfor %}"
    let template = try ChatTemplate(.text(source), model: nil)
    #expect(template.habits.takesSystem == (refusal == "SYSTEM"))
    #expect(template.notes.isEmpty == (refusal == "SYSTEM"))
    let prompt = ChatPrompt(messages: [message(.system, "Be brief."), message(.user, "Hi.")])
    #expect(try text(source, prompt) == expected)
  }

  @Test func systemWithoutAUserBecomesAMessageOfTheUser() {
    let rest = ChatTemplate.withoutSystem([message(.system, "A"), message(.assistant, "B"), message(.system, "C")])
    #expect(rest == [message(.user, "A\n\nC"), message(.assistant, "B")])
    #expect(ChatTemplate.withoutSystem([message(.system, ""), message(.user, "B")]) == [message(.user, "B")])
  }

  /// How a template writes arguments, and what it is given for them.
  @Test(arguments: [
    ("{{ c.function.arguments | tojson }}", false, "{\"a\": 1}"),
    ("{{ '[' + c.function.arguments + ']' }}", true, "[{\"a\":1}]"), ("{{ c.function.arguments }}", true, "{\"a\":1}"),
    (
      "{% if c.function.arguments is string %}{{ c.function.arguments }}{% else %}{{ c.function.arguments | tojson }}{% endif %}",
      false, "{\"a\": 1}"
    ),
    ("{% for k, v in c.function.arguments.items() %}{{ k }}={{ v }}{% endfor %}", false, "a=1"), ("x", false, "x"),
  ])
  func argumentsAreGivenAsTheTemplateTakesThem(_ written: String, _ asText: Bool, _ expected: String) throws {
    let source = Self.turns + "{% for c in m.tool_calls %}\(written){% endfor %}{% endfor %}"
    #expect(try ChatTemplate(.text(source), model: nil).habits.takesArgumentsAsText == asText)
    let call = ChatToolCall(id: "call00001", name: "f", arguments: ["a": 1])
    let prompt = ChatPrompt(messages: [
      message(.user, "Hi."), ChatMessage(role: .assistant, content: .text(""), toolCalls: [call]),
    ])
    #expect(try text(source, prompt) == "[user]Hi.[assistant]" + expected)
  }

  @Test func everythingThatAMessageCarriesReachesTheTemplate() throws {
    let source =
      "{% for m in messages %}{{ m.content }}{{ m.reasoning_content }}{{ m.tool_call_id }}{{ m.name }}"
      + "{{ m.tool_calls[0].id if m.tool_calls }};{% endfor %}{{ tools[0].function.name if tools }}{{ enable_thinking }}"
      + "{{ add_generation_prompt }}{{ documents }}{{ bos_token }}{{ eos_token }}"
    var surroundings = ChatTemplate.Surroundings()
    surroundings.special = .init(beginning: "<b>", end: "<e>")
    let template = try ChatTemplate(.text(source), model: nil, surroundings: surroundings)
    let prompt = ChatPrompt(
      messages: [
        ChatMessage(
          role: .assistant, content: .text("a"), reasoning: "r",
          toolCalls: [ChatToolCall(id: "i", name: "f", arguments: [:])]),
        ChatMessage(role: .tool, content: .text("t"), toolCallID: "i", name: "f"),
      ], tools: [["type": "function", "function": ["name": "f"]]], addsGenerationPrompt: false,
      variables: ["enable_thinking": true])
    #expect(PromptPart.text(of: try template.render(prompt)) == "ari;tif;fTrueFalseNone<b><e>")
    #expect(try text(source, ChatPrompt(messages: [message(.user, "u")])).hasSuffix("u;TrueNone"))
  }

  @Test func templateThatGoesThroughToolsAlwaysGetsAListOfNone() throws {
    let source = Self.turns + "{% endfor %}{% for tool in tools %}({{ tool.function.name }}){% endfor %}"
    #expect(try ChatTemplate(.text(source), model: nil).habits.wantsListOfTools)
    #expect(try text(source, ChatPrompt(messages: [message(.user, "Hi.")])) == "[user]Hi.")
    let tools: [JSON] = [["function": ["name": "f"]]]
    #expect(try text(source, ChatPrompt(messages: [message(.user, "Hi.")], tools: tools)) == "[user]Hi.(f)")
  }

  @Test func refusalOfAConversationNamesTheLine() throws {
    let source = Self.turns + "{% if m.role == 'tool' %}\n{{ raise_exception('no tools') }}{% endif %}{% endfor %}"
    let error = #expect(throws: InferenceError.self) {
      try text(source, ChatPrompt(messages: [message(.user, "a"), message(.tool, "b")]))
    }
    #expect(error?.message == "the chat template (from a file) refuses the conversation: line 2: no tools")
  }
}
