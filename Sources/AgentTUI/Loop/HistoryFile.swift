// The file only grows while tasks are given, so it is made shorter when it has become too long: at the start of a session it
// is read before the first frame.

import OrderedJSON
import System

/// The tasks given earlier, in a file: a JSON string a line, so that a task of many lines is one line of it.
struct HistoryFile {
  /// Of a file with more bytes the newer half is kept.
  static let mostBytes = 1 << 20

  let path: String

  /// The tasks of the file, oldest first; what is no task is passed over.
  func tasks() -> [String] {
    lines().suffix(TaskHistory.limit).compactMap { line in
      guard case .string(let task)? = try? JSON(parsing: String(line)) else { return nil }
      return task
    }
  }

  func append(_ task: String) throws(PrivateFile.Failure) {
    let size = try PrivateFile.append(JSON.string(task).text + "\n", to: path)
    if size > Self.mostBytes { try shorten() }
  }

  /// Keeps the newest tasks, as many as are half of what the file may hold. Another console that gives a task at that
  /// moment may find it missing at its next start; no line is ever half there.
  private func shorten() throws(PrivateFile.Failure) {
    var kept: [Substring] = []
    var bytes = 0
    for line in lines().reversed() {
      bytes += line.utf8.count + 1
      guard bytes <= Self.mostBytes / 2 else { break }
      kept.append(line)
    }
    try PrivateFile.replace(kept.reversed().map { $0 + "\n" }.joined(), at: path)
  }

  private func lines() -> [Substring] {
    guard let text = try? SmallFile.end(of: path, bytes: 2 * Self.mostBytes) else { return [] }  // There is none yet.
    return text.split(separator: "\n")
  }
}
