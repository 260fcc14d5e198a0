public import Inference
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
    let format = engine.templateProgram.flatMap { CallFormat.learn(from: $0) }
    // Two who learn at once learn the same.
    known.withLock { $0.append(Known(engine: engine, format: format)) }
    return format
  }
}
