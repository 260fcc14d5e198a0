// Who waits for minutes wants to see that something happens. The line is redrawn in place, counts the seconds, and is gone
// at the end: what stays on the screen is the result.

import Threading

/// One line on a terminal that says what is being done, and for how long already.
final class ProgressLine: Sendable {
  private struct State {
    var text: String
    var isNew = true
    var isEnded = false
  }

  private let output: Output
  private let state: Monitor<State>
  private let begin = MonotonicTime.now
  private let thread = Monitor<WorkerThread?>(nil)

  /// A line that says `text`; nil where no person sees it, or there is no thread for it.
  init?(_ text: String, on output: Output = .error) {
    guard output.isTerminal else { return nil }
    self.output = output
    state = Monitor(State(text: text))
    guard let drawing = try? WorkerThread(name: "progress", stackBytes: 256 << 10, { [self] in draw() }) else {
      return nil
    }
    thread.withLock { $0 = drawing }
  }

  /// Says something else from now on.
  func show(_ text: String) {
    state.withLock { state in
      state.isNew = state.isNew || state.text != text
      state.text = text
    }
    state.broadcast()
  }

  /// Takes the line away. Blocks until it is gone; nothing is drawn after that.
  func end() {
    state.withLock { $0.isEnded = true }
    state.broadcast()
    thread.withLock { $0 }?.join()
  }

  /// What a terminal gets that shows `text` for `seconds` already, over what stood there.
  static func frame(_ text: String, seconds: Int) -> String { "\r\u{1B}[K\(text)  \(seconds) s" }

  /// What takes the line away.
  static let erasure = "\r\u{1B}[K"

  private func draw() {
    while true {
      let nextSecond = begin.advanced(bySeconds: MonotonicTime.now.seconds(since: begin).rounded(.down) + 1)
      let isEnded = state.wait(until: nextSecond) { state in state.isEnded ? true : state.isNew ? false : nil } ?? false
      if isEnded { break }
      let text = state.withLock { state in
        state.isNew = false
        return state.text
      }
      output.write(Self.frame(text, seconds: Int(MonotonicTime.now.seconds(since: begin))))
    }
    output.write(Self.erasure)
  }
}
