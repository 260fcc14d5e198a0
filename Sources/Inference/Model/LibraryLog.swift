// libllama writes to stderr, which would tear the screen. All of it comes here: the last lines are kept, because
// the reason why a model did not load stands nowhere else.

import CLlama
import Threading

/// The last lines that libllama logged.
enum LibraryLog {
  private struct State {
    var tail = LogTail()
    var isInstalled = false
    var observer: (@Sendable (String) -> Void)?
  }
  private static let state = Monitor(State())

  /// Takes libllama's log over; before anything else is asked of the library.
  static func install() {
    let first = state.withLock { state in
      defer { state.isInstalled = true }
      return !state.isInstalled
    }
    guard first else { return }
    llama_log_set({ _, text, _ in LibraryLog.add(text.map { String(cString: $0) } ?? "") }, nil)
  }

  /// Hands each finished line to `observer` too, for `--log`.
  static func observe(_ observer: (@Sendable (String) -> Void)?) {
    state.withLock { $0.observer = observer }
  }

  /// Where the log stands now: what is logged after it belongs to what comes now.
  static var mark: LogTail.Mark { state.withLock { $0.tail.end } }

  /// A line of our own among those of the library.
  static func say(_ line: String) { add(line + "\n") }

  /// Why something failed that began at `mark`, for an error's sentence.
  static func reason(since mark: LogTail.Mark) -> String { state.withLock { $0.tail.reason(since: mark) } }

  /// The last line with `words` in it since `mark`.
  static func line(with words: String, since mark: LogTail.Mark) -> String? {
    state.withLock { $0.tail.lines(since: mark).last { $0.contains(words) } }
  }

  private static func add(_ text: String) {
    let (finished, observer) = state.withLock { ($0.tail.add(text), $0.observer) }
    for line in finished { observer?(line) }
  }
}
