import Agents
import OrderedJSON
import Testing
import TestSupport

/// What is learnt from templates that nobody knew before.
@Suite("Call formats of unseen templates") struct CallFormatTests {
  static let tools = OfferedTool.all(in: [
    [
      "type": "function",
      "function": [
        "name": "put",
        "parameters": [
          "type": "object",
          "properties": [
            "path": ["type": "string"], "text": ["type": "string"], "count": ["type": "integer"],
            "deep": ["type": "boolean"],
          ],
          "required": ["path"],
        ],
      ],
    ],
    ["type": "function", "function": ["name": "look", "parameters": ["type": "object", "properties": [:]]]],
  ])
  static let toolsAsJSON: [JSON] = tools.map {
    ["type": "function", "function": ["name": .string($0.name), "description": "d", "parameters": $0.parameters]]
  }

  static let calls: [[CallFormat.Call]] = [
    [.init(name: "put", arguments: ["path": "a b", "text": "x < y & \"q\" \\ é 日 {z} [w]", "count": 42])],
    [.init(name: "look", arguments: [:])],
    [.init(name: "put", arguments: ["path": "s/a.py", "text": "def f():\n    return '}'\n\n# end\n", "deep": true])],
    [.init(name: "put", arguments: ["path": "a"]), .init(name: "look", arguments: [:], identifier: "call00002")],
  ]

  static func message(_ calls: [CallFormat.Call], thought: String? = nil, content: String = "") -> JSON {
    var message: JSONObject = ["role": "assistant", "content": .string(content)]
    if let thought { message["reasoning_content"] = .string(thought) }
    message["tool_calls"] = .array(
      calls.map { call in
        [
          "id": .string(call.identifier), "type": "function",
          "function": ["name": .string(call.name), "arguments": .object(call.arguments)],
        ]
      })
    return .object(message)
  }

  static let user: JSON = ["role": "user", "content": "hi"]

