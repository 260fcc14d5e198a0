import Threading

/// The jobs of one agent.
final class JobTable: Sendable {
  /// How many may run at the same time.
  static let limit = 8
  /// How many are remembered that have ended.
  private static let endedLimit = 16

  private struct State {
    var jobs: [Job] = []
    var lastNumber = 0
  }
  private let state = Monitor(State())

  deinit { cancel() }

  /// Starts a command; it gets the next number.
  func start(_ child: ChildProcess) throws(ChildError) -> Job {
    let number = try state.withLock { state throws(ChildError) in
      let running = state.jobs.filter(\.isRunning).map { "\($0.number)" }
      guard running.count < Self.limit else {
        throw ChildError(
          description: "\(Self.limit) jobs are running (\(running.joined(separator: ", "))); stop one with job first")
      }
      state.lastNumber += 1
      return state.lastNumber
    }
    let job = try Job(number: number, child)
    state.withLock { state in
      let ended = state.jobs.filter { !$0.isRunning }.map(\.number)
      let forgotten = Set(ended.dropLast(Self.endedLimit))
      state.jobs.removeAll { forgotten.contains($0.number) }
      state.jobs.append(job)
    }
    return job
  }

  /// The job of this number.
  subscript(number: Int) -> Job? { state.withLock { $0.jobs.first { $0.number == number } } }

  /// Why there is no job of this number: one sentence that names those that there are.
  func sentence(forMissing number: Int) -> String {
    let numbers = state.withLock { $0.jobs.map { "\($0.number)" } }
    guard !numbers.isEmpty else {
      return "there is no job \(number), and no other; bash with background starts one"
    }
    return "there is no job \(number); there are: \(numbers.joined(separator: ", "))"
  }

  /// Asks all to end, and returns at once.
  func cancel() { for job in state.withLock({ $0.jobs }) { job.cancel() } }

  /// Blocks until all have ended.
  func wait() { for job in state.withLock({ $0.jobs }) { job.wait() } }
}
