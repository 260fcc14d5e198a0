/// What is known of a loaded model, for people and for decisions.
public struct ModelFacts: Sendable, Equatable {
  /// The file it came from.
  public var path: String
  /// The file's name, without its ending.
  public var name: String
  /// libllama's line: architecture, size, quantisation.
  public var summary: String
  /// `llama`, `qwen2`, …
  public var architecture: String
  /// Weights.
  public var parameters: UInt64
  /// Bytes of the weights in memory.
  public var bytes: UInt64
  /// Tokens of context that it was trained on.
  public var trainedContext: Int
  /// Tokens that one agent may use here.
  public var contextLength: Int
  /// Why so many, as the end of a sentence: `because …`.
  public var contextReason: String
  /// Different tokens.
  public var vocabularySize: Int
  /// Cells of KV for all sequences together, in tokens.
  public var kvCells: Int
  /// Bytes of the KV for all sequences together.
  public var kvBytes: Int
  /// Sequences whose KV can be there at the same time.
  public var maxSequences: Int
  /// What it keeps of a sequence, and so what agents can share.
  public var memory: SequenceMemory
  /// What the chat template is: `chatml (the model's own)`.
  public var template: String
  /// What a person should know of the chat template: that another one stands in its place, say. A sentence each.
  public var templateNotes: [String]
  /// How its makers want tokens to be chosen.
  public var sampling: SuggestedSampling
  /// Threads that compute.
  public var threads: Int
  /// Where its layers are computed, and why.
  public var placement: String
  /// Version of libllama, as far as it tells one.
  public var libraryVersion: String
  /// Devices that compute, by name and description.
  public var devices: [String]

  /// What people call a model: its file's name. The name inside the file is often that of a training run.
  public static func name(of path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return file.hasSuffix(".gguf") ? String(file.dropLast(5)) : file
  }

  /// Facts with nothing in them; tests and doubles fill in what they need.
  public init(path: String = "", name: String = "", contextLength: Int = 4096) {
    self.path = path
    self.name = name
    self.contextLength = contextLength
    summary = ""
    architecture = ""
    parameters = 0
    bytes = 0
    trainedContext = contextLength
    contextReason = "it was chosen"
    vocabularySize = 0
    kvCells = contextLength
    kvBytes = 0
    maxSequences = 1
    memory = .cells
    template = ""
    templateNotes = []
    sampling = SuggestedSampling()
    threads = 1
    placement = ""
    libraryVersion = ""
    devices = []
  }
}
