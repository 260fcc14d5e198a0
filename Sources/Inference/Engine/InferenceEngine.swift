// The loaded model with its one shared context and its decode thread. Loading checks what can be checked before
// anything is allocated, so that what cannot work is refused with a sentence and not in the middle of a run.

import CLlama
import Synchronization
import System
import Threading

/// A model in memory, through which any number of agents generate side by side.
public final class InferenceEngine: GenerationEngine {
  /// What the model is.
  public let facts: ModelFacts
  /// Who may generate when.
  public let scheduler: InferenceScheduler

  let model: LoadedModel
  let tokenizer: Tokenizer
  private let template: ChatTemplate
  private let loop: DecodeLoop
  /// Those that compute a part of it; nil: all is computed here.
  let workers: RemoteWorkers?
  /// How errors call settings.
  public let settingNames: SettingNames
  private let nextLane = Atomic(0)

  private init(
    facts: ModelFacts, scheduler: InferenceScheduler, model: LoadedModel, template: ChatTemplate, loop: DecodeLoop,
    tokenizer: Tokenizer, settingNames: SettingNames
  ) {
    self.settingNames = settingNames
    self.facts = facts
    self.scheduler = scheduler
    self.model = model
    self.template = template
    self.loop = loop
    workers = model.workers
    self.tokenizer = tokenizer
  }

  deinit {
    loop.stop()
  }

  /// Loads a model and prepares its context. Blocks this thread for as long as that takes.
  ///
  /// - Parameters:
  ///   - config: what to load, and how.
  ///   - progress: called on this thread with 0 to 1; returning false stops the loading.
  /// - Throws: `InferenceError` whose sentence names the path and the reason; nothing is left behind.
  public static func load(
    _ config: InferenceConfig, progress: (Double) -> Bool = { _ in true }
  ) throws(InferenceError) -> InferenceEngine {
    try checkBeforeLoading(config)
    guard !config.rpcServers.isEmpty else { return try build(config, workers: nil, progress: progress) }
    return try RemoteWorkers(config.rpcServers, names: config.names).load(config, progress: progress)
  }

  /// Loads what has been checked.
  static func build(
    _ config: InferenceConfig, workers: RemoteWorkers?, progress: (Double) -> Bool
  ) throws(InferenceError) -> InferenceEngine {
    let model = try loadModel(config, workers: workers, progress: progress)
    let tokenizer = Tokenizer(model)
    let template = try ChatTemplate(
      config.chatTemplate, model: model.template, surroundings: ChatTemplate.Surroundings(tokenizer))
    let plan = try ContextPlan(config, model: model)
    let scheduler: InferenceScheduler
    do throws(SchedulerError) {
      scheduler = try InferenceScheduler(maxConcurrent: config.slots)
    } catch {
      throw InferenceError(.invalidConfiguration, error.description)
    }
    let context = try LlamaContext(
      model: model, cells: plan.cells, sequences: plan.sequences, outputs: plan.outputs, batchTokens: plan.batchTokens,
      threads: plan.threads, config: config)
    let settings = DecodeCore.Settings(
      cells: context.cells, sequences: plan.sequences, contextLength: plan.contextLength,
      canShare: model.sequenceMemory.hasParts, savesStates: model.savesStates, savedStates: plan.savedStates,
      cost: plan.cost,
      planner: StepPlanner(
        batchTokens: plan.batchTokens, separates: Devices.areProcessors(config), maxOutputs: plan.outputs),
      prefillChunk: config.prefillChunk, names: config.names)
    let saves = config.stateFolder != nil && plan.savedStates.disk > 0 && model.savesStates
    let weights = saves ? WeightsDigest.of(config.modelPath) : nil
    if saves, weights == nil {
      LibraryLog.say("'\(config.modelPath)' could not be read again, so nothing of the KV is put on disk")
    }
    let loop: DecodeLoop
    do throws(ThreadError) {
      loop = try DecodeLoop(
        abort: { context.abort() }, loss: workers?.loss,
        makeArchive: { report throws(ThreadError) in
          guard let folder = config.stateFolder, let weights else { return nil }
          let key = "\(plan.stateKey(config, model: model, weights: weights)); \(libraryVersion)"
          return try DiskArchive(folder: folder, key: key, budget: plan.savedStates.disk, report: report)
        }
      ) { archive in
        DecodeCore(
          backend: context, settings: settings, archive: archive, endsGeneration: { model.endsGeneration($0) },
          bytesOf: { tokenizer.bytes(of: $0) })
      }
    } catch {
      throw InferenceError(.loadFailed, error.description)
    }
    var facts = plan.facts(config: config, model: model, template: template, cells: context.cells)
    facts.devices += workers?.descriptions ?? []
    return InferenceEngine(
      facts: facts, scheduler: scheduler, model: model, template: template, loop: loop, tokenizer: tokenizer,
      settingNames: config.names)
  }

