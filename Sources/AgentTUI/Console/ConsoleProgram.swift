// `agent-tui`: the console from start to end. The terminal comes first, before any other thread and before the
// model, so that the first frame is there at once; then the fleet; the model loads on a thread of its own while
// tasks can already be typed.

import Inference
import OrderedJSON
import Orchestrator
import Threading

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The console as a program.
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
    guard let resuming else { return try run(nil, MessageInbox()) }
    // What is wrong with it is said before there is a screen.
    let inbox = MessageInbox()
    let resumed = try ResumedSession(resuming, in: paths.sessions) { inbox.put(.refused($0)) }
    var again = self
    again.options = resumed.complete(options)
    again.options.warnings += resumed.warnings
    return try again.run(resumed, inbox)
  }

  private func run(_ resumed: ResumedSession?, _ inbox: MessageInbox) throws(UsageError) -> Int32 {
    var problems = options.warnings
    let mouse = MouseSettings(settings: options.settings, problems: &problems)
    let terminal: NcursesTerminal
    do {
      terminal = try NcursesTerminal(environment: environment.variables, mouse: mouse)
    } catch {
      throw UsageError(error.description)
    }
    defer { terminal.close() }
    let waker = terminal.waker
    let news = NewsFlag()
    let wake: @Sendable () -> Void = {
      news.raise()
      waker.wake()
    }
    inbox.announce(to: wake)
    let fleet = try FleetBuilder(
      options: options, sessions: paths.sessions, forms: ToolFormStore(path: paths.toolForms), resumed: resumed
    ).makeFleet(
      model: options.model ?? "", onWarning: { inbox.put(.refused($0)) }, onModelState: { _ in wake() },
      onNextModel: { _ in wake() })
    let mailbox = fleet.events.observe(.join(), onArrival: wake, onLoss: { inbox.put(.refused($0)) })

    if let resumed {
      let was = resumed.restoration
      inbox.put(.earlier(resumed.events, renamed: was.renamed, hasOpenWork: was.hasOpenWork))
      if let sentence = resumed.openWork(":continue goes on with it") { inbox.put(.told(sentence)) }
      fleet.goOnWithSession()
    }
    let sweeping = SessionKeeper(options: options, folder: paths.sessions, session: fleet.session).begin {
      inbox.put(.told($0))
    }
    let (state, performer) = prepare(terminal, fleet, inbox, mouse: mouse, problems: problems)
    let loop = ConsoleLoop(
      state: state, terminal: terminal, fleet: fleet, takeEvents: { mailbox.takeEvents() }, inbox: inbox, news: news,
      performer: performer)
    if let model = options.model {
      begin(model, fleet, inbox)
    } else {
      do { try findModels(for: inbox) } catch { inbox.put(.refused("\(error)")) }
    }
    loop.run()
    terminal.close()
    sweeping?.join()
    return finish(loop.state, fleet, mailbox)
  }

  private var paths: ProgramPaths { ProgramPaths(environment) }

  // MARK: start

  /// The state at the start, and what performs its effects.
  ///
  /// - Parameter problems: what is wrong with the settings, as far as they have been read.
  private func prepare(
    _ terminal: NcursesTerminal, _ fleet: Fleet, _ inbox: MessageInbox, mouse: MouseSettings, problems: [String]
  ) -> (ConsoleState, EffectPerformer) {
    let themes = ThemeLibrary(environment: environment.variables, executable: Machine.executable)
    let history = HistoryFile(path: "\(paths.stateFolder)/history")
    var settings = ConsoleSettings()
    settings.isUnicode = terminal.glyphs == .unicode
    settings.themes = themes.names()
    settings.workspace = options.workspace
    settings.mouse = mouse
    settings.modelName = options.model.map { String($0.split(separator: "/").last ?? "") } ?? ""
    settings.machineMemory = Machine.memory
    settings.project = options.project
    settings.isSpread = !options.rpc.isEmpty
    settings.utcOffset = WallTime.utcOffset()
    let composer = Composer(
      history: history.tasks(), prompts: PromptFolder(path: "\(paths.configFolder)/prompts").prompts())
    var state = ConsoleState(
      size: terminal.size, settings: settings, keyMap: KeyMap(settings: options.settings), composer: composer)
    state.wall = WallTime.milliseconds()
    state.now = .now
    var problems = problems + state.keyMap.problems
    let notifier = Notifier(settings: options.settings, problems: &problems)
    if let name = options.theme {
      do {
        let theme = try themes.theme(named: name)
        terminal.palette = terminal.isDark == false ? theme.light : theme.dark
        state.settings.theme = name
      } catch {
        problems.append("\(error)")
      }
    }
    state.tell(problems: problems)
    let performer = EffectPerformer(
      fleet: fleet, terminal: terminal, themes: themes, history: history,
      clipboard: Clipboard(environment: environment),
      editor: Editor(environment: environment, folder: paths.stateFolder), notifier: notifier,
      multiplexer: Multiplexer(environment: environment.variables),
      screenFolder: "\(paths.stateFolder)/screens", trust: TrustStore(path: paths.trust), inbox: inbox,
      findModels: { try findModels(for: inbox) },
      load: { [options, paths] in
        try fleet.startLoading(try options.inferenceConfig(model: $0, idleFolder: paths.idleStates))
      })
    return (state, performer)
  }

  private func begin(_ model: String, _ fleet: Fleet, _ inbox: MessageInbox) {
    do {
      try fleet.startLoading(try options.inferenceConfig(model: model, idleFolder: paths.idleStates))
    } catch {
      inbox.put(.refused("\(error)"))
    }
  }

  /// Looks for models on a thread of its own: a slow disk does not hold up the first frame. What there is comes at once,
  /// what their files say of loading them a little later.
  private func findModels(for inbox: MessageInbox) throws {
    _ = try WorkerThread(name: "models", stackBytes: 8 << 20) { [environment, options] in
      let found = ModelFinder(environment: environment).candidates()
      inbox.put(.modelsFound(found))
      // A template file that cannot be read is told when a model is loaded.
      let checked = found.map { model in
        (try? options.inferenceConfig(model: model.path)).map { model.checked(for: $0) } ?? model
      }
      inbox.put(.modelsFound(checked))
    }
  }

  // MARK: end

  /// Ends the session, and says what was done and how to go on with it.
  private func finish(_ last: ConsoleState, _ fleet: Fleet, _ mailbox: EventMailbox) -> Int32 {
    var state = last
    if state.runningCount > 0 { Output.standard.writeLine("stopping what runs…") }
    fleet.shutdown()
    // With the ends of the runs that were on.
    while let events = mailbox.waitForEvents() { _ = state.update(.events(events)) }
    Output.standard.write(
      ConsoleSummary(runs: state.runs, session: state.session, gap: fleet.record?.failure).text)
    log.note("console ended, session \(fleet.session)")
    return state.signal.map { 128 + $0 } ?? 0
  }
}
