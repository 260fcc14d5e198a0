import Inference

extension SettingNames {
  /// As options of the command line, for sentences that a person reads.
  static let options = SettingNames(worker: "'agent-tui rpc-worker'") { "--\($0.option)" }
}

extension InferenceSetting {
  /// The option that sets it.
  var option: String {
    switch self {
    case .modelPath: "model"
    case .contextLength: "context"
    case .sequences: "agents"
    case .slots: "slots"
    case .kvBudget: "kv-budget"
    case .threads: "threads"
    case .gpuLayers: "gpu-layers"
    case .batchTokens: "batch"
    case .prefillChunk: "prefill-chunk"
    case .keyType: "cache-type-k"
    case .valueType: "cache-type-v"
    case .flashAttention: "flash-attention"
    case .lockMemory: "mlock"
    case .rpcServers: "rpc"
    case .chatTemplate: "chat-template"
    case .backendSearchPath: "backend-path"
    case .maxTokens: "max-tokens"
    case .address: "listen"
    case .cacheFolder: "cache"
    }
  }
}
