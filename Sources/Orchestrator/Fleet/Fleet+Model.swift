public import Inference
import Threading

extension Fleet {
  /// Loads a model on a thread of its own and attaches it; what becomes of it is told by `onModelState`. It may take the
  /// place of one that has lost a remote worker: then all agents begin anew.
  ///
  /// - Throws: `FleetError` when a model is there already or on its way, or the system gives no thread.
  public func startLoading(_ config: InferenceConfig) throws(FleetError) {
    let cancellation = Cancellation()
    giveUpLostEngine()
    try state.withLock { state throws(FleetError) in
      guard state.phase == .running else { throw FleetError("The fleet is shutting down and loads no model.") }
      switch state.model {
      case .none, .failed: break
      case .loading: throw FleetError("A model is being loaded already; wait for it.")
      case .ready(let facts): throw FleetError("The model \(facts.path) is loaded already; start again for another.")
      }
      do {
        let thread = try WorkerThread(name: "load", stackBytes: 8 << 20) { [self] in load(config, cancellation) }
        state.loading = (thread, cancellation)
      } catch {
        throw FleetError("The model cannot be loaded: \(error)")
      }
      state.settings.model = config.modelPath
      state.model = .loading(0)
    }
  }

  /// Gives the fleet its model: what waits begins. From here on the fleet owns the engine and shuts it down.
  ///
  /// - Throws: `FleetError` when there is a model already; the engine is then still the caller's.
  public func attach(_ engine: any GenerationEngine) throws(FleetError) {
    let facts = engine.facts
    try state.withLock { state throws(FleetError) in
      guard state.phase == .running else { throw FleetError("The fleet is shutting down and takes no model.") }
      guard state.engine == nil else { throw FleetError("The fleet has a model already; start again for another.") }
      do {
        try engine.scheduler.resize(to: state.settings.slots)
      } catch {
        throw FleetError("There cannot be \(state.settings.slots) slots: \(error)")
      }
      if state.settings.model.isEmpty { state.settings.model = facts.path }
      state.engine = engine
      state.model = .ready(facts)
    }
    state.broadcast()
    onModelState(.ready(facts))
  }

  /// Makes room where the engine can generate no more.
  private func giveUpLostEngine() {
    guard let engine = state.withLock({ $0.engine }), let reason = engine.lossReason else { return }
    let agents = state.withLock { state -> [Roster.AgentID: any FleetAgent] in
      guard state.phase == .running, state.engine === engine else { return [:] }
      defer { (state.agents, state.contextUsed) = ([:], [:]) }
      state.engine = nil
      state.model = .failed(InferenceError(.workerLost, reason))
      return state.agents
    }
    withExtendedLifetime(agents) {}  // Their sequences go before the engine does.
    engine.shutdown()
  }

  private func load(_ config: InferenceConfig, _ cancellation: Cancellation) {
    let shown = Monitor(0)
    onModelState(.loading(0))
    do {
      let engine = try loadEngine(config) { [self] progress in
        let percent = Int(progress * 100)
        let isNews = shown.withLock { shown in
          defer { shown = percent }
          return shown != percent
        }
        if isNews { setModel(.loading(progress)) }
        return !cancellation.isCancelled
      }
      do {
        try attach(engine)
      } catch {
        engine.shutdown()  // The fleet shuts down meanwhile.
      }
    } catch {
      setModel(.failed(error))
    }
  }

  private func setModel(_ model: ModelState) {
    state.withLock { $0.model = model }
    onModelState(model)
  }
}
