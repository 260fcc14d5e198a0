// libllama writes to stderr, which would tear the screen. All of it comes here: the last lines are kept, because
// the reason why a model did not load stands nowhere else.

import CLlama
import Threading

/// The last lines that libllama logged.
enum LibraryLog {
  private struct State {
    var lines: [String] = []
    var unfinished = ""
    var isInstalled = false
    var observer: (@Sendable (String) -> Void)?
  }
  private static let state = Monitor(State())
  private static let kept = 200

  /// Takes libllama's log over; before anything else is asked of the library.
  static func install() {
    let first = state.withLock { state in
      defer { state.isInstalled = true }
      return !state.isInstalled
    }
    guard first else { return }
    llama_log_set({ level, text, _ in LibraryLog.add(text.map { String(cString: $0) } ?? "", level: level) }, nil)
  }

  /// Hands each finished line to `observer` too, for a log of the program's.
  static func observe(_ observer: (@Sendable (String) -> Void)?) {
    state.withLock { $0.observer = observer }
  }

  /// Forgets the lines so far, so that the next ones belong to what comes now.
  static func clear() {
    state.withLock { $0.lines = [] }
  }

  /// A line of our own among those of the library.
  static func say(_ line: String) {
    add(line + "\n", level: GGML_LOG_LEVEL_WARN)
  }

  /// The lines that speak of an error, or the last one if none does; joined, for an error's sentence.
  static func reason() -> String {
    state.withLock { state in
      let telling = state.lines.filter { line in
        ["error", "fail", "unable", "invalid", "corrupt", "unknown", "unsupported"].contains {
          line.lowercased().contains($0)
        }
      }
      let chosen = telling.isEmpty ? state.lines.suffix(1) : telling.prefix(3)
      return chosen.joined(separator: "; ")
    }
  }

  /// The last line with `words` in it.
  static func line(with words: String) -> String? {
    state.withLock { state in state.lines.last { $0.contains(words) } }
  }

  private static func add(_ text: String, level: ggml_log_level) {
    let (finished, observer): ([String], (@Sendable (String) -> Void)?) = state.withLock { state in
      state.unfinished += text
      guard state.unfinished.contains("\n") else { return ([], nil) }
      var lines = state.unfinished.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      state.unfinished = lines.removeLast()
      lines.removeAll(where: \.isEmpty)
      state.lines.append(contentsOf: lines)
      if state.lines.count > kept { state.lines.removeFirst(state.lines.count - kept) }
      return (lines, state.observer)
    }
    for line in finished { observer?(line) }
  }
}
