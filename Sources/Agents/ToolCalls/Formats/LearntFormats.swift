public import Inference
import Threading

/// The formats of models, each learnt from its chat template once; agents that share settings share them.
public final class LearntFormats: Sendable {
  private struct Known {
    weak var engine: (any GenerationEngine)?
    var format: CallFormat
  }

  private let known = Monitor<[Known]>([])

  /// None yet.
  public init() {}

  /// How a model writes calls; `CallFormat.general` where it has no template that could tell.
  public func format(of engine: any GenerationEngine) -> CallFormat {
    known.withLock { known in
      known.removeAll { $0.engine == nil }
      if let learnt = known.first(where: { $0.engine === engine }) { return learnt.format }
      // With the lock held: it takes milliseconds, asks nobody else, and is not to be done by all agents at once.
      let format = engine.templateProgram.flatMap { CallFormat.learn(from: $0) } ?? .general
      known.append(Known(engine: engine, format: format))
      return format
    }
  }
}
