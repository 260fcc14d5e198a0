import CLlama

/// Where the layers of a model go: as it was told, or as many to accelerators as fit.
struct Placement: Sendable, Equatable {
  /// As libllama counts them; -1: all.
  let gpuLayers: Int
  /// What was chosen, and why.
  let sentence: String

  init(gpuLayers: Int, sentence: String) {
    self.gpuLayers = gpuLayers
    self.sentence = sentence
  }

  /// - Parameter devices: those that were chosen; none: libllama chooses among this machine's accelerators.
  init(_ config: InferenceConfig, devices: [ggml_backend_dev_t]) {
    if config.backend == .cpu || config.gpuLayers == 0 {
      self.init(gpuLayers: 0, sentence: "all on the processor, as it was told")
      return
    }
    if let layers = config.gpuLayers {
      self.init(gpuLayers: layers, sentence: "\(layers) on accelerators, as it was told")
      return
    }
    let accelerators = (devices.isEmpty ? Devices.accelerators : devices).filter {
      ggml_backend_dev_type($0) != GGML_BACKEND_DEVICE_TYPE_CPU
    }
    guard !accelerators.isEmpty else {
      self.init(gpuLayers: 0, sentence: "all on the processor, as there is no accelerator")
      return
    }
    let memory = Devices.memory(of: accelerators)
    let cache = Self.cache(config, memory)
    guard
      let demand = LayerPlan.Demand(config.modelPath, cache: cache.bytes, cells: cache.cells, config: config)
    else {
      // Then the loading says what is wrong with the file.
      self.init(gpuLayers: -1, sentence: "all on accelerators, as the file does not tell the sizes of its layers")
      return
    }
    let plan = LayerPlan(demand, devices: memory)
    self.init(gpuLayers: plan.layers, sentence: plan.sentence)
  }

  /// The KV that there will be. Where only the loaded model tells, a quarter of the devices' memory is kept for it.
  private static func cache(_ config: InferenceConfig, _ memory: [LayerPlan.Device]) -> (bytes: Int, cells: Int) {
    if let header = ModelHeader.read(config.modelPath, memoryBytes: .max),
      let bytes = try? ContextPlan.check(config, header: header),
      let perToken = header.cacheBytesPerToken(keys: config.keyType, values: config.valueType), perToken > 0
    {
      return (bytes, bytes / perToken)
    }
    let most = memory.reduce(0) { $0 + $1.free } / 4
    return (
      min(config.allowedCacheBytes, most), (config.contextLength ?? ContextPlan.ampleContext) * config.sequences
    )
  }
}
