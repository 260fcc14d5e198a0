import Inference

extension OptionTable {
  /// How the model is computed.
  static let computing: [OptionSpecification] = [
    .init(
      "flash-attention", "auto|on|off", "attention in one fused kernel (auto)", .computing, engine
    ) { value, options throws(ValueError) in
      options.flashAttention = try ValueParser.choice(value, InferenceConfig.FlashAttention.self)
    },
    .init(
      "cache-type-k", "TYPE", "the KV's keys: f16, q8_0, q4_0 or f32; smaller holds more tokens (f16)", .computing,
      engine
    ) { value, options throws(ValueError) in
      options.keyType = try ValueParser.choice(value, InferenceConfig.CacheType.self)
    },
    .init(
      "cache-type-v", "TYPE", "the KV's values, as above; q8_0 and q4_0 need flash attention (f16)", .computing, engine
    ) { value, options throws(ValueError) in
      options.valueType = try ValueParser.choice(value, InferenceConfig.CacheType.self)
    },
    .init(
      "backend-path", "DIR", "a folder with more of ggml's back ends (libggml-*) than lie beside libllama", .computing,
      engine.union([.rpcWorker]), project: .mayNot
    ) { value, options throws(ValueError) in
      options.backendPath = try ValueParser.text(value, called: "a folder")
    },
    .init(
      "mlock", nil, "keep the model from being swapped out", .computing, engine, project: .mayWhenTrusted
    ) { value, options throws(ValueError) in
      options.lockMemory = try ValueParser.flag(value)
    },
    .init(
      "batch", "N", "most tokens of a step; more than 512 are computed in parts (512)", .computing, engine
    ) { value, options throws(ValueError) in
      options.batch = try ValueParser.integer(value, InferenceConfig.batchSizes)
    },
    .init(
      "prefill-chunk", "N", "most tokens of prefill in a step while others generate (as measured)", .computing, engine
    ) { value, options throws(ValueError) in
      options.prefillChunk = try ValueParser.integer(value, InferenceConfig.prefillChunks)
    },
  ]
}
