import System
import TerminalUI

/// Where messages go that are no result: standard error, and the file of `--log`.
struct MessageLog: Sendable {
  private let file: Output?
  private let isQuiet: Bool

  /// - Parameters:
  ///   - path: a file to append to; nil: none.
  ///   - isQuiet: whether standard error is left alone (the console has the screen).
  /// - Throws: `UsageError` when the file cannot be written.
  init(path: String?, isQuiet: Bool = false) throws(UsageError) {
    self.isQuiet = isQuiet
    guard let path else {
      file = nil
      return
    }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw UsageError("--log: cannot write \(path): \(String(cString: strerror(errno))).")
    }
    file = Output(descriptor: descriptor)
  }

  /// Says a sentence to the person; what is not ours in it is made harmless.
  func say(_ sentence: String) {
    let line = TextSanitizer.sanitize(sentence)
    if !isQuiet { Output.error.writeLine("agent-tui: \(line)") }
    file?.writeLine(line)
  }

  /// Writes to the log file only.
  func note(_ line: String) {
    file?.writeLine(TextSanitizer.sanitize(line))
  }
}
