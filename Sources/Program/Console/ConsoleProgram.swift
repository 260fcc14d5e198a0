import Agents
import AgentTUI
import Inference
import Orchestrator
import TerminalUI
import Threading

/// `agent-tui`: the console, with what the command line and the settings say.
struct ConsoleProgram {
  private(set) var options: ResolvedOptions
  let environment: ProgramEnvironment
  let log: MessageLog
  /// The session that is gone on with; nil: a new one.
  var resuming: String?

  /// Runs until the person quits. Returns the exit status: 0, or 128 and the signal that ended it.
  ///
  /// - Throws: `UsageError` when there is no terminal for it, or the options cannot be.
  func run() throws(UsageError) -> Int32 {
    let inbox = MessageInbox()
    guard let resuming else { return try run(nil, inbox) }
    // What is wrong with it is said before there is a screen.
    let resumed = try ResumedSession(resuming, in: paths.sessions) { inbox.warn($0) }
    var again = self
    again.options = resumed.complete(options)
    again.options.warnings += resumed.warnings
    return try again.run(resumed, inbox)
  }

  private func run(_ resumed: ResumedSession?, _ inbox: MessageInbox) throws(UsageError) -> Int32 {
    let sandbox = options.commandSandbox(paths, isHeadless: false)
    var setup = setup
    setup.sandbox = sandbox.status
    if let warning = sandbox.status.warning { setup.warnings.append(warning) }
    let console: Console
    do {
      console = try Console(setup, inbox: inbox)
    } catch {
      throw UsageError(error.description)
    }
    defer { console.close() }
    let wake = console.wake
    let fleet = try FleetBuilder(
      options: options, sessions: paths.sessions, forms: ToolFormStore(path: paths.toolForms), resumed: resumed,
      own: paths.ownFolders, sandbox: sandbox
    ).makeFleet(
      model: options.model ?? "", onWarning: console.warn, onModelState: { _ in wake() }, onNextModel: { _ in wake() })
    let sweeping = SessionKeeper(options: options, folder: paths.sessions, session: fleet.session).begin(console.tell)
    var end = console.run(fleet, services, earlier: resumed?.earlier)
    sweeping?.join()
    if end.isWorking { Output.standard.writeLine("stopping what runs…") }
    fleet.shutdown()
    Output.standard.write(end.summary(gap: fleet.record?.failure))
    log.note("console ended, session \(fleet.session)")
    return end.signal.map { 128 + $0 } ?? 0
  }

  private var paths: ProgramPaths { ProgramPaths(environment) }

  private var setup: ConsoleSetup {
    ConsoleSetup(
      environment: environment, settings: options.settings, warnings: options.warnings, workspace: options.workspace,
      model: options.model, theme: options.theme, isSpread: !options.rpc.isEmpty, project: options.project,
      configFolder: paths.configFolder, stateFolder: paths.stateFolder,
      nearest: { NearestName.of($0, among: $1) })
  }

  private var services: ConsoleServices {
    ConsoleServices(
      plan: { [options, paths] in try options.inferenceConfig(model: $0, idleFolder: paths.idleStates) },
      models: { [environment] in ModelFinder(environment: environment).candidates() },
      trust: { [paths] in try TrustStore(path: paths.trust).trust($0.file, digest: $0.digest) })
  }
}
