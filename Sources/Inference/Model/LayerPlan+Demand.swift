import CLlama

extension LayerPlan.Demand {
  /// What a GGUF file, with all its parts, wants; nil where it cannot be read.
  ///
  /// - Parameter cache: bytes of the whole KV.
  init?(_ path: String, cache: Int, cells: Int, config: InferenceConfig) {
    guard let paths = ModelParts.paths(of: path) else { return nil }
    var weights = Weights()
    var computing = 0
    for path in paths {
      guard let file = gguf_init_from_file(path, gguf_init_params(no_alloc: true, ctx: nil)) else { return nil }
      defer { gguf_free(file) }
      for index in 0..<gguf_get_n_tensors(file) {
        weights.add(
          gguf_get_tensor_name(file, index).map { String(cString: $0) } ?? "", gguf_get_tensor_size(file, index))
      }
      if computing == 0, let shape = ModelHeader.shape(of: file) {
        computing = shape.computingBytes(cells: cells, sequences: config.sequences, flash: config.flashAttention)
      }
    }
    guard !weights.layers.isEmpty else { return nil }
    self.init(layers: weights.layers, output: weights.output, cache: cache, computing: computing)
  }

  /// The tensors' bytes by where they lie.
  struct Weights: Sendable, Equatable {
    private(set) var layers: [Int] = []
    private var ending = 0
    private var embeddings = 0
    private var hasOutput = false

    /// What makes logits: where a model has no weights of its own for that, the embeddings are there a second time.
    var output: Int { ending + (hasOutput ? 0 : embeddings) }

    mutating func add(_ name: String, _ bytes: Int) {
      let parts = name.split(separator: ".")
      if parts.first == "blk", parts.count > 1, let layer = Int(parts[1]), (0..<10_000).contains(layer) {
        while layers.count <= layer { layers.append(0) }
        layers[layer] += bytes
      } else if name.hasPrefix("output") {
        ending += bytes
        hasOutput = hasOutput || name == "output.weight"
      } else if name == "token_embd.weight" {
        embeddings = bytes
      }
    }
  }
}