  /// A prompt, and what the template renders behind it for a message.
  static func rendered(_ probe: JinjaProbe, _ message: JSON) throws -> (prompt: String, said: String) {
    let prompt = try #require(
      probe.render(messages: [user], tools: toolsAsJSON, addingGenerationPrompt: true, variables: [:]))
    let whole = try #require(
      probe.render(messages: [user, message], tools: toolsAsJSON, addingGenerationPrompt: false, variables: [:]))
    let base = try #require(
      probe.render(messages: [user], tools: toolsAsJSON, addingGenerationPrompt: false, variables: [:]))
    if whole.hasPrefix(prompt) { return (prompt, String(whole.dropFirst(prompt.count))) }
    return (prompt, String(whole.dropFirst(base.count).drop { $0 != "»" }.dropFirst()))
  }

  static func parse(
    _ said: String, _ format: CallFormat, prompt: String = "", pieces size: Int = .max
  ) -> [ModelOutput] {
    ToolCallParser(offered: tools, format: format, startsInReasoning: format.opensReasoning(prompt))
      .outputs(of: said, pieces: size)
  }

  static func outputs(of calls: [CallFormat.Call]) -> [ModelOutput] {
    calls.map { .call(ToolCall(name: $0.name, arguments: .object($0.arguments))) }
  }

  /// Without what the format knows a call by.
  static func bare(_ outputs: [ModelOutput]) -> [ModelOutput] {
    outputs.map { output in
      guard case .call(var call) = output else { return output }
      call.identifier = nil
      return .call(call)
    }
  }

  @Test("The shape is found, and where thoughts and turns end", arguments: MadeUpTemplate.all)
  func shape(of template: MadeUpTemplate) throws {
    let format = try #require(CallFormat.learn(from: JinjaProbe(template.source)))
    #expect(format.rendersCalls && format.offersTools)
    #expect("\(format.shape)".hasPrefix(template.shape))
    #expect(format.turnEnd == "«over»")
    #expect(format.reasoning.open == (template.thought?.open ?? "<think>").trimmed)
    #expect(format.reasoning.close == (template.thought?.close ?? "</think>").trimmed)
    #expect(format.reasoning.isLearnt == (template.thought != nil))
    #expect(format.results.rendersToolRole && format.results.markers.contains("<res>"))
  }

  @Test("What the template renders for calls is read back as those calls", arguments: MadeUpTemplate.all)
  func readBack(from template: MadeUpTemplate) throws {
    let probe = try JinjaProbe(template.source)
    let format = try #require(CallFormat.learn(from: probe))
    for calls in Self.calls where calls.count == 1 || format.severalCalls {
      let (prompt, said) = try Self.rendered(probe, Self.message(calls))
      let outputs = Self.bare(Self.parse(said, format, prompt: prompt))
      #expect(outputs == Self.outputs(of: calls), "\(said)")
      for size in [1, 2, 3, 7] {
        #expect(Self.bare(Self.parse(said, format, prompt: prompt, pieces: size)) == outputs, "in pieces of \(size)")
      }
    }
  }

  @Test("The format alone writes what the template renders, and its grammars accept it", arguments: MadeUpTemplate.all)
  func writing(as template: MadeUpTemplate) throws {
    let probe = try JinjaProbe(template.source)
    let format = try #require(CallFormat.learn(from: probe))
    let grammar = CallGrammar(format, Self.tools)
    let whole = try GBNF(grammar.whole)
    let after = try GBNF(grammar.afterTrigger)
    for calls in Self.calls where calls.count == 1 || format.severalCalls {
      let written = format.text(of: calls)
      #expect(try Self.rendered(probe, Self.message(calls)).said.contains(written))
      #expect(whole.accepts(written), "\(written)\n\(grammar.whole)")
      let rest = try #require(written.behind(grammar.trigger))
      #expect(after.accepts(rest), "\(grammar.trigger)\n\(grammar.afterTrigger)")
      #expect(!whole.accepts("I " + written))
    }
  }

  @Test("Whatever the grammar lets a model write is a call that can be run", arguments: MadeUpTemplate.all)
  func sampled(in template: MadeUpTemplate) throws {
    let format = try #require(CallFormat.learn(from: JinjaProbe(template.source)))
    let grammar = try GBNF(CallGrammar(format, Self.tools).whole)
    var generator = SeededGenerator(7)
    for _ in 0..<40 {
      let said = grammar.randomText(using: &generator)
      let outputs = Self.parse(said, format)
      #expect(
        !outputs.isEmpty
          && outputs.allSatisfy {
            guard case .call = $0 else { return false }
            return true
          }, "\(said) → \(outputs)")
    }
  }

  @Test("A thought, words and a call come apart", arguments: MadeUpTemplate.all.filter { $0.thought != nil })
  func thoughts(in template: MadeUpTemplate) throws {
    let probe = try JinjaProbe(template.source)
    let format = try #require(CallFormat.learn(from: probe))
    let calls = Self.calls[0]
    let (prompt, said) = try Self.rendered(probe, Self.message(calls, thought: "Let me see.", content: "I put it."))
    let expected = [.reasoning("Let me see."), .text("I put it.")] + Self.outputs(of: calls)
    for size in [1, 5, .max] {
      #expect(Self.bare(Self.parse(said, format, prompt: prompt, pieces: size)) == expected, "\(said)")
    }
  }

  @Test("A call within a thought is none, and the marks in backticks are words", arguments: MadeUpTemplate.all)
  func quoted(in template: MadeUpTemplate) throws {
    let format = try #require(CallFormat.learn(from: JinjaProbe(template.source)))
    let written = format.text(of: [Self.calls[1][0]])
    let marks = format.reasoning
    let inThought = Self.parse("\(marks.open)so \(written) it goes\(marks.close)Done.", format)
    #expect(inThought == [.reasoning("so \(written) it goes"), .text("Done.")])
    let line = written.split(separator: "\n").joined(separator: " ")
    let inCode = "One writes `\(line)` for that."
    #expect(Self.parse(inCode, format) == [.text(inCode)])
  }

  @Test("A call that is cut short is told so, and nothing of it is text", arguments: MadeUpTemplate.all)
  func cutShort(in template: MadeUpTemplate) throws {
    let format = try #require(CallFormat.learn(from: JinjaProbe(template.source)))
    let written = format.text(of: [Self.calls[0][0]])
    let half = String(written.prefix(written.count * 2 / 3))
    var parser = ToolCallParser(offered: Self.tools, format: format)
    let outputs = parser.feed(half) + parser.finish(isCutShort: true)
    guard case .malformedCall(let call)? = outputs.last, outputs.count == 1 else {
      Issue.record("\(half) → \(outputs)")
      return
    }
    #expect(call.problem.contains("cut short"))
  }

  @Test("A template that knows no tools gives the general form, and what it does show")
  func withoutTools() throws {
    let source = """
      {% for m in messages %}<|{{ m.role }}|>{{ m.content }}<|over|>
      {% endfor %}{% if add_generation_prompt %}<|assistant|>{% endif %}
      """
    let format = try #require(CallFormat.learn(from: JinjaProbe(source)))
    #expect(!format.rendersCalls && !format.offersTools && !format.results.rendersToolRole == false)
    #expect(format.shape == CallFormat.general.shape)
    #expect(format.turnEnd == "<|over|>" && format.header == "<|assistant|>")
  }

  @Test("A template that renders nothing gives no format")
  func refusing() throws {
    #expect(CallFormat.learn(from: try JinjaProbe("{{ raise_exception('no') }}")) == nil)
  }
}

extension String {
  /// What follows a text in it; nil where that is not in it.
  fileprivate func behind(_ text: String) -> String? {
    var rest = self[...]
    while !rest.hasPrefix(text) {
      guard !rest.isEmpty else { return nil }
      rest = rest.dropFirst()
    }
    return String(rest.dropFirst(text.count))
  }

  fileprivate var trimmed: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text = text.dropFirst() }
    while text.last?.isWhitespace == true { text = text.dropLast() }
    return String(text)
  }
}
