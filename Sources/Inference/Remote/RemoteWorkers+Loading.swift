import CLlama
import System
import Threading

extension RemoteWorkers {
  /// Most workers: libllama spreads a model over no more devices.
  static var most: Int { Int(llama_max_devices()) }

  /// Refuses what cannot be, before anybody is connected to.
  static func check(_ config: InferenceConfig) throws(InferenceError) {
    let workers = config.rpcServers
    let option = config.names[.rpcServers]
    if let twice = workers.enumerated().first(where: { workers[..<$0.offset].contains($0.element) }) {
      throw config.refuse([.rpcServers], "\(option) names the remote worker \(twice.element) twice; give each once")
    }
    if workers.count > most {
      throw config.refuse(
        [.rpcServers], "\(option) names \(workers.count) remote workers, and a model is spread over \(most) at most")
    }
    if !workers.isEmpty && config.gpuLayers == 0 {
      throw config.refuse(
        [.gpuLayers, .rpcServers],
        "\(config.names[.gpuLayers]) 0 leaves nothing for the remote workers of \(option); give a number of layers, or "
          + "neither of them")
    }
  }

  /// Loads a model over these workers, on a thread of its own: it may wait for ever for one that is gone.
  ///
  /// - Parameter progress: called on this thread.
  func load(_ config: InferenceConfig, progress: (Double) -> Bool) throws(InferenceError) -> InferenceEngine {
    let loaded: Result<InferenceEngine, InferenceError>?
    do throws(ThreadError) {
      loaded = try outlast("load", progress: progress) { [self] progress in
        do throws(InferenceError) {
          return .success(try InferenceEngine.build(config, workers: self, progress: progress))
        } catch {
          return .failure(error)
        }
      }
    } catch {
      throw InferenceError(.loadFailed, error.description)
    }
    switch loaded {
    case .success(let engine): return engine
    case .failure(let error): throw error
    case nil: throw error
    }
  }

  /// Bytes of memory of all their devices. After `connect()`.
  var memoryBytes: UInt64 {
    devices.reduce(0) { sum, device in
      var (free, total) = (0, 0)
      ggml_backend_dev_memory(device, &free, &total)
      return sum + UInt64(max(0, total))
    }
  }

  /// The devices with what they have of memory: `RPC0: remote worker 192.168.1.7:50052, 33.5 GB`.
  var descriptions: [String] {
    devices.map { device in
      var (free, total) = (0, 0)
      ggml_backend_dev_memory(device, &free, &total)
      return
        "\(Devices.name(device)): remote worker \(Devices.description(device)), \(Figures.bytes(free)) free of \(Figures.bytes(total))"
    }
  }
}
