import Agents
import AgentTUI
import Inference
import OrderedJSON
import System

/// `agent-tui prompt`: what a model would be given.
///
/// The messages go into the template as they are: whether `arguments` of a call are an object or a string is the
/// caller's choice here, as it is with `transformers`. (Agents choose by what the template takes.)
struct PromptProgram {
  let options: ResolvedOptions
  let environment: ProgramEnvironment
  let log: MessageLog

  /// What renders, and what makes tokens of it.
  private struct Renderer {
    let program: TemplateProgram
    let model: PromptModel?
  }

  /// Returns the exit status: 0 printed, 1 the template refuses the messages.
  ///
  /// - Throws: `UsageError` when something that was given cannot be used.
  func run() throws(UsageError) -> Int32 {
    let input = try PromptInput(options.prompt)
    let renderer = try renderer()
    if options.prompt.showsCallFormat {
      // What the template shows of itself does not depend on these messages, which it may refuse.
      Output.standard.writeLine((CallFormat.learn(from: renderer.program) ?? .general).facts.pretty)
      return 0
    }
    let parts: [PromptPart]
    do throws(InferenceError) {
      parts = try renderer.program.render(
        messages: input.messages, tools: input.tools, addingGenerationPrompt: options.prompt.addsGenerationPrompt,
        variables: input.variables.merging(variables(of: renderer.program)) { _, chosen in chosen })
    } catch {
      log.say("The chat template refuses the messages: \(error.message)")
      return 1
    }
    if options.prompt.showsGrammar || options.prompt.parses {
      try answer(input, prompt: Self.text(of: parts, piece: { _ in "" }), program: renderer.program)
      return 0
    }
    guard let model = renderer.model else {
      Output.standard.write(Self.text(of: parts, piece: { _ in "" }))
      return 0
    }
    let prompt = model.beginning(parts)
    if options.prompt.showsTokens {
      for (token, piece) in model.tokens(of: prompt) {
        Output.standard.writeLine("\(token)\t\(JSON.string(piece).text)")
      }
    } else {
      Output.standard.write(Self.text(of: prompt) { model.tokens(of: [.tokens($0)]).map(\.piece).joined() })
    }
    return 0
  }

  /// What the model may say, or what it said, in the format of its template.
  private func answer(_ input: PromptInput, prompt: String, program: TemplateProgram) throws(UsageError) {
    let format = CallFormat.learn(from: program) ?? .general
    let tools = input.tools.map(OfferedTool.all)
    if options.prompt.showsGrammar {
      guard let tools, !tools.isEmpty else {
        throw UsageError("--grammar needs --tools FILE: the tools that may be called.")
      }
      let endings = options.prompt.end.map { [$0] } ?? []
      Output.standard.write(CallGrammar(format, tools, endings: endings).whole)
      return
    }
    let said: [UInt8]
    do throws(SmallFile.Failure) {
      said = try SmallFile.bytes("/dev/stdin")
    } catch {
      throw UsageError("--parse: \(error).")
    }
    let message = AssistantMessage(String(decoding: said, as: UTF8.self), format: format, tools: tools, prompt: prompt)
    Output.standard.writeLine(message.json.text)
  }

  /// What turns thinking on or off, by the name that the template has for it.
  private func variables(of program: TemplateProgram) -> [String: JSON] {
    guard options.reasoning != .auto, let known = CallFormat.learn(from: program)?.reasoningSwitch else { return [:] }
    return known.variables(thinking: options.reasoning == .on)
  }

  private static func text(of parts: [PromptPart], piece: ([Token]) -> String) -> String {
    parts.reduce(into: "") { text, part in
      switch part {
      case .markup(let more), .text(let more): text += more
      case .tokens(let tokens): text += piece(tokens)
      }
    }
  }

  private func renderer() throws(UsageError) -> Renderer {
    let source = try options.templateSource()
    let needsModel = options.model != nil || options.chatTemplate == nil || options.prompt.showsTokens
    do throws(InferenceError) {
      guard needsModel else {
        let special = TemplateProgram.SpecialTexts(
          beginning: options.prompt.beginning ?? "", end: options.prompt.end ?? "")
        return Renderer(program: try TemplateProgram(try Self.text(of: source), special: special), model: nil)
      }
      guard options.prompt.beginning == nil, options.prompt.end == nil else {
        throw InferenceError(
          .invalidConfiguration, "--bos and --eos are for a template without a model; a model says them itself")
      }
      let chosen = try choose()
      let model = try PromptModel(chosen, template: source)
      if let note = model.replacement { log.say("\(ModelFacts.name(of: chosen)): \(note).") }
      return Renderer(program: model.program, model: model)
    } catch {
      throw UsageError("The prompt cannot be made: \(error.message)")
    }
  }

  private func choose() throws(InferenceError) -> String {
    do throws(UsageError) {
      return try ModelChoice.choose(options, from: ModelFinder(environment: environment).candidates()).path
    } catch {
      throw InferenceError(.modelNotFound, error.description)
    }
  }

  /// The template's text, where it does not come from a model.
  private static func text(of source: ChatTemplateSource) throws(InferenceError) -> String {
    switch source {
    case .text(let text): return text
    case .named(let name):
      guard let template = BuiltInTemplate(named: name) else {
        throw InferenceError(
          .unsupportedTemplate,
          "there is no chat template '\(name)'; accepted are a file, or one of "
            + BuiltInTemplate.allCases.map(\.rawValue).joined(separator: ", "))
      }
      return template.source
    case .model: throw InferenceError(.unsupportedTemplate, "there is neither a model nor a template")
    }
  }
}
