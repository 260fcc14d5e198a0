// An error that says what to do names a setting, and whoever reads it knows the setting by the name that their program
// gives it: an option of a command line, a key of a file. The library knows none of these; it is told them with the
// configuration, and uses its own names where it is not.

/// What can be set, by the name of the property that holds it.
public enum InferenceSetting: String, Sendable, CaseIterable {
  // Of `InferenceConfig`.
  case modelPath, contextLength, sequences, slots, kvBudget, threads, gpuLayers, batchTokens, prefillChunk
  case keyType, valueType, flashAttention, lockMemory, rpcServers, chatTemplate, backendSearchPath
  // Of `GenerationRequest`.
  case maxTokens
  // Of `WorkerServer`.
  case address, cacheFolder
}

/// How settings are called to the person who reads an error.
public struct SettingNames: Sendable, Equatable {
  private var names: [InferenceSetting: String] = [:]
  /// What a person starts on another machine for a remote worker.
  public var worker = "a worker"

  /// The library's own names: those of the properties.
  public init() {}

  /// A program's names.
  ///
  /// - Parameters:
  ///   - worker: what a person starts on another machine for a remote worker.
  ///   - name: a setting's name, such as `--context`.
  public init(worker: String, _ name: (InferenceSetting) -> String) {
    self.worker = worker
    for setting in InferenceSetting.allCases { names[setting] = name(setting) }
  }

  /// A setting's name.
  public subscript(setting: InferenceSetting) -> String { names[setting] ?? setting.rawValue }
}
