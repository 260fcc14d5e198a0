// What a model file says of itself before its weights are read: a large model takes minutes to load, and what cannot
// work with it is to be refused at once.

import CLlama

/// The facts at the beginning of a GGUF file that settle how large a context can be.
public struct ModelHeader: Sendable, Equatable {
  /// `llama`, `qwen2`, …
  public var architecture: String
  /// Tokens of context that it was trained on; nil where the file does not say.
  public var trainedContext: Int?
  /// What a token takes in the KV; nil where layers differ, so that only the loaded model tells.
  var attention: AttentionShape?

  /// Reads the header of a file; nil where it has none that can be read: then the loading says why.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - memoryBytes: of the machines that are to hold it; a larger one is looked at no further.
  public static func read(_ path: String, memoryBytes: UInt64 = Memory.physicalBytes) -> ModelHeader? {
    // What is no file (a pipe would be waited for) is looked at no further.
    guard (try? ModelFile.check(path, memoryBytes: memoryBytes)) != nil else { return nil }
    LibraryLog.install()
    guard let file = gguf_init_from_file(path, gguf_init_params(no_alloc: true, ctx: nil)) else { return nil }
    defer { gguf_free(file) }
    guard let architecture = text("general.architecture", in: file) else { return nil }
    func number(_ key: String) -> Int? { integer("\(architecture).\(key)", in: file) }
    var header = ModelHeader(architecture: architecture, trainedContext: number("context_length"))
    // What makes layers differ, or keeps a state beside them or in their place: there the loaded model is asked.
    let differing = [
      "ssm.state_size", "wkv.head_size", "shortconv.l_cache", "attention.key_length_swa", "attention.key_length_mla",
      "attention.shared_kv_layers",
    ]
    if differing.allSatisfy({ gguf_find_key(file, "\(architecture).\($0)") < 0 }), let layers = number("block_count"),
      let heads = number("attention.head_count"), heads > 0, let width = number("embedding_length"),
      let keyValueHeads = number("attention.head_count_kv")
    {
      header.attention = AttentionShape(
        layers: layers, heads: keyValueHeads,
        keyLength: number("attention.key_length") ?? width / heads,
        valueLength: number("attention.value_length") ?? width / heads)
    }
    return header
  }

  /// How wide the model of an open file is; nil where it does not say.
  static func shape(of file: OpaquePointer) -> ComputeShape? {
    guard let architecture = text("general.architecture", in: file),
      let width = integer("\(architecture).embedding_length", in: file), (1...1_000_000).contains(width)
    else { return nil }
    let tokens = gguf_find_key(file, "tokenizer.ggml.tokens")
    let isList = tokens >= 0 && gguf_get_kv_type(file, tokens) == GGUF_TYPE_ARRAY
    // Where layers differ the file has a list in place of a number: then what is common is taken.
    return ComputeShape(
      width: width, feedForward: min(integer("\(architecture).feed_forward_length", in: file) ?? 4 * width, 1 << 24),
      heads: min(integer("\(architecture).attention.head_count", in: file) ?? 64, 1 << 16),
      vocabulary: isList ? gguf_get_arr_n(file, tokens) : 0)
  }

  /// Bytes of KV that a token takes over all layers; nil where the header does not say.
  public func cacheBytesPerToken(
    keys: InferenceConfig.CacheType, values: InferenceConfig.CacheType
  ) -> Int? {
    attention?.cacheBytesPerToken(keys: keys, values: values)
  }

  // ggml ends the process when a value is read as another type than it has: each is looked at first.

  private static func text(_ key: String, in file: OpaquePointer) -> String? {
    let index = gguf_find_key(file, key)
    guard index >= 0, gguf_get_kv_type(file, index) == GGUF_TYPE_STRING else { return nil }
    return gguf_get_val_str(file, index).map { String(cString: $0) }
  }

  private static func integer(_ key: String, in file: OpaquePointer) -> Int? {
    let index = gguf_find_key(file, key)
    guard index >= 0 else { return nil }
    return switch gguf_get_kv_type(file, index) {
    case GGUF_TYPE_UINT8: Int(gguf_get_val_u8(file, index))
    case GGUF_TYPE_UINT16: Int(gguf_get_val_u16(file, index))
    case GGUF_TYPE_UINT32: Int(gguf_get_val_u32(file, index))
    case GGUF_TYPE_INT32: Int(gguf_get_val_i32(file, index))
    case GGUF_TYPE_UINT64: Int(clamping: gguf_get_val_u64(file, index))
    case GGUF_TYPE_INT64: Int(gguf_get_val_i64(file, index))
    default: nil
    }
  }
}
