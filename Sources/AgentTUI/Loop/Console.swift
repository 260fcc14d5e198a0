// The console from start to end. The terminal comes first, before any other thread and before the model, so that the
// first frame is there at once; then whoever starts it makes the fleet, which tells the console what it has to say;
// then it runs. What it needs of the command line is given as values and closures: it knows no option.

package import Agents
package import Inference
package import OrderedJSON
package import Orchestrator
import System
package import TerminalUI
import Threading

/// What a console is started with.
package struct ConsoleSetup {
  package var environment: ProgramEnvironment
  /// The merged settings, for what they say to the console alone: `keys`, `notify`, `mouse`.
  package var settings: JSONObject
  /// What is wrong with the settings, as far as they have been read: sentences.
  package var warnings: [String]
  /// Where the agents work.
  package var workspace: String
  /// The model's file; nil to let the person choose.
  package var model: String?
  /// The theme's name; nil for the terminal's own colours.
  package var theme: String?
  /// Whether remote workers take parts of the model.
  package var isSpread: Bool
  /// How the workspace's own settings file stands; nil where there is none.
  package var project: ProjectTrust?
  /// What commands run in; nil where that is not known.
  package var sandbox: SandboxStatus?
  /// The person's own folders: settings and prompts in the one; history and pictures of the screen in the other.
  package var configFolder: String
  package var stateFolder: String
  /// Says which name was meant where one is wrong.
  package var nearest: NameSuggestion

  package init(
    environment: ProgramEnvironment, settings: JSONObject, warnings: [String], workspace: String, model: String?,
    theme: String?, isSpread: Bool, project: ProjectTrust?, configFolder: String, stateFolder: String,
    nearest: @escaping NameSuggestion
  ) {
    self.environment = environment
    self.settings = settings
    self.warnings = warnings
    self.workspace = workspace
    self.model = model
    self.theme = theme
    self.isSpread = isSpread
    self.project = project
    self.configFolder = configFolder
    self.stateFolder = stateFolder
    self.nearest = nearest
  }
}

/// What the console has done for it by whoever starts it.
package struct ConsoleServices: Sendable {
  /// How a model of this file is to be loaded.
  package var plan: @Sendable (String) throws -> InferenceConfig
  /// The models that lie on this machine; called on a thread of its own.
  package var models: @Sendable () -> [ModelCandidate]
  /// Records that a project's settings file is trusted.
  package var trust: @Sendable (ProjectTrust) throws -> Void

  package init(
    plan: @escaping @Sendable (String) throws -> InferenceConfig, models: @escaping @Sendable () -> [ModelCandidate],
    trust: @escaping @Sendable (ProjectTrust) throws -> Void
  ) {
    self.plan = plan
    self.models = models
    self.trust = trust
  }
}

/// What a session was before this console goes on with it.
package struct EarlierSession: Sendable {
  /// What was told, in order.
  package var events: [FleetEvent]
  /// What agents are called now that were called otherwise.
  package var renamed: [String: String]
  /// What was interrupted or waits, a sentence; nil: nothing did.
  package var openWork: String?

  package init(events: [FleetEvent], renamed: [String: String], openWork: String?) {
    self.events = events
    self.renamed = renamed
    self.openWork = openWork
  }
}

