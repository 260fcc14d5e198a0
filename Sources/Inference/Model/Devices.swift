import CLlama

/// What libllama can compute on.
enum Devices {
  /// Those of this machine.
  static var local: [ggml_backend_dev_t] {
    (0..<ggml_backend_dev_count()).compactMap { ggml_backend_dev_get($0) }
  }

  /// `CUDA0: NVIDIA GeForce RTX 4090`.
  static func text(_ device: ggml_backend_dev_t) -> String { "\(name(device)): \(description(device))" }

  static func name(_ device: ggml_backend_dev_t) -> String { String(cString: ggml_backend_dev_name(device)) }

  static func description(_ device: ggml_backend_dev_t) -> String {
    String(cString: ggml_backend_dev_description(device))
  }

  /// The devices for a model, as `llama_model_params` wants them; none: libllama chooses among this machine's.
  ///
  /// - Parameter remote: those of remote workers, which libllama does not find by itself.
  static func selected(
    by config: InferenceConfig, remote: [ggml_backend_dev_t]
  ) throws(InferenceError) -> [ggml_backend_dev_t?] {
    if let wanted = config.device {
      let all = local + remote
      guard let device = all.first(where: { name($0).lowercased() == wanted.lowercased() }) else {
        throw InferenceError(
          .invalidConfiguration, "there is no device '\(wanted)'; there are \(all.map(text).joined(separator: ", "))")
      }
      return [device]
    }
    return remote.isEmpty ? [] : remote + accelerators
  }

  /// What these devices have, for a plan.
  static func memory(of devices: [ggml_backend_dev_t]) -> [LayerPlan.Device] {
    devices.map { device in
      var (free, total) = (0, 0)
      ggml_backend_dev_memory(device, &free, &total)
      return LayerPlan.Device(name: name(device), free: free, total: total)
    }
  }

  /// Whether this machine's processor computes everything: there is no accelerator, or none is to be used, and nobody
  /// else's machine computes a part.
  static func areProcessors(_ config: InferenceConfig) -> Bool {
    guard config.rpcServers.isEmpty else { return false }
    if config.backend == .cpu || config.gpuLayers == 0 || accelerators.isEmpty { return true }
    return local.contains {
      name($0).lowercased() == config.device?.lowercased() && ggml_backend_dev_type($0) == GGML_BACKEND_DEVICE_TYPE_CPU
    }
  }

  /// This machine's accelerators, as libllama chooses them when nobody says: processors built in only where there is no
  /// other, and each of them once, however many back ends know it.
  static var accelerators: [ggml_backend_dev_t] {
    func all(_ type: ggml_backend_dev_type) -> [ggml_backend_dev_t] {
      var seen = Set<String>()
      return local.filter { device in
        guard ggml_backend_dev_type(device) == type else { return false }
        var properties = ggml_backend_dev_props()
        ggml_backend_dev_get_props(device, &properties)
        return properties.device_id.map { seen.insert(String(cString: $0)).inserted } ?? true
      }
    }
    let cards = all(GGML_BACKEND_DEVICE_TYPE_GPU)
    return cards.isEmpty ? all(GGML_BACKEND_DEVICE_TYPE_IGPU) : cards
  }
}
