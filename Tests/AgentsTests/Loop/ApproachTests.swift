import Inference
import Testing

@testable import Agents

@Suite("Approach to a model") struct ApproachTests {
  static func approach(
    _ parameters: UInt64, calls: Bool = true, several: Bool = true, thinks: Bool = false, context: Int = 32_768,
    form: ToolFormChoice = .auto, parallelCalls: ParallelCalls = .auto, reasoning: ReasoningChoice = .auto
  ) -> Approach {
    var facts = ModelFacts(contextLength: context)
    facts.parameters = parameters
    var format = CallFormat.general
    (format.rendersCalls, format.severalCalls, format.reasoning.isLearnt) = (calls, several, thinks)
    return Approach(facts, format: format, form: form, parallelCalls: parallelCalls, reasoning: reasoning)
  }

  @Test("A small model gets blocks, one call at a time, and is led; a large one works in its own way")
  func sizes() {
    let small = Self.approach(1_540_000_000)
    #expect([small.form == .blocks, small.severalCalls, small.isLed] == [true, false, true])
    #expect(
      small.formReason
        == "because it is small (1.5 billion weights), and small models do more in blocks than in JSON")
    let large = Self.approach(7_600_000_000)
    #expect([large.form == .native, large.severalCalls, large.isLed] == [true, true, false])
    let untaught = Self.approach(27_000_000_000, calls: false, several: false)
    #expect([untaught.form == .blocks, untaught.severalCalls, untaught.isLed] == [true, false, false])
  }

  @Test("What a person chooses counts")
  func choices() {
    #expect(Self.approach(1_000_000_000, form: .native).form == .native)
    #expect(Self.approach(70_000_000_000, form: .blocks).form == .blocks)
    #expect(Self.approach(1_000_000_000, form: .native, parallelCalls: .on).severalCalls)
    #expect(!Self.approach(70_000_000_000, parallelCalls: .off).severalCalls)
  }

  @Test("An answer has thousands of tokens where the model thinks, and never more than a quarter of the context")
  func tokens() {
    #expect(Self.approach(8_000_000_000, thinks: true).maxTokens == 8192)
    #expect(Self.approach(8_000_000_000).maxTokens == 4096)
    #expect(Self.approach(8_000_000_000, thinks: true, reasoning: .off).maxTokens == 4096)
    #expect(Self.approach(1_000_000_000).maxTokens == 2048)
    #expect(Self.approach(8_000_000_000, thinks: true, context: 4096).maxTokens == 1024)
  }

  @Test("The grammar of a required block accepts blocks of the tools that may act, and nothing else")
  func grammar() throws {
    let grammar = try GBNF(BlockGrammar.fromFirstToken([TestTool(name: "write"), TestTool(name: "bash")]))
    #expect(grammar.accepts("a.py\n```python\nx = 1\n\n```\n"))
    #expect(grammar.accepts("```bash\nls `pwd`\n```"))
    #expect(!grammar.accepts("I would write a.py"))
    #expect(!grammar.accepts("```bash\nls\n``` and more"))
    #expect(!grammar.accepts("a.py\n```\nx\n"))
    let other = try GBNF(BlockGrammar.fromFirstToken([TestTool(name: "read")]))
    #expect(other.accepts("```read\n{\"path\": \"a.py\"}\n```"))
    #expect(!other.accepts("```read\na.py\n```"))
    let bound = try GBNF(BlockGrammar.fromFirstToken([TestTool(name: "write")], paths: ["a.py", "b \"c\".txt"]))
    #expect(bound.accepts("a.py\n```\nx\n```"))
    #expect(bound.accepts("b \"c\".txt\n```\nx\n```"))
    #expect(!bound.accepts("The.py\n```\nx\n```"))
    #expect(try !GBNF(BlockGrammar.fromFirstToken([TestTool(name: "bash")])).accepts("a.py\n```\nx\n```"))
  }

  @Test func temperatureOfALedModelBeatsItsOwnAndAPersonBeatsBoth() {
    var facts = ModelFacts()
    facts.sampling.temperature = 0.7
    var settings = AgentSettings(workspace: "/")
    func temperature(isLed: Bool, isStuck: Bool = false) -> Double {
      settings.sampling(with: facts, isLed: isLed, isStuck: isStuck).temperature
    }
    #expect(temperature(isLed: false) == 0.7)
    #expect(temperature(isLed: true) == 0.2)
    #expect(temperature(isLed: true, isStuck: true) == 0.7)
    settings.sampling.temperature = 0
    #expect(temperature(isLed: true) == 0)
    #expect(temperature(isLed: true, isStuck: true) == 0)
  }
}
