public import Inference
public import OrderedJSON
import Threading

/// The formats of models, each learnt from its chat template once; agents that share settings share them.
public final class LearntFormats: Sendable {
  private struct Known {
    weak var engine: (any GenerationEngine)?
    var format: CallFormat?
  }

  private let known = Monitor<[Known]>([])

  /// None yet.
  public init() {}

  /// How a model writes calls; nil where it has no template of its own that could tell.
  public func format(of engine: any GenerationEngine) -> CallFormat? {
    let learnt = known.withLock { known in
      known.removeAll { $0.engine == nil }
      return known.first { $0.engine === engine }
    }
    if let learnt { return learnt.format }
    let format = engine.templateProgram.flatMap { CallFormat.learn(from: ProgramProbe(program: $0)) }
    // Two who learn at once learn the same.
    known.withLock { $0.append(Known(engine: engine, format: format)) }
    return format
  }
}

/// A template that is asked by running it.
public struct ProgramProbe: TemplateProbe {
  private let program: TemplateProgram

  /// A probe of this template.
  public init(program: TemplateProgram) { self.program = program }

  public func render(
    messages: [JSON], tools: [JSON]?, addingGenerationPrompt: Bool, variables: JSONObject
  ) -> String? {
    let parts = try? program.render(
      messages: .array(messages), tools: tools.map { .array($0) }, addingGenerationPrompt: addingGenerationPrompt,
      variables: Dictionary(uniqueKeysWithValues: variables.members.map { ($0.name, $0.value) }))
    return parts?.reduce(into: "") { text, part in
      switch part {
      case .markup(let more), .text(let more): text += more
      case .tokens: break
      }
    }
  }
}
