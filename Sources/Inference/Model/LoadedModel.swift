import CLlama

/// A model in memory and its vocabulary: the owner of the `llama_model`. What is built on it holds a reference, so
/// that it goes last.
///
/// Everything here is reading and thread-safe.
final class LoadedModel: @unchecked Sendable {  // the C handle is only read after init
  let handle: OpaquePointer
  let vocabulary: OpaquePointer
  let vocabularySize: Int
  /// Who else holds a part of it.
  let workers: RemoteWorkers?
  /// Where its layers lie, and why, for people.
  let placement: String

  init(handle: OpaquePointer, workers: RemoteWorkers?, placement: String = "") {
    self.placement = placement
    self.handle = handle
    self.workers = workers
    vocabulary = llama_model_get_vocab(handle)
    vocabularySize = Int(llama_vocab_n_tokens(vocabulary))
  }

  deinit {
    nonisolated(unsafe) let handle = handle  // the last reference is this one
    RemoteWorkers.free(workers) { llama_model_free(handle) }
  }

  /// A value of the model file's metadata.
  func metadata(_ key: String) -> String? {
    read { llama_model_meta_val_str(handle, key, $0, $1) }
  }

  var architecture: String { metadata("general.architecture") ?? "unknown" }

  var summary: String { read { llama_model_desc(handle, $0, $1) } ?? "" }

  /// The chat template that the file carries.
  var template: String? { llama_model_chat_template(handle, nil).map { String(cString: $0) } }

  /// What templates write for the tokens that begin and end a text.
  var specialTexts: TemplateProgram.SpecialTexts {
    TemplateProgram.SpecialTexts(
      beginning: text(of: llama_vocab_bos(vocabulary)), end: text(of: llama_vocab_eos(vocabulary)))
  }

  /// What a token is written as in the vocabulary; nothing where there is no such token.
  func text(of token: Token) -> String {
    guard token >= 0, let text = llama_vocab_get_text(vocabulary, token) else { return "" }
    return String(cString: text)
  }

  /// What it keeps of a sequence.
  var sequenceMemory: SequenceMemory {
    if llama_model_is_recurrent(handle) { return .state }
    if llama_model_is_hybrid(handle) { return .cellsAndState }
    let window = Int(llama_model_n_swa(handle))
    return window > 0 ? .window(window) : .cells
  }

  /// Whether what a sequence holds can be copied out and in again. With a sliding window libllama saves only the
  /// window, and nothing would tell that the rest is missing when such a sequence is cut or shared.
  var savesStates: Bool { llama_model_n_swa(handle) == 0 }

  /// How its makers want tokens to be chosen.
  var suggestedSampling: SuggestedSampling {
    var sampling = SuggestedSampling(metadata: metadata)
    sampling.suppressedTokens = suppressedTokens.count
    return sampling
  }

  /// Tokens that are never to be chosen.
  var suppressedTokens: [Token] {
    var count: Int32 = 0
    let tokens = llama_vocab_get_suppress_tokens(vocabulary, &count)
    return Array(UnsafeBufferPointer(start: tokens, count: Int(max(0, count))))
  }

  func endsGeneration(_ token: Token) -> Bool { llama_vocab_is_eog(vocabulary, token) }

  /// Whether the metadata say the same of the keys and values of all layers. A number for each layer is an array, which
  /// libllama tells nobody: then the key is missing here.
  var hasUniformCache: Bool {
    let needed = ["head_count", "head_count_kv"]
    let differing = ["key_length_swa", "key_length_mla", "shared_kv_layers"]
    return needed.allSatisfy { metadata("\(architecture).attention.\($0)") != nil }
      && differing.allSatisfy { metadata("\(architecture).attention.\($0)") == nil }
  }

  /// What a token takes in the KV, where all layers are alike.
  var attention: AttentionShape {
    let heads = max(1, Int(llama_model_n_head(handle)))
    let perHead = Int(llama_model_n_embd(handle)) / heads
    return AttentionShape(
      layers: Int(llama_model_n_layer(handle)), heads: Int(llama_model_n_head_kv(handle)),
      keyLength: metadata("\(architecture).attention.key_length").flatMap(Int.init) ?? perHead,
      valueLength: metadata("\(architecture).attention.value_length").flatMap(Int.init) ?? perHead)
  }

  private func read(_ call: (UnsafeMutablePointer<CChar>?, Int) -> Int32) -> String? {
    let length = Int(call(nil, 0))
    guard length >= 0 else { return nil }
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: length + 1) { buffer in
      _ = call(buffer.baseAddress, buffer.count)
      return String(decoding: buffer.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }
}
