/// What to load, and how: everything that is settled before the first token.
public struct InferenceConfig: Sendable, Equatable {
  /// Where the layers run.
  public enum Backend: String, Sendable, CaseIterable {
    /// Whatever libllama finds best on this machine.
    case automatic
    /// The processor only, whatever else is there.
    case cpu
  }

  /// Type of the cached keys or values; smaller types hold more tokens and are a little less exact.
  public enum CacheType: String, Sendable, CaseIterable {
    case f16, q8_0, q4_0, f32

    /// Numbers that are packed together, with a scale of their own; 1 where each stands alone.
    var blockLength: Int {
      switch self {
      case .f16, .f32: 1
      case .q8_0, .q4_0: 32
      }
    }
  }

  /// Whether attention is computed in one fused kernel.
  public enum FlashAttention: String, Sendable, CaseIterable {
    case automatic = "auto"
    case on, off
  }

  /// Where the layers run.
  public var backend = Backend.automatic
  /// The model: a GGUF file.
  public var modelPath: String
  /// Layers given to the accelerator; nil: as many as fit.
  public var gpuLayers: Int?
  /// Device by ggml's name (`CUDA0`, `Metal`, `RPC0`); nil: all that there are.
  public var device: String?
  /// Tokens that one agent may use; nil: what the model was trained on, up to 32,768 where the memory
  /// for it is there.
  public var contextLength: Int?
  /// Sequences to prepare: agents that can have KV at the same time.
  public var sequences: Int
  /// Permits that can be held at the same time.
  public var slots: Int
  /// Bytes of KV for all sequences together; nil: every sequence can be full, as far as a quarter of the memory goes.
  public var kvBudget: Int?
  /// Threads that compute; nil: the physical cores.
  public var threads: Int?
  /// A Jinja template in place of the model's own, or the name of one built in: `llama3`, `chatML`, `llama2`.
  public var chatTemplate: ChatTemplateSource
  /// A folder with more back ends than lie beside libllama; nil: none.
  public var backendSearchPath: String?
  /// Most tokens of a step. Larger ones are no faster, since libllama computes 512 at a time, but nothing can be told,
  /// begun or stopped within them.
  public var batchTokens = 512
  /// Most tokens of prefill in a step while other sequences generate; nil: as many as keep them waiting for little, as
  /// measured while it runs.
  public var prefillChunk: Int?
  /// Bytes of memory for the KV of idle agents that has no room in the budget; nil: an eighth of this machine's; 0: none.
  public var idleMemory: Int?
  /// Bytes on disk for it, beyond the memory; 0: none.
  public var idleDisk = 4_000_000_000
  /// The folder for it; nil: nothing is put on disk.
  public var stateFolder: String?
  /// Attention in one fused kernel.
  public var flashAttention = FlashAttention.automatic
  /// Type of cached keys.
  public var keyType = CacheType.f16
  /// Type of cached values.
  public var valueType = CacheType.f16
  /// Keeps the model's pages from being swapped out.
  public var lockMemory = false
  /// Remote workers that take a part of the model, in the order in which they take its layers.
  public var rpcServers: [WorkerAddress] = []
  /// How errors call these settings.
  public var names = SettingNames()

  /// Bytes that the KV may take: the budget, or a quarter of this machine's memory.
  public var allowedCacheBytes: Int {
    Self.allowedCacheBytes(budget: kvBudget, memoryBytes: Memory.physicalBytes)
  }

  static func allowedCacheBytes(budget: Int?, memoryBytes: UInt64) -> Int {
    budget ?? Int(clamping: memoryBytes / 4)
  }

  /// A configuration for `modelPath` with as many slots as sequences, unless told otherwise.
  public init(
    modelPath: String, sequences: Int = 4, slots: Int? = nil, contextLength: Int? = nil,
    chatTemplate: ChatTemplateSource = .model
  ) {
    self.modelPath = modelPath
    self.sequences = sequences
    self.slots = slots ?? sequences
    self.contextLength = contextLength
    self.chatTemplate = chatTemplate
  }
}
