import CLlama
import System

/// How large the context is made: decided, and refused where it cannot be, before anything is allocated.
struct ContextPlan {
  let contextLength: Int
  /// Why it is so long.
  let contextReason: String
  let cells: Int
  let sequences: Int
  let outputs: Int
  let batchTokens: Int
  let threads: Int
  let cost: MemoryCost
  /// What may be kept of sequences that are put away.
  let savedStates: SavedStates.Budget

  /// Sequences that are made at the least, so that agents added later have room beside the first ones.
  static let fewestSequences = 8
  /// Tokens of context that an agent gets when nobody says: as many as the model was trained on, up to the larger of these,
  /// where the memory is there; the smaller one in any case, and room for that many of each agent.
  static let ampleContext = 32_768
  static let ordinaryContext = 4096

  /// - Throws: `InferenceError.Code.invalidConfiguration`, with the numbers and what would fit.
  init(_ config: InferenceConfig, model: LoadedModel) throws(InferenceError) {
    cost = try MemoryCost(of: model, config: config)
    let memoryBytes = Memory.physicalBytes + (model.workers?.memoryBytes ?? 0)
    let context = try Self.context(
      config, trained: Int(llama_model_n_ctx_train(model.handle)), cost: cost, memoryBytes: memoryBytes)
    (contextLength, contextReason) = context
    let size = try Size(
      contextLength: contextLength, agents: config.sequences, slots: config.slots, cost: cost,
      budget: config.kvBudget, memoryBytes: memoryBytes, isSpread: model.workers != nil,
      isAutomatic: config.contextLength == nil, names: config.names)
    cells = size.cells
    sequences = size.sequences
    // An eighth of the memory beside the KV's quarter leaves the rest to the weights and to other programs.
    savedStates = SavedStates.Budget(
      memory: config.idleMemory ?? Int(clamping: Memory.physicalBytes / 8), disk: config.idleDisk)
    outputs = sequences
    batchTokens = config.batchTokens
    threads = config.threads ?? Processors.physicalCores
  }

  /// How many sequences the context can tell apart.
  static func sequences(agents: Int, slots: Int) -> Int {
    min(InferenceConfig.sequenceCounts.upperBound, max(agents, slots, fewestSequences))
  }

  /// Refuses before the weights are read what cannot be, as far as the file's header tells.
  ///
  /// - Returns: bytes that the KV will take; nil where the header does not tell.
  /// - Throws: `InferenceError.Code.invalidConfiguration`, as `init` does.
  @discardableResult
  static func check(
    _ config: InferenceConfig, header: ModelHeader, memoryBytes: UInt64 = Memory.physicalBytes
  ) throws(InferenceError) -> Int? {
    guard let trained = header.trainedContext else { return nil }
    guard let attention = header.attention else {
      try checkTrained(config, trained)
      return nil
    }
    try checkBlocks(config, .keyType, config.keyType, length: attention.keyLength)
    try checkBlocks(config, .valueType, config.valueType, length: attention.valueLength)
    let cost = MemoryCost(perToken: attention.cacheBytesPerToken(keys: config.keyType, values: config.valueType))
    let context = try context(config, trained: trained, cost: cost, memoryBytes: memoryBytes)
    let size = try Size(
      contextLength: context.length, agents: config.sequences, slots: config.slots, cost: cost,
      budget: config.kvBudget, memoryBytes: memoryBytes, isAutomatic: config.contextLength == nil, names: config.names)
    return size.cells * cost.perToken
  }

  private static func checkTrained(_ config: InferenceConfig, _ trained: Int) throws(InferenceError) {
    guard let length = config.contextLength, length > trained else { return }
    throw config.refuse(
      [.contextLength],
      "\(config.names[.contextLength]) \(length) is more than the \(trained) tokens that the model was trained on")
  }

  /// How many tokens an agent may use, and why.
  static func context(
    _ config: InferenceConfig, trained: Int, cost: MemoryCost, memoryBytes: UInt64
  ) throws(InferenceError) -> (length: Int, reason: String) {
    try checkTrained(config, trained)
    if let length = config.contextLength { return (length, "it was chosen") }
    let most = min(trained, ampleContext)
    // Half of what the KV may take: agents that are full one after the other should not push each other out.
    let half = InferenceConfig.allowedCacheBytes(budget: config.kvBudget, memoryBytes: memoryBytes) / 2
    let fits = cost.perToken > 0 ? max(0, half - cost.perSequence) / cost.perToken / 256 * 256 : most
    if fits >= most {
      return (most, most == trained ? "the model was trained on so many" : "more is given only where that is asked for")
    }
    let least = min(trained, ordinaryContext)
    return (max(least, fits), "the memory for the KV holds no more for an agent")
  }

