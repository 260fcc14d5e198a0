import Inference
import OrderedJSON

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
    let parts: [PromptPart]
    do throws(InferenceError) {
      parts = try renderer.program.render(
        messages: input.messages, tools: input.tools, addingGenerationPrompt: options.prompt.addsGenerationPrompt,
        variables: variables)
    } catch {
      log.say("The chat template refuses the messages: \(error.message)")
      return 1
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

  private var variables: [String: JSON] {
    switch options.prompt.reasoning {
    case .auto: [:]
    case .on: ChatPrompt.variables(thinking: true)
    case .off: ChatPrompt.variables(thinking: false)
    }
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
