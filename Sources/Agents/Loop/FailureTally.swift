import System

/// Counts failures that are alike, so that the second brings more help than the first, and the third ends the run.
struct FailureTally: Equatable {
  /// What has failed, and how.
  private struct Failure: Hashable {
    let tool: String
    let subject: String
    let problem: String
  }

  /// So many are too many.
  static let limit = 3

  private var counts: [Failure: Int] = [:]

  /// Takes another failure.
  ///
  /// - Parameters:
  ///   - subject: what was tried: a command, a path.
  ///   - problem: what came of it.
  /// - Returns: how many there are now that are like it.
  mutating func note(tool: String, subject: String, problem: String) -> Int {
    // Figures (times, counts, numbers of lines) differ from one to the next.
    let failure = Failure(tool: tool, subject: subject, problem: String(problem.filter { !$0.isNumber }.prefix(400)))
    counts[failure, default: 0] += 1
    return counts[failure] ?? 0
  }

  /// A file was changed: what failed before may work now.
  mutating func forget() { counts = [:] }
}