  /// A quantised type packs numbers in blocks, and a head is a whole number of them.
  private static func checkBlocks(
    _ config: InferenceConfig, _ setting: InferenceSetting, _ type: InferenceConfig.CacheType, length: Int
  ) throws(InferenceError) {
    guard length % type.blockLength != 0 else { return }
    throw config.refuse(
      [setting],
      "\(config.names[setting]) \(type.rawValue) packs \(type.blockLength) numbers at a time, and a head of this model "
        + "has \(length); give f16")
  }

  /// How much of the KV there is.
  struct Size: Equatable {
    var cells: Int
    var sequences: Int

    /// Every agent's context full, as far as the budget goes, and one agent's at the least. A state is there for each
    /// sequence, used or not, so sequences are given up before an agent's context is. A model without cells has as many as
    /// nobody can fill.
    ///
    /// - Parameters:
    ///   - memoryBytes: of this machine, and of the remote workers that take a part of the model.
    ///   - isSpread: whether there are such workers.
    ///   - isAutomatic: nobody said how long the context is. Then not every agent's is counted on to be full: there is room
    ///     for one, and for an ordinary length of each.
    init(
      contextLength: Int, agents: Int, slots: Int, cost: MemoryCost, budget: Int?, memoryBytes: UInt64,
      isSpread: Bool = false, isAutomatic: Bool = false, names: SettingNames = SettingNames()
    ) throws(InferenceError) {
      let one = cost.ofSequence(tokens: contextLength)
      let allowed = InferenceConfig.allowedCacheBytes(budget: budget, memoryBytes: memoryBytes)
      guard one <= allowed else {
        let ours = isSpread ? "a quarter of the memory of all machines" : "a quarter of this machine's memory"
        let which = budget == nil ? ours : names[.kvBudget]
        let least = cost.ofSequence(tokens: InferenceConfig.contextLengths.lowerBound)
        let fits =
          cost.perToken > 0 && least <= allowed
          ? "\(names[.contextLength]) \((allowed - cost.perSequence) / cost.perToken) would fit"
          : "give at least \(names[.kvBudget]) \(least)"
        throw InferenceError(
          .invalidConfiguration,
          "a context of \(contextLength) tokens takes \(Figures.bytes(one)) of KV, and \(which) is \(Figures.bytes(allowed)); \(fits)",
          about: [.contextLength, .kvBudget])
      }
      let wanted = ContextPlan.sequences(agents: agents, slots: slots)
      sequences =
        cost.perSequence > 0 ? min(wanted, 1 + (allowed - one) / cost.perSequence) : wanted
      let full = contextLength * agents
      let counted = isAutomatic ? min(full, max(contextLength, ContextPlan.ordinaryContext * agents)) : full
      cells =
        cost.perToken > 0
        ? min(counted, (allowed - sequences * cost.perSequence) / cost.perToken)
        : contextLength * max(agents, sequences)
    }
  }

  /// What saved states depend on, beside the library: the weights, and how their KV is computed and kept.
  ///
  /// - Parameter weights: their digest, whatever the file is called (`WeightsDigest`).
  func stateKey(_ config: InferenceConfig, model: LoadedModel, weights: String) -> String {
    var parts = ["weights \(weights)", "context \(contextLength)"]
    // The frequencies of some ways to stretch RoPE are chosen by how much the context holds.
    if let scaling = model.metadata("\(model.architecture).rope.scaling.type"), !["none", "linear"].contains(scaling) {
      parts.append("RoPE \(scaling) for \(cells) cells")
    }
    parts += [
      "k \(config.keyType.rawValue)", "v \(config.valueType.rawValue)", "attention \(config.flashAttention.rawValue)",
      "layers \(config.gpuLayers.map(String.init) ?? "all")", "device \(config.device ?? "any")",
    ]
    return parts.joined(separator: ", ")
  }

  func facts(config: InferenceConfig, model: LoadedModel, template: ChatTemplate, cells: Int) -> ModelFacts {
    var facts = ModelFacts(
      path: config.modelPath,
      name: ModelFacts.name(of: config.modelPath),
      contextLength: contextLength)
    facts.summary = model.summary
    facts.architecture = model.architecture
    facts.parameters = llama_model_n_params(model.handle)
    facts.bytes = llama_model_size(model.handle)
    facts.trainedContext = Int(llama_model_n_ctx_train(model.handle))
    facts.vocabularySize = model.vocabularySize
    facts.contextReason = contextReason
    facts.kvCells = cells
    facts.kvBytes = cells * cost.perToken + sequences * cost.perSequence
    facts.maxSequences = sequences
    facts.memory = model.sequenceMemory
    facts.template = template.summary
    facts.templateNotes = template.notes
    facts.sampling = model.suggestedSampling
    facts.threads = threads
    facts.placement = model.placement
    facts.libraryVersion = InferenceEngine.libraryVersion
    facts.devices = Devices.local.map(Devices.text)
    return facts
  }
}
