/// What a model keeps of the tokens that it has computed. From it follows what agents can have in common.
public enum SequenceMemory: Sendable, Equatable {
  /// A cell for each token, in every layer.
  case cells
  /// A cell for each token; some layers see only so many of the last ones.
  case window(Int)
  /// One state for all tokens of a sequence.
  case state
  /// Cells in some layers, one state in others.
  case cellsAndState

  /// Whether a sequence can be cut back, and a part of it be shared. If not, it can go on, and be copied as a whole.
  public var hasParts: Bool {
    switch self {
    case .cells, .window: true
    case .state, .cellsAndState: false
    }
  }

  /// What agents can share, and why not more.
  public var sentence: String {
    switch self {
    case .cells: "any common beginning (every layer sees all tokens)"
    case .window(let tokens):
      "any common beginning whose end is still there (some layers see, and keep, the last \(tokens) tokens only)"
    case .state: "whole sequences only (recurrent: one state for all tokens, which cannot be cut)"
    case .cellsAndState: "whole sequences only (hybrid: some layers keep one state for all tokens, which cannot be cut)"
    }
  }
}