/// The console: a terminal, and what the person sees and does there. Main thread only, but for `wake` and `warn`.
package final class Console {
  private let setup: ConsoleSetup
  private let mouse: MouseSettings
  private var problems: [String]
  private let terminal: NcursesTerminal
  private let news: NewsFlag
  private let inbox: MessageInbox
  /// Something is to be fetched; from any thread.
  package let wake: @Sendable () -> Void

  /// Takes the terminal.
  ///
  /// - Parameter inbox: where messages may lie already; they are shown first.
  package init(_ setup: ConsoleSetup, inbox: MessageInbox = MessageInbox()) throws(TerminalError) {
    self.setup = setup
    self.inbox = inbox
    problems = setup.warnings
    mouse = MouseSettings(settings: setup.settings, problems: &problems)
    terminal = try NcursesTerminal(environment: setup.environment.variables, mouse: mouse)
    let (news, waker) = (NewsFlag(), terminal.waker)
    let wake: @Sendable () -> Void = {
      news.raise()
      waker.wake()
    }
    (self.news, self.wake) = (news, wake)
    inbox.announce(to: wake)
  }

  /// Tells the person what went wrong, a sentence; from any thread.
  package var warn: @Sendable (String) -> Void { { [inbox] in inbox.warn($0) } }

  /// Tells the person what was done, a sentence; from any thread.
  package var tell: @Sendable (String) -> Void { { [inbox] in inbox.put(.told($0)) } }

  /// Gives the terminal back, where it has not been given back already.
  package func close() { terminal.close() }

  /// Shows a fleet until the person quits; then the terminal is given back.
  ///
  /// - Parameter earlier: what there was of the session before; nil: it is a new one.
  /// - Returns: what is left to do: the fleet still runs.
  package func run(
    _ fleet: Fleet, _ services: ConsoleServices, earlier: EarlierSession? = nil
  ) -> ConsoleEnd {
    let mailbox = fleet.events.observe(.join(), onArrival: wake, onLoss: warn)
    if let earlier {
      inbox.put(.earlier(earlier.events, renamed: earlier.renamed, hasOpenWork: earlier.openWork != nil))
      if let sentence = earlier.openWork { inbox.put(.told(sentence)) }
      fleet.goOnWithSession()
    }
    let loop = makeLoop(fleet, services, takeEvents: { mailbox.takeEvents() })
    do {
      if let model = setup.model {
        try fleet.startLoading(try services.plan(model))
      } else {
        try findModels(services)
      }
    } catch {
      inbox.put(.refused("\(error)"))
    }
    loop.run()
    terminal.close()
    return ConsoleEnd(state: loop.state, mailbox: mailbox)
  }

  /// The state at the start, what performs its effects, and the loop between them.
  private func makeLoop(
    _ fleet: Fleet, _ services: ConsoleServices, takeEvents: @escaping () -> [FleetEvent]
  ) -> ConsoleLoop {
    let environment = setup.environment
    let themes = ThemeLibrary(
      environment: environment.variables, executable: Machine.executable, nearest: setup.nearest)
    let history = HistoryFile(path: "\(setup.stateFolder)/history")
    var state = makeState(history, themes)
    var problems = problems + state.keyMap.problems
    if let problem = ConsoleSettingsSchema.keysProblem(setup.settings) { problems.append(problem) }
    let notifier = Notifier(settings: setup.settings, problems: &problems)
    if let name = setup.theme {
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
      editor: Editor(environment: environment, folder: setup.stateFolder), notifier: notifier,
      multiplexer: Multiplexer(environment: environment.variables), screenFolder: "\(setup.stateFolder)/screens",
      inbox: inbox, trust: services.trust, findModels: { [self] in try findModels(services) },
      load: { try fleet.startLoading(try services.plan($0)) })
    return ConsoleLoop(
      state: state, terminal: terminal, fleet: fleet, takeEvents: takeEvents, inbox: inbox, news: news,
      performer: performer)
  }

  private func makeState(_ history: HistoryFile, _ themes: ThemeLibrary) -> ConsoleState {
    var settings = ConsoleSettings()
    settings.isUnicode = terminal.glyphs == .unicode
    settings.themes = themes.names()
    settings.workspace = setup.workspace
    settings.mouse = mouse
    settings.modelName = setup.model.map { String($0.split(separator: "/").last ?? "") } ?? ""
    settings.machineMemory = Machine.memory
    settings.project = setup.project
    settings.sandbox = setup.sandbox
    settings.isSpread = setup.isSpread
    settings.utcOffset = WallClock.utcOffset()
    let composer = Composer(
      history: history.tasks(), prompts: PromptFolder(path: "\(setup.configFolder)/prompts").prompts())
    var state = ConsoleState(
      size: terminal.size, settings: settings, keyMap: KeyMap(settings: setup.settings), composer: composer)
    state.wall = WallClock.milliseconds()
    state.now = .now
    return state
  }

  /// Looks for models on a thread of its own: a slow disk does not hold up the first frame. What there is comes at once,
  /// what their files say of loading them a little later.
  private func findModels(_ services: ConsoleServices) throws {
    _ = try WorkerThread(name: "models", stackBytes: 8 << 20) { [inbox] in
      let found = services.models()
      inbox.put(.modelsFound(found))
      // A template file that cannot be read is told when a model is loaded.
      let checked = found.map { model in (try? services.plan(model.path)).map { model.checked(for: $0) } ?? model }
      inbox.put(.modelsFound(checked))
    }
  }
}

/// A console whose terminal has been given back, while its fleet may still work.
package struct ConsoleEnd {
  private(set) var state: ConsoleState
  private let mailbox: EventMailbox

  init(state: ConsoleState, mailbox: EventMailbox) {
    self.state = state
    self.mailbox = mailbox
  }

  /// Whether runs are still on.
  package var isWorking: Bool { state.runningCount > 0 }

  /// The signal that ended the program; nil where the person did.
  package var signal: Int32? { state.signal }

  /// What was done and how to go on with it, lines; empty where nothing was done. To be asked for once the fleet was
  /// shut down: it waits for the ends of the runs that were on.
  ///
  /// - Parameter gap: why not all of it is in the journal; nil: all is.
  package mutating func summary(gap: String? = nil) -> String {
    while let events = mailbox.waitForEvents() { _ = state.update(.events(events)) }
    return ConsoleSummary(runs: state.runs, session: state.session, gap: gap).text
  }
}
