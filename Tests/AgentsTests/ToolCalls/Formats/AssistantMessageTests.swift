import Agents
import OrderedJSON
import Testing

/// What a model said, as a message in OpenAI's form.
@Suite("Assistant messages") struct AssistantMessageTests {
  static let template = """
    {% for m in messages %}<|{{ m.role }}|>
    {% if m.reasoning_content %}<think>{{ m.reasoning_content }}</think>{% endif %}{{ m.content }}
    {%- for c in m.tool_calls or [] %}<act>{{ c.function.name }}:{{ c.function.arguments | tojson }}</act>{% endfor %}<|end|>
    {% endfor %}{% if add_generation_prompt %}<|assistant|>
    {% endif %}
    """

  @Test("Words, a thought and calls stand in their members, arguments as a string of JSON")
  func whole() throws {
    let format = try #require(CallFormat.learn(from: JinjaProbe(Self.template)))
    let said = #"<think>hm</think>I look.<act>put:{"path": "é", "count": 2}</act><|end|>"#
    let expected: JSON = [
      "role": "assistant", "content": "I look.", "reasoning_content": "hm",
      "tool_calls": [["type": "function", "function": ["name": "put", "arguments": "{\"path\":\"é\",\"count\":2}"]]],
    ]
    for text in [said, "<|assistant|>\n" + said] {
      let message = AssistantMessage(text, format: format, tools: CallFormatTests.tools, prompt: "<|assistant|>\n")
      #expect(message.json == expected)
    }
    #expect(
      AssistantMessage("hm</think>Yes.", format: format, tools: nil, prompt: "<|assistant|>\n<think>\n").reasoning
        == "hm")
  }

  @Test("A call alone has no content; without tools any name may be called")
  func alone() throws {
    let format = try #require(CallFormat.learn(from: JinjaProbe(Self.template)))
    let message = AssistantMessage("<act>other:{}</act>", format: format, tools: nil, prompt: "")
    #expect(message.json["content"] == .null && message.calls.map(\.name) == ["other"] && message.problems.isEmpty)
  }

  @Test("What cannot be run is a problem that says why, and no call")
  func problems() {
    let tools = CallFormatTests.tools
    let wrong = AssistantMessage(
      "<tool_call>{\"name\": \"puut\", \"arguments\": {}}</tool_call>", format: .general, tools: tools, prompt: "")
    #expect(wrong.json["problems"] == ["there is no tool 'puut'; there are: put, look; did you mean 'put'?"])
    let answered = AssistantMessage("<tool_response>x</tool_response>", format: .general, tools: tools, prompt: "")
    #expect(answered.problems == ["the model wrote a tool's result itself"])
  }
}
