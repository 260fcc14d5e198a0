// `agent-tui run`: the fleet without a console. Standard output carries the stream and nothing else.

import Agents
import AgentTUI
import Inference
import Orchestrator
import OrderedJSON
import System
import Threading

/// Works on tasks and prints what happens.
struct RunProgram {
  private(set) var options: ResolvedOptions
  let environment: ProgramEnvironment
  let log: MessageLog
  /// Cancelled by the first signal.
  let interruption: Cancellation
  /// Reads the options again, with more on the command line.
  let resolve: ([String]) throws(UsageError) -> ResolvedOptions

  /// Returns the exit status: 0 done, 1 a run failed, 130 interrupted.
  func run() throws(UsageError) -> Int32 {
    let source = try TaskSource(options)
    guard let session = options.session else {
      if options.continues { throw UsageError("--continue goes on with an earlier session; name it with --resume ID.") }
      return try run(source, nil)
    }
    let folder = ProgramPaths(environment).sessions
    let workspace = try ResumedSession.workspace(of: session, in: folder)
    let resumed = try ResumedSession(session, in: folder) { [log] in log.say($0) }
    for sentence in resumed.warnings { log.say(sentence) }
    var again = self
    again.options = resumed.complete(try resolve(workspace.map { ["--workspace", $0] } ?? []))
    if !options.continues, let sentence = resumed.openWork("--continue goes on with that.") { log.say(sentence) }
    return try again.run(source, resumed)
  }

  private func run(_ source: TaskSource, _ resumed: ResumedSession?) throws(UsageError) -> Int32 {
    let model = try ModelChoice.choose(options, from: ModelFinder(environment: environment).candidates())
    if let note = model.note { log.say(note) }
    let sandbox = options.commandSandbox(ProgramPaths(environment), isHeadless: true)
    if let warning = sandbox.status.warning { log.say(warning) }
    let builder = FleetBuilder(
      options: options, sessions: ProgramPaths(environment).sessions,
      forms: ToolFormStore(path: ProgramPaths(environment).toolForms), resumed: resumed,
      own: ProgramPaths(environment).ownFolders, sandbox: sandbox)
    let log = log
    let fleet = try builder.makeFleet(model: model.path, approver: HeadlessApprover(), onWarning: { log.say($0) })
    let printer: StreamPrinter
    do {
      printer = try StreamPrinter(fleet, format: options.format, showsAgents: options.agents > 1)
    } catch {
      fleet.shutdown()
      throw UsageError("The output cannot begin: \(error)")
    }
    fleet.goOnWithSession()
    let sweep = SessionKeeper(options: options, folder: ProgramPaths(environment).sessions, session: fleet.session)
    let sweeping = sweep.begin { log.say($0) }
    defer { sweeping?.join() }
    let registration = interruption.onCancel { fleet.stopAll() }
    defer { interruption.removeHandler(registration) }

    var failure: InferenceError?
    do throws(InferenceError) {
      let engine = try load(
        try builder.options.inferenceConfigOrError(
          model: model.path, idleFolder: ProgramPaths(environment).idleStates))
      for sentence in engine.facts.templateNotes { log.say("\(engine.facts.name): \(sentence).") }
      do throws(FleetError) {
        try fleet.attach(engine)
      } catch {
        engine.shutdown()
        throw InferenceError(.invalidConfiguration, error.description)
      }
    } catch {
      failure = error
    }
    if failure == nil {
      do {
        if options.continues { try goOn(with: fleet) }
        try give(source, to: fleet)
      } catch {
        fleet.shutdown()
        printer.join()
        throw error
      }
      // The interruption may have come between the look for it and the last task.
      if interruption.isCancelled { fleet.stopAll() }
      fleet.waitUntilIdle()
    }
    fleet.shutdown()
    printer.join()
    return try status(after: failure, printer: printer, fleet: fleet)
  }

  /// Loads the model on this thread; a person at a terminal sees how far it is.
  private func load(_ config: InferenceConfig) throws(InferenceError) -> InferenceEngine {
    let shows = Output.error.isTerminal
    var shown = -1
    let interruption = interruption
    defer { if shows { Output.error.write("\r\u{1B}[K") } }
    return try InferenceEngine.load(config) { progress in
      let percent = Int(progress * 100)
      if shows && percent != shown {
        shown = percent
        Output.error.write("\rloading the model: \(percent) %")
      }
      return !interruption.isCancelled
    }
  }

  private func goOn(with fleet: Fleet) throws(UsageError) {
    do throws(FleetError) {
      _ = try fleet.goOn(nil)
    } catch {
      // A new task is work enough.
      if options.tasks.isEmpty && options.tasksFile == nil { throw UsageError(error.description) }
      log.say(error.description)
    }
  }

  private func give(_ source: TaskSource, to fleet: Fleet) throws(UsageError) {
    func submit(_ task: String) throws(UsageError) {
      guard !interruption.isCancelled else { return }
      do {
        _ = try fleet.submit(task, to: .any)
      } catch {
        throw UsageError(error.description)
      }
    }
    switch source {
    case .list(let tasks):
      for task in tasks { try submit(task) }
    case .input:
      let input = LineInput()
      if input.isTerminal { Output.error.writeLine("Type a task a line; Ctrl-D ends the list, Ctrl-C stops the work.") }
      var count = 0
      var isFirst = true
      try input.forEachLine(until: interruption) { line throws(UsageError) in
        let task = (isFirst ? line.withoutByteOrderMark : line).trimmingWhitespace
        isFirst = false
        guard !task.isEmpty else { return }
        count += 1
        try submit(task)
      }
      if count == 0 && !interruption.isCancelled {
        throw UsageError("No task was given; use --task TEXT, --tasks-file FILE, or standard input with a task a line.")
      }
    }
  }

  private func status(after failure: InferenceError?, printer: StreamPrinter, fleet: Fleet) throws(UsageError) -> Int32
  {
    let tally = printer.tally
    log.note("session \(fleet.session): \(tally.sentence)")
    if let reason = fleet.record?.failure {
      log.say("The journal of this session, \(fleet.session), is not whole: \(reason).")
    }
    if interruption.isCancelled {
      log.say("Interrupted: \(tally.sentence).")
      return 130
    }
    if let failure {
      if failure.code.isUsage { throw UsageError(failure.description) }
      log.say(failure.description)
      return 1
    }
    if printer.isClosed {
      let reason =
        Output.standard.failure.map { "The output could not be written (\($0))" } ?? "Nobody reads the output any more"
      log.say("\(reason), so the work was stopped: \(tally.sentence).")
      return tally.isAllDone ? 0 : 1
    }
    for failure in tally.failures { log.say(failure) }
    return tally.hasFailures ? 1 : 0
  }
}

extension ResolvedOptions {
  /// As `inferenceConfig(model:idleFolder:)`, with the error of the loading that it belongs to.
  fileprivate func inferenceConfigOrError(model: String, idleFolder: String) throws(InferenceError) -> InferenceConfig {
    do {
      return try inferenceConfig(model: model, idleFolder: idleFolder)
    } catch {
      throw InferenceError(.unsupportedTemplate, error.description)
    }
  }
}
