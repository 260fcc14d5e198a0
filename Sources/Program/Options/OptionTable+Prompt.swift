extension OptionTable {
  /// What `prompt` renders, and how.
  static let prompt: [OptionSpecification] = [
    given(
      "messages", "FILE",
      "the messages, a JSON list, or an object with 'messages', 'tools' and 'chat_template_kwargs'; '-': standard input"
    ) {
      value, options throws(ValueError) in
      options.messages = try ValueParser.text(value, called: "the path of a JSON file, or -")
    },
    given("tools", "FILE", "the tools that the model is shown, a JSON list") { value, options throws(ValueError) in
      options.tools = try ValueParser.text(value, called: "the path of a JSON file")
    },
    given("no-generation-prompt", nil, "end with the last message, without the beginning of an answer") {
      value, options throws(ValueError) in
      options.addsGenerationPrompt = !(try ValueParser.flag(value))
    },
    given("tokens", nil, "print the tokens, a line each: its number, and what it is written as") {
      value, options throws(ValueError) in
      options.showsTokens = try ValueParser.flag(value)
    },
    given("parse", nil, "read what a model said after the prompt on standard input, print it as a message") {
      value, options throws(ValueError) in
      options.parses = try ValueParser.flag(value)
    },
    given("grammar", nil, "print the grammar (GBNF) of what the model may write as calls of the tools") {
      value, options throws(ValueError) in
      options.showsGrammar = try ValueParser.flag(value)
    },
    given("call-format", nil, "print how the model writes calls, thoughts and results, as its template shows it (JSON)")
    {
      value, options throws(ValueError) in
      options.showsCallFormat = try ValueParser.flag(value)
    },
    given("bos", "TEXT", "what the template calls bos_token, where no model says it (nothing)") {
      value, options throws(ValueError) in
      options.beginning = value
    },
    given("eos", "TEXT", "what the template calls eos_token, where no model says it (nothing)") {
      value, options throws(ValueError) in
      options.end = value
    },
  ]

  private static func given(
    _ name: String, _ value: String?, _ summary: String,
    _ set: @escaping @Sendable (String, inout ResolvedOptions.Prompt) throws(ValueError) -> Void
  ) -> OptionSpecification {
    .init(name, value, summary, .prompt, [.prompt], isSetting: false) { value, options throws(ValueError) in
      try set(value, &options.prompt)
    }
  }
}
