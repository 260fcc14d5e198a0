import Agents
import OrderedJSON
import Testing

/// What templates do not show, and is known all the same. The templates here were made up to have what it is recognised by.
@Suite("Call formats: what templates do not show") struct FormatExceptionsTests {
  static let channels = """
    {% for m in messages %}
    {%- if m.role == 'assistant' %}
    {%- if m.thinking %}<|start|>assistant<|channel|>analysis<|message|>{{ m.thinking }}<|end|>{% endif %}
    {%- if m.tool_calls %}{% set f = m.tool_calls[0].function %}<|start|>assistant to=functions.{{ f.name }}<|channel|>commentary json<|message|>{{ f.arguments | tojson }}<|call|>
    {%- else %}<|start|>assistant<|channel|>final<|message|>{{ m.content }}<|return|>{% endif %}
    {%- else %}<|start|>{{ m.role }}<|message|>{{ m.content }}{% if loop.first and tools %}{{ tools | tojson }}{% endif %}<|end|>
    {%- endif %}{% endfor %}{% if add_generation_prompt %}<|start|>assistant{% endif %}
    """

  static let readA = CallsBesideFormatTests.readA
  static let call = #"{"path": "a.txt"}"#

  static let spoken: [(String, [ModelOutput])] = [
    ("<|channel|>final<|message|>Hello.<|return|>", [.text("Hello.")]),
    (" to=functions.read<|channel|>commentary json<|message|>\(call)<|call|>", [readA]),
    ("<|channel|>commentary to=functions.read <|constrain|>json<|message|>\(call)<|call|>", [readA]),
    ("<|channel|>commentary to=functions.read<|message|>\(call)", [readA]),
    (
      "<|channel|>analysis<|message|>I must \"read\". to=functions.read<|end|><|start|>assistant<|channel|>commentary "
        + "to=functions.read <|constrain|>json<|message|>\(call)<|call|>",
      [.reasoning("I must \"read\". to=functions.read"), readA]
    ),
    (
      "<|channel|>analysis<|message|>hm<|end|><|start|>assistant<|channel|>commentary<|message|>I look.<|end|>"
        + "<|start|>assistant<|channel|>commentary to=functions.read<|message|>\(call)<|call|>",
      [.reasoning("hm"), .text("I look."), readA]
    ),
    (
      "<|channel|>analysis<|message|>hm<|end|><|start|>assistant<|channel|>final<|message|>2 < 3",
      [.reasoning("hm"), .text("2 < 3")]
    ),
    ("No head at all.", [.text("No head at all.")]),
  ]

  @Test("Messages with heads: thoughts, calls and words come apart, whatever the order in a head", arguments: spoken)
  func heads(text: String, outputs: [ModelOutput]) throws {
    let format = try #require(CallFormat.learn(from: JinjaProbe(Self.channels)))
    #expect(format.heads?.recipient == "to=functions.")
    for size in [1, 3, 11, .max] {
      #expect(Self.parse(text, format, size) == outputs, "in pieces of \(size)")
    }
  }

  @Test("Behind a head's recipient the grammar takes over, with the head in either order")
  func headGrammar() throws {
    let format = try #require(CallFormat.learn(from: JinjaProbe(Self.channels)))
    let grammar = CallGrammar(format, CallsBesideFormatTests.tools)
    #expect(grammar.trigger == "to=functions.")
    let after = try GBNF(grammar.afterTrigger)
    #expect(after.accepts("read<|channel|>commentary json<|message|>\(Self.call)"))
    #expect(after.accepts("read <|constrain|>json<|message|>\(Self.call)"))
    #expect(!after.accepts("read<|message|>{\"file\": 1}") && !after.accepts("shop<|message|>{}"))
  }

  static let opened = """
    {% for m in messages %}
    {%- if m.role == 'assistant' %}«model»
    {%- if m.content %}>>>all\n{{ m.content }}{% endif %}
    {%- for c in m.tool_calls or [] %}>>>{{ c.function.name }}\n{{ c.function.arguments | tojson }}{% endfor %}«over»
    {%- else %}«{{ m.role }}»{{ m.content }}«over»{% endif %}
    {%- endfor %}{% if add_generation_prompt %}«model»>>>{% endif %}
    """

  @Test(
    "Where the prompt has the beginning of a call already, a name follows it, or words",
    arguments: [
      ("all\nHello.\n>>> x = 1", [ModelOutput.text("Hello.\n>>> x = 1")]),
      ("read\n\(call)", [readA]),
      ("all\nI look.>>>read\n\(call)>>>list\n{}", [.text("I look."), readA, CallsBesideFormatTests.made("list", [:])]),
    ])
  func opening(text: String, outputs: [ModelOutput]) throws {
    let format = try #require(CallFormat.learn(from: JinjaProbe(Self.opened)))
    #expect(format.opening == ">>>")
    for size in [1, 4, .max] { #expect(Self.parse(text, format, size) == outputs, "in pieces of \(size)") }
    let grammar = CallGrammar(format, CallsBesideFormatTests.tools)
    #expect(grammar.isTriggered)
    let after = try GBNF(grammar.afterTrigger)
    #expect(after.accepts("all\nHello.") && after.accepts("read\n\(Self.call)") && !after.accepts("shop\n{}"))
  }

  @Test("A token of the model's own before a call that the template renders bare is understood")
  func pythonTag() throws {
    let source = """
      {% for m in messages %}{% if loop.first %}Environment: ipython
      {% endif %}[{{ m.role }}]{% if m.tool_calls %}{% set f = m.tool_calls[0].function %}{"name": "{{ f.name }}", "parameters": {{ f.arguments | tojson }}}{% else %}{{ m.content }}{% endif %}<|eot_id|>
      {% endfor %}{% if add_generation_prompt %}[assistant]{% endif %}
      """
    let format = try #require(CallFormat.learn(from: JinjaProbe(source)))
    #expect(format.extraStarts == ["<|python_tag|>"])
    let said = #"<|python_tag|>{"type": "function", "name": "read", "parameters": {"path": "a.txt"}}<|eot_id|>"#
    for size in [1, 5, .max] { #expect(Self.parse(said, format, size) == [Self.readA]) }
  }

  static func parse(_ text: String, _ format: CallFormat, _ size: Int) -> [ModelOutput] {
    ToolCallParser(offered: CallsBesideFormatTests.tools, format: format).outputs(of: text, pieces: size)
  }
}
