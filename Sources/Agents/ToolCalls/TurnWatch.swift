import Inference

/// Ends a generation where the answer is at its end for us: behind a call whose result comes next, where the model begins
/// to write a result itself, where it repeats one stretch without end, or where it has thought long enough.
struct TurnWatch: OutputWatch {
  private var parser: ToolCallParser
  private let thoughtLimit: Int?
  private var thought = 0
  private var repetition = RepetitionScanner()

  /// - Parameters:
  ///   - parser: one in the state of the one that will take the text apart.
  ///   - thoughtLimit: most tokens of a thought; nil: any number.
  init(_ parser: ToolCallParser, thoughtLimit: Int? = nil) {
    self.parser = parser
    self.thoughtLimit = thoughtLimit
  }

  mutating func ends(after bytes: [UInt8]) -> Bool {
    _ = parser.feed(bytes)
    repetition.append(bytes)
    if parser.isThinking { thought += 1 }
    return parser.isOver || repetition.isEndless || thoughtLimit.map { parser.isThinking && thought >= $0 } == true
  }
}