  /// Version of libllama, as far as it tells one; needs no model.
  public static var libraryVersion: String { String(cString: llama_version()) }

  /// Devices that libllama can compute on, `NAME: description`; needs no model.
  ///
  /// - Parameters:
  ///   - searchPath: where more back ends are looked for; nil: beside libllama only.
  ///   - names: how errors call settings.
  /// - Throws: `InferenceError` where none can be loaded from there.
  public static func devices(
    searchPath: String? = nil, names: SettingNames = SettingNames()
  ) throws(InferenceError) -> [String] {
    try BackEnds.load(from: searchPath, names: names)
    return Devices.local.map(Devices.text)
  }

  /// Hands each line that libllama logs to `observer`; nil stops that.
  public static func observeLibraryLog(_ observer: (@Sendable (String) -> Void)?) {
    LibraryLog.observe(observer)
  }

  /// A new lane for an agent. It takes no memory before it generates.
  public func openSequence(named name: String) throws(InferenceError) -> any GenerationSequence {
    let lane = LaneID(value: nextLane.add(1, ordering: .relaxed).newValue)
    loop.open(lane, name: name)
    return EngineSequence(lane: lane, engine: self, loop: loop)
  }

  /// The prompt for `messages` in the model's own chat format, with the token that begins a text where the model wants one.
  public func render(_ messages: [ChatMessage], addingGenerationPrompt: Bool) throws(InferenceError) -> [PromptPart] {
    try render(ChatPrompt(messages: messages, addsGenerationPrompt: addingGenerationPrompt))
  }

  /// The same, with tools and with what else the template asks for.
  public func render(_ prompt: ChatPrompt) throws(InferenceError) -> [PromptPart] {
    tokenizer.beginning(try template.render(prompt))
  }

  /// The chat template that is in use.
  public var templateProgram: TemplateProgram? { template.program }

  /// How many tokens these parts are. What was counted or computed lately is not tokenized again.
  public func countTokens(_ parts: [PromptPart]) -> Int {
    tokenizer.tokens(of: tokenizer.layout(of: parts).segments).reduce(0) { $0 + $1.count }
  }

  /// The state of the KV memory, at most a twentieth of a second old.
  public func memorySnapshot() -> MemorySnapshot { loop.memorySnapshot() }

  /// Why it can generate no more: a remote worker is gone. Nil: it can.
  public var lossReason: String? { workers?.loss.reason }

  /// What the decode thread's time has gone into, at most a twentieth of a second old; all of it after `shutdown()`.
  public var meter: StepMeter { loop.meter() }

  /// Ends all generations and frees the model. Blocks until that is done; further calls do nothing.
  public func shutdown() {
    scheduler.close()
    loop.stop()
  }

  // MARK: - Loading

