import AgentTUI
import System
import Threading

/// Where the tasks of a headless run come from.
enum TaskSource: Equatable {
  /// All are known: from `--task` and `--tasks-file`.
  case list([String])
  /// They come on standard input, a task a line, and begin as they come.
  case input

  /// - Throws: `UsageError` when the file cannot be read or holds no task.
  init(_ options: ResolvedOptions) throws(UsageError) {
    guard let path = options.tasksFile else {
      self = options.tasks.isEmpty && !options.continues ? .input : .list(options.tasks)
      return
    }
    let text: String
    do {
      text = try SmallFile.text(path)
    } catch {
      throw UsageError("--tasks-file: \(error).")
    }
    let tasks = options.tasks + Self.tasks(in: text)
    guard !tasks.isEmpty else { throw UsageError("--tasks-file: \(path) holds no task; write a task a line.") }
    self = .list(tasks)
  }

  /// The lines that have something in them.
  static func tasks(in text: String) -> [String] {
    text.withoutByteOrderMark.split(whereSeparator: \.isNewline).map { $0.trimmingWhitespace }.filter { !$0.isEmpty }
  }
}
