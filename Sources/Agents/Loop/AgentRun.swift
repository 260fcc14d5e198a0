// brief → render → acquire → generate → release → parse → permit? → run tools → append → again, until the model answers
// without a tool call and nothing speaks against the end, the limit of iterations, a stop, or an error. What can be asked
// of the loop is in this file; the parts that do the work are in AgentRun+Briefing, +Generation, +Context, +Tools,
// +Permission, +Review and +Answer.

import Inference
import Threading

/// An agent at work on one task.
struct AgentRun {
  let agent: Agent
  let cancellation: Cancellation
  let emit: @Sendable (AgentEvent) -> Void
  /// Keeps what was in files that the run changes.
  let changes: ChangeRecorder
  /// What the model said last to the person, with the white space around it.
  var answer = ""
  /// Files of the workspace, as they were when the run began.
  var files: Set<String> = []
  /// Files that the task names, of which the model was shown the beginning, and which nothing has looked at since.
  var partlySeen: [String] = []
  var repeatedCalls: RepeatedCalls
  var deniedCalls = DeniedCalls()
  var failures = FailureTally()
  var review = RunReview(task: "")
  /// What the last command said, where it failed.
  var lastFailure: String?
  /// Whether a call was made that could be run.
  var hasCalled = false
  /// Whether a call was refused, by a person or a rule, and not only for what would be lost: then nobody is asked to do it
  /// all the same.
  var wasRefused = false
  /// Whether a file was changed after it.
  var hasChangedSinceFailure = false
  /// Whether the model goes in a circle: then the next tokens are chosen with more chance.
  var isStuck = false
  /// What the next answer must be a block of: the model was asked to act, and only spoke. None: it may say what it likes.
  var mustAct: [String] = []
  /// What the program said to the model last of itself, to notice an answer that only says it again.
  var lastSaid = ""
  /// Why the run ends, where the same has failed again and again.
  var failedTooOften: String?
  /// Turns in a row that only wrote files as they were, or did once more what had gone well and changed nothing.
  var idleTurns = 0
  /// Calls of the turn before, to notice that the same ones come again.
  var lastCalls: [CallAttempt] = []
  /// Where the path of the call at hand leads, as it was decided on.
  var decidedPlace: ResolvedPath?
  /// How often the model was told that an answer could not be used.
  var objections: [Objection: Int] = [:]
  /// The engine of the turn that is on. Nil between turns: who held it then would keep a model in memory that another
  /// one has replaced.
  var turnEngine: (any GenerationEngine)?

  init(
    agent: Agent, cancellation: Cancellation, changes: ChangeRecorder, emit: @escaping @Sendable (AgentEvent) -> Void
  ) {
    self.agent = agent
    self.changes = changes
    self.cancellation = cancellation
    self.emit = emit
    repeatedCalls = RepeatedCalls(limit: agent.settings.repeatedCallLimit)
  }

  var settings: AgentSettings { agent.settings }
  var engine: any GenerationEngine { turnEngine ?? agent.engine }
  var approach: Approach { settings.approach(to: engine) }
  var maxTokens: Int { settings.maxTokens ?? approach.maxTokens }

  mutating func perform(_ task: String) -> RunOutcome {
    review = RunReview(task: task)
    brief(on: task)
    agent.change { $0.append(.task(task)) }
    do throws(Interruption) {
      return try iterate()
    } catch {
      switch error {
      case .stopped(let text):
        return RunOutcome(reason: .stopped, text: (text.isEmpty ? answer : text).trimmingSpace)
      case .contextFull(let sentence), .closed(let sentence), .failed(let sentence):
        // A task that could not even be begun, for its length perhaps, must not stand in the way of the next one.
        agent.change { $0.removeUnansweredTask() }
        return RunOutcome(reason: .failed, text: answer.trimmingSpace, error: sentence)
      }
    }
  }

  private static let mostIdleTurns = 2

  private mutating func iterate() throws(Interruption) -> RunOutcome {
    var continues = false
    for _ in 0..<max(1, settings.maxIterations) {
      let turn: Turn
      do throws(Interruption) {
        turn = try generateTurn()
      } catch {
        // What the model has said is an answer, although it is as long as its context.
        guard case .contextFull = error, continues else { throw error }
        return RunOutcome(reason: .maxTokens, text: answer.trimmingSpace)
      }
      if continues {
        answer += turn.text
      } else if !turn.text.trimmingSpace.isEmpty, review.asked == 0 || !turn.calls.isEmpty || answer.isEmpty {
        // That all is done, said when asked for it, is less of an answer than what was said before.
        answer = turn.text
      }
      continues = false
      (isStuck, mustAct) = (false, [])
      if !turn.calls.isEmpty {
        try runCalls(turn.calls)
        // A model that does the same again and again has nothing more to do, and does not find the words for it.
        guard idleTurns < Self.mostIdleTurns else { return try conclude() }
        continue
      }
      if let objection = try objection(to: turn) {
        agent.change { $0.append(.note(objection)) }
        lastSaid = objection
        // What it says now is another answer, and not the end of this one.
        if !turn.text.isEmpty { emit(.text("\n\n")) }
        continue
      }
      switch turn.ending {
      case .endOfTurn: return try conclude()
      // Words that were cut short are an answer that was cut short, unless they are not the answer.
      case .tokenLimit where settings.answerSchema != nil: return try conclude()
      case .tokenLimit: return RunOutcome(reason: .maxTokens, text: answer.trimmingSpace)
      case .contextFull:
        // The next turn begins with compaction, and then there is room to go on.
        agent.change { $0.append(.note("Your answer was cut short here. Go on where it stops.")) }
        continues = true
      }
    }
    return RunOutcome(reason: .maxIterations, text: answer.trimmingSpace)
  }
}

/// One generation, taken apart.
struct Turn {
  enum Ending { case endOfTurn, tokenLimit, contextFull }

  /// The words for the person.
  var text = ""
  /// The thinking before them.
  var reasoning = ""
  /// The calls, in order, those that cannot be run included.
  var calls: [CallAttempt] = []
  /// What fences are that nothing says the purpose of.
  var strayBlocks: [String] = []
  /// Whether the model began to write a result itself.
  var imitatesResult = false
  /// Whether it was stopped because it repeated itself without end.
  var isEndless = false
  /// Why it ended.
  var ending = Ending.endOfTurn
}