  /// Refuses what cannot work before the weights are read, which may take minutes.
  ///
  /// - Returns: bytes that the KV will take, where the file's header tells it.
  @discardableResult
  public static func checkBeforeLoading(_ config: InferenceConfig) throws(InferenceError) -> Int? {
    try config.check()
    // A model that is spread over several machines need not fit into this one, and its devices are not known yet.
    let isSpread = !config.rpcServers.isEmpty
    let memoryBytes = isSpread ? .max : Memory.physicalBytes
    _ = try ModelFile.check(config.modelPath, memoryBytes: memoryBytes)
    try BackEnds.load(from: config.backendSearchPath, names: config.names)
    var cacheBytes: Int?
    if let header = ModelHeader.read(config.modelPath, memoryBytes: memoryBytes) {
      cacheBytes = try ContextPlan.check(config, header: header, memoryBytes: memoryBytes)
    }
    if !isSpread { _ = try Devices.selected(by: config, remote: []) }
    return cacheBytes
  }

  static func loadModel(
    _ config: InferenceConfig, workers: RemoteWorkers?, progress: (Double) -> Bool
  ) throws(InferenceError) -> LoadedModel {
    var parameters = llama_model_default_params()
    if config.lockMemory { parameters.load_mode = LLAMA_LOAD_MODE_MMAP_MLOCK }
    try workers?.connect()
    let devices = try Devices.selected(by: config, remote: workers?.devices ?? [])
    let placement = Placement(config, devices: devices.compactMap { $0 })
    parameters.n_gpu_layers = Int32(clamping: placement.gpuLayers)
    let mark = LibraryLog.mark
    var stopped = false
    let handle = withoutActuallyEscaping(progress) { progress in
      let report = ProgressReport { fraction in
        let goesOn = progress(fraction)
        if !goesOn { stopped = true }
        return goesOn
      }
      return withExtendedLifetime(report) {
        parameters.progress_callback = { fraction, context in
          guard let context else { return true }
          return Unmanaged<ProgressReport>.fromOpaque(context).takeUnretainedValue().call(Double(fraction))
        }
        parameters.progress_callback_user_data = Unmanaged.passUnretained(report).toOpaque()
        return (devices + [nil]).withUnsafeBufferPointer { list in
          if !devices.isEmpty { parameters.devices = UnsafeMutablePointer(mutating: list.baseAddress) }
          return llama_model_load_from_file(config.modelPath, parameters)
        }
      }
    }
    guard let handle else {
      if stopped { throw InferenceError(.loadCancelled, "loading '\(config.modelPath)' was stopped") }
      throw ModelFile.loadError(path: config.modelPath, reason: LibraryLog.reason(since: mark), names: config.names)
    }
    let model = LoadedModel(handle: handle, workers: workers, placement: placement.sentence)
    guard Vocabulary.isThere(in: model) else {
      throw InferenceError(
        .modelNotGenerative, "the model '\(config.modelPath)' carries no vocabulary, so it can read no text")
    }
    if config.lockMemory, let line = LibraryLog.line(with: "failed to mlock", since: mark) {
      throw InferenceError(
        .invalidConfiguration,
        "\(config.names[.lockMemory]): the system does not let this program keep "
          + "\(Figures.bytes(llama_model_size(handle))) from being swapped out; raise the limit that 'ulimit -l' shows, "
          + "or leave \(config.names[.lockMemory]) out",
        libraryLog: line, about: [.lockMemory])
    }
    let architecture = model.architecture
    guard
      ModelFile.generates(
        architecture: architecture, pooling: model.metadata("\(architecture).pooling_type"),
        causal: model.metadata("\(architecture).attention.causal"), hasEncoder: llama_model_has_encoder(handle),
        hasDecoder: llama_model_has_decoder(handle))
    else {
      throw InferenceError(
        .modelNotGenerative,
        "the model '\(config.modelPath)' (architecture \(architecture)) makes embeddings and writes no text; take a chat model"
      )
    }
    return model
  }
}

/// Carries a Swift closure through a C callback.
private final class ProgressReport {
  let call: (Double) -> Bool
  init(_ call: @escaping (Double) -> Bool) { self.call = call }
}
