/// The KV memory at one moment.
public struct MemorySnapshot: Sendable, Equatable {
  /// How a prompt met what its sequence held.
  public struct Turn: Sendable, Equatable {
    /// Tokens of the prompt.
    public var prompt: Int
    /// Those that did not have to be computed: resident, shared or brought back.
    public var reused: Int
    /// Where the prompt left what was resident, if it did.
    public var broke: PrefixBreak?
    /// What a prompt took, and what of it was there already.
    public init(prompt: Int = 0, reused: Int = 0, broke: PrefixBreak? = nil) {
      self.prompt = prompt
      self.reused = reused
      self.broke = broke
    }
  }

  /// One sequence's part of it.
  public struct Lane: Sendable, Equatable {
    /// The agent's name.
    public var name: String
    /// Tokens resident, shared ones included.
    public var tokens: Int
    /// Those of them that are shared with another sequence.
    public var shared: Int
    /// Whether it takes part in the current step.
    public var isActive: Bool
    /// Whether it is put away first when room is wanted.
    public var goesNext = false
    /// Tokens of it that were put away, in memory or on disk.
    public var savedTokens = 0
    /// Whether these are on disk.
    public var isOnDisk = false
    /// Its newest turn.
    public var lastTurn = Turn()
    /// A sequence, and how much of the KV it holds.
    public init(name: String, tokens: Int, shared: Int, isActive: Bool) {
      self.name = name
      self.tokens = tokens
      self.shared = shared
      self.isActive = isActive
    }
  }

  /// Cells in all.
  public var cells: Int
  /// Cells in use; a shared cell counts once.
  public var used: Int
  /// Tokens whose prefill was avoided by reuse and sharing, since the engine was loaded.
  public var savedTokens: Int
  /// Tokens of prompts that were computed since then, those included that had been put away.
  public var computedTokens = 0
  /// Tokens that were put away and brought back instead of being computed again.
  public var restoredTokens = 0
  /// Bytes of what is put away, in memory.
  public var savedBytes = 0
  /// Bytes of what is put away, on disk.
  public var diskBytes = 0
  /// Tokens generated a second, all sequences together, over the last few seconds.
  public var tokensPerSecond: Double
  /// The sequences, in the order in which they were opened.
  public var lanes: [Lane]

  /// The KV of one moment; the engine makes it, and whoever shows one without an engine.
  public init(cells: Int = 0, used: Int = 0, savedTokens: Int = 0, tokensPerSecond: Double = 0, lanes: [Lane] = []) {
    self.cells = cells
    self.used = used
    self.savedTokens = savedTokens
    self.tokensPerSecond = tokensPerSecond
    self.lanes = lanes
  }
}
