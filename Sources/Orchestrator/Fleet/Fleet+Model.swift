public import Inference
import Threading

extension Fleet {
  /// Loads a model on a thread of its own; what becomes of it is told by `onModelState`. Where a model is in use already
  /// that one goes on meanwhile, and the other one takes over when it is there (`onNextModel`). In the place of one that
  /// has lost a remote worker it comes at once, and all agents begin anew.
  ///
  /// - Throws: `FleetError` when a model is on its way already, when it is the one in use, or the system gives no thread.
  public func startLoading(_ config: InferenceConfig) throws(FleetError) {
    let cancellation = Cancellation()
    giveUpLostEngine()
    try state.withLock { state throws(FleetError) in
      guard state.phase == .running else { throw FleetError("The fleet is shutting down and loads no model.") }
      let agents = state.roster.members.count
      let handover: ModelHandover?
      switch state.model {
      case .none, .failed: handover = nil
      case .loading: throw FleetError("A model is being loaded already; wait for it, or stop that first.")
      case .ready(let facts):
        try checkReplacing(facts, by: config, state)
        handover = ModelHandover(from: facts, to: config, agents: agents, slots: state.settings.slots)
      }
      let config = config.fitting(agents: agents, slots: state.settings.slots)
      do {
        let thread = try WorkerThread(name: "load", stackBytes: 8 << 20) { [self] in
          if let handover { replace(handover, cancellation) } else { load(config, cancellation) }
        }
        state.loading = (thread, cancellation)
      } catch {
        throw FleetError("The model cannot be loaded: \(error)")
      }
      if handover != nil {
        state.next = NextModel(path: config.modelPath, stage: .loading(0))
      } else {
        state.settings.model = config.modelPath
        state.model = .loading(0)
      }
    }
  }

  /// Stops the loading of a model, or its waiting to take over.
  ///
  /// - Throws: `FleetError` when none is on its way.
  public func stopLoading() throws(FleetError) {
    let loading = state.withLock { state in
      if case .loading = state.model { return state.loading }
      return state.next?.isComing == true ? state.loading : nil
    }
    guard let loading else { throw FleetError("No model is being loaded.") }
    loading.cancellation.cancel()
  }

  /// Gives the fleet its model: what waits begins. From here on the fleet owns the engine and shuts it down.
  ///
  /// - Throws: `FleetError` when there is a model already; the engine is then still the caller's.
  public func attach(_ engine: any GenerationEngine) throws(FleetError) {
    let facts = engine.facts
    try state.withLock { state throws(FleetError) in
      guard state.engine == nil else { throw FleetError("The fleet has a model already.") }
      try adopt(engine, facts, in: &state)
      if state.settings.model.isEmpty { state.settings.model = facts.path }
    }
    state.broadcast()
    onModelState(.ready(facts))
  }

  /// The fleet's own from here on. Under the lock.
  func adopt(_ engine: any GenerationEngine, _ facts: ModelFacts, in state: inout State) throws(FleetError) {
    guard state.phase == .running else { throw FleetError("The fleet is shutting down and takes no model.") }
    do {
      try engine.scheduler.resize(to: state.settings.slots)
    } catch {
      throw FleetError("There cannot be \(state.settings.slots) slots: \(error)")
    }
    state.engine = engine
    state.model = .ready(facts)
  }

  /// Loads a model, telling how far it is.
  ///
  /// - Parameter tell: told each percent once.
  func load(
    _ config: InferenceConfig, _ cancellation: Cancellation, tell: @escaping @Sendable (Double) -> Void
  ) throws(InferenceError) -> any GenerationEngine {
    let shown = Monitor(0)
    return try loadEngine(config) { progress in
      let percent = Int(progress * 100)
      let isNews = shown.withLock { shown in
        defer { shown = percent }
        return shown != percent
      }
      if isNews { tell(progress) }
      return !cancellation.isCancelled
    }
  }

  private func checkReplacing(
    _ facts: ModelFacts, by config: InferenceConfig, _ state: borrowing State
  ) throws(FleetError) {
    if state.next?.isComing == true {
      throw FleetError("Another model is being loaded already; wait for it, or stop that first.")
    }
    if config.modelPath == facts.path { throw FleetError("The model \(facts.path) is loaded already.") }
    guard config.rpcServers.isEmpty else {
      throw FleetError(
        "Remote workers hold the model that is loaded, and they serve one at a time; "
          + "quit, and start again with the other one.")
    }
  }

  /// Makes room where the engine can generate no more.
  private func giveUpLostEngine() {
    guard let engine = state.withLock({ $0.engine }), let reason = engine.lossReason else { return }
    let agents = state.withLock { state -> [AgentID: any FleetAgent] in
      guard state.phase == .running, state.engine === engine else { return [:] }
      defer { (state.agents, state.contextUsed) = ([:], [:]) }
      state.engine = nil
      state.model = .failed(InferenceError(.workerLost, reason))
      return state.agents
    }
    withExtendedLifetime(agents) {}  // Their sequences go before the engine does.
    dropBeginning()
    engine.shutdown()
  }

  private func load(_ config: InferenceConfig, _ cancellation: Cancellation) {
    onModelState(.loading(0))
    do {
      let engine = try load(config, cancellation) { [self] in setModel(.loading($0)) }
      do {
        try attach(engine)
        prepareBeginning(on: engine, cancellation)
      } catch {
        engine.shutdown()  // The fleet shuts down meanwhile.
      }
    } catch {
      setModel(.failed(error))
    }
  }

  /// Computes what all agents begin with, before there is a task. Where one waits already it computes that itself. What
  /// goes wrong here goes wrong again where somebody is told of it: in the first run.
  func prepareBeginning(on engine: any GenerationEngine, _ cancellation: Cancellation) {
    guard state.withLock({ $0.phase == .running && $0.roster.isIdle }) else { return }
    do throws(InferenceError) {
      let prompt = try makeBeginning(engine)
      guard !prompt.isEmpty else { return }
      let sequence = try engine.openSequence(named: "beginning")
      let isKept = state.withLock { state in
        guard state.phase == .running, state.engine === engine else { return false }
        state.beginning = sequence
        return true
      }
      guard isKept else { return }
      try sequence.prepare(prompt, cancellation: cancellation)
    } catch {
      dropBeginning()
    }
  }

  /// Gives the lane back that holds the common beginning: an agent has it now, or nobody wants it.
  func dropBeginning() {
    let sequence = state.withLock { state in
      defer { state.beginning = nil }
      return state.beginning
    }
    withExtendedLifetime(sequence) {}  // Given back here, outside the lock.
  }

  private func setModel(_ model: ModelState) {
    state.withLock { $0.model = model }
    onModelState(model)
  }
}
