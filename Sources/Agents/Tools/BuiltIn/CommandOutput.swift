import System

/// What a command writes, on its way to the screen and to the model: bounded in both.
struct CommandOutput {
  private let stream: (String) -> Void
  private var text = CommandText(
    limit: ToolLimits.result, remedy: "to see it, run the command again with | head, | tail or | grep")
  private var streamed = 0

  /// - Parameter stream: gets the output as it comes, up to `ToolLimits.streamed` bytes.
  init(stream: @escaping (String) -> Void) {
    self.stream = stream
  }

  /// Takes the next bytes.
  mutating func append(_ bytes: some Sequence<UInt8>) {
    show(text.append(bytes))
  }

  /// Takes what is left of a character that never became whole.
  mutating func finish() {
    show(text.finish())
  }

  private mutating func show(_ text: String) {
    guard !text.isEmpty, streamed < ToolLimits.streamed else { return }
    streamed += text.utf8.count
    stream(streamed < ToolLimits.streamed ? text : text + "\n… what follows is not shown while it runs …\n")
  }

  /// What the model is told.
  ///
  /// - Parameter remarks: what else is to be said, each a part of a sentence.
  mutating func result(
    of outcome: ChildOutcome, seconds: Int, stopReason: String?, remarks: [String] = []
  ) -> ToolResult {
    var head: [String] = []
    var notes: [String] = []
    switch outcome.stop {
    case .deadline: notes.append("ended after its \(Figures.count(seconds, "second")); timeout can be up to 600")
    case .cancelled: notes.append("ended with the run: \(stopReason ?? "stopped")")
    case .tooMuch(let what): notes.append("ended: \(what)")
    case .enough, nil:
      switch outcome.end {
      case .exited(let status): head.append("exit status \(status)")
      case .signalled(let signal): notes.append("ended by signal \(signal)\(Self.name(of: signal))")
      case .unknown: notes.append("it hangs in the system and was given up")
      }
    }
    if outcome.stop == nil, outcome.leftRunning { notes.append("what it had left running was ended") }
    if text.isRepaired { notes.append("bytes that are not UTF-8 are shown as \u{FFFD}") }
    notes += remarks
    let written = text.take()
    head.append(written.isEmpty ? "(no output)" : written)
    if !notes.isEmpty { head.append("(\(notes.joined(separator: "; ")))") }
    return ToolResult(
      ok: outcome.stop == nil && outcome.end == .exited(status: 0), output: head.joined(separator: "\n"))
  }

  static func name(of signal: Int32) -> String {
    let names: [Int32: String] = [
      1: "hang-up", 2: "interrupt", 4: "illegal instruction", 6: "abort", 8: "arithmetic error", 9: "kill",
      11: "segmentation fault", 13: "broken pipe", 15: "termination", 25: "a file too large",
    ]
    return names[signal].map { " (\($0))" } ?? ""
  }
}
