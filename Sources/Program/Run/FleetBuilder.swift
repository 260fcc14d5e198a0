import Agents
import AgentTUI
import Inference
import Orchestrator
import System

/// Makes the fleet that the options describe; the console and the headless run differ only in who is asked.
struct FleetBuilder {
  let options: ResolvedOptions
  /// Where journals are kept.
  let sessions: String
  /// What the person has chosen for each model earlier; nil: nothing is kept.
  var forms: ToolFormStore?
  /// The session that is gone on with; nil: a new one.
  var resumed: ResumedSession?
  /// The program's own folders, which no agent is to change, or to look into.
  var own = OwnFolders()
  /// What commands run in.
  var sandbox = CommandSandbox.none

  /// A fleet without a model yet, its events kept in a new session's journal.
  ///
  /// - Parameters:
  ///   - model: the model's path, for the session's first event; empty where none has been chosen yet.
  ///   - approver: who decides what a person must decide; nil: whoever answers at the fleet's `approvals`, and may ask for
  ///     what agents have changed.
  ///   - onWarning: told, on another thread, what does not stop the work: a journal that fails.
  ///   - onModelState: told how the loading of a model goes.
  ///   - onNextModel: told likewise of one that is to take over from it.
  /// - Throws: `UsageError` when the options name tools that there are not, or the system gives no threads.
  func makeFleet(
    model: String, approver: (any Approver)? = nil, onWarning: @escaping @Sendable (String) -> Void,
    onModelState: @escaping @Sendable (ModelState) -> Void = { _ in },
    onNextModel: @escaping @Sendable (NextModel?) -> Void = { _ in }
  ) throws(UsageError) -> Fleet {
    keepForm(for: model, onWarning)
    let settings = try agentSettings()
    let policy = PermissionPolicy(rules: options.rules, own: own)
    let identifiers = IdentifierSource(used: resumed?.restoration.used ?? [:])
    // Kept without a person, too: before its end a run is shown what it has changed.
    let ledger = ChangeLedger()
    let session = resumed?.restoration.session ?? SessionID.make()
    let journal = resumed?.journal ?? Journal(folder: sessions, session: session, onFailure: onWarning)
    do {
      var fleetSettings = FleetSettings(
        agents: options.agents, slots: options.slotCount, mode: options.permissionMode, model: model,
        contextLength: options.context)
      fleetSettings.setting = SessionSetting(
        workspace: settings.workspace, system: settings.instructions, tools: settings.tools.tools.map(\.name))
      return try Fleet(
        settings: fleetSettings, session: session,
        events: try EventStream(sink: journal, after: resumed?.restoration.lastSeq ?? 0), approver: approver,
        makeAgent: { blueprint in
          var settings = settings
          settings.mode = blueprint.mode
          // What another agent asked for is an answer to that one.
          if blueprint.starter != nil { settings.answerSchema = nil }
          return Agent(
            name: blueprint.name, engine: blueprint.engine, settings: settings, approver: blueprint.approver,
            policy: policy, identifiers: identifiers, ledger: ledger, startedBy: blueprint.starter as? Agent,
            delegate: blueprint.delegate)
        },
        loadEngine: { config, progress throws(InferenceError) in
          let engine = try InferenceEngine.load(config, progress: progress)
          // While it still loads, and not when the first tasks are there.
          _ = settings.formats.format(of: engine)
          return engine
        },
        commonBeginning: { engine throws(InferenceError) in try settings.commonBeginning(on: engine) },
        restoration: resumed?.restoration,
        onModelState: onModelState, onNextModel: onNextModel)
    } catch {
      throw UsageError("The agents cannot begin: \(error)")
    }
  }

  /// A form that was chosen for this start is the model's from now on.
  private func keepForm(for model: String, _ onWarning: (String) -> Void) {
    guard options.choosesToolForm, !model.isEmpty, let forms else { return }
    do {
      try forms.keep(options.toolForm, for: ModelFacts.name(of: model))
    } catch {
      onWarning("The form of calls is not kept for this model: \(error).")
    }
  }

  /// What every agent is.
  func agentSettings() throws(UsageError) -> AgentSettings {
    guard FileTree.kind(of: options.workspace) == .folder else {
      throw UsageError("--workspace: \(options.workspace) is no folder that can be opened.")
    }
    let all = ToolRegistry(BuiltInTools.all + BuiltInTools.optional)
    let tools: ToolRegistry
    do {
      tools =
        try options.tools.map { names throws(ToolSelectionError) in try all.selecting(names) }
        ?? ToolRegistry(BuiltInTools.all)
    } catch {
      throw UsageError("--tools: \(error)")
    }
    let choice = ToolChoice(named: options.toolChoice)
    switch choice {
    case .tool(let name):
      guard tools[name] != nil else {
        throw UsageError("--tool-choice takes auto, required, none or a tool: \(tools.sentence(forMissing: name))")
      }
    case .required:
      guard !tools.isEmpty else { throw UsageError("--tool-choice required needs tools, but --tools gives none.") }
    case .auto, .none:
      break
    }
    var settings = AgentSettings(
      workspace: options.workspace, mode: options.permissionMode, tools: tools, toolChoice: choice,
      sampling: options.sampling, toolForm: options.toolForm, parallelCalls: options.parallelCalls,
      reasoning: options.reasoning)
    if !options.choosesToolForm { settings.keptForms = forms?.forms() ?? [:] }
    settings.answerSchema = options.answerSchema
    settings.sandbox = sandbox
    if let system = options.system { settings.instructions = system }
    if let maxTokens = options.maxTokens { settings.maxTokens = maxTokens }
    if let maxIterations = options.maxIterations { settings.maxIterations = maxIterations }
    return settings
  }
}
