import Inference

/// Ends a generation where the answer is at its end for us: behind a call whose result comes next, where the model begins
/// to write a result itself, or where it repeats one stretch without end.
struct TurnWatch: OutputWatch {
  private var parser: ToolCallParser
  private var repetition = RepetitionScanner()

  /// - Parameter parser: one that has seen nothing yet, like the one that will take the text apart.
  init(_ parser: ToolCallParser) {
    self.parser = parser
  }

  mutating func ends(after bytes: [UInt8]) -> Bool {
    _ = parser.feed(bytes)
    repetition.append(bytes)
    return parser.isOver || repetition.isEndless
  }
}
