// A grammar's state in one generation. The sampler of libllama throws a C++ exception when it is given a token
// that it forbids, which ends the process: so nothing is accepted here that was not asked about before.

import CLlama

/// What may come next, by a GBNF grammar. Owned and used by the decode thread alone.
final class Grammar {
  private let sampler: UnsafeMutablePointer<llama_sampler>
  private let model: LoadedModel

  /// - Throws: `InferenceError.Code.invalidGrammar` when libllama cannot parse it.
  init(_ text: String, model: LoadedModel) throws(InferenceError) {
    let mark = LibraryLog.mark
    guard let sampler = llama_sampler_init_grammar(model.vocabulary, text, "root") else {
      throw InferenceError(
        .invalidGrammar, "the grammar for tool calls could not be parsed", libraryLog: LibraryLog.reason(since: mark))
    }
    self.sampler = sampler
    self.model = model
  }

  deinit {
    llama_sampler_free(sampler)
  }

  /// Whether the grammar lets this token come next.
  func allows(_ token: Token) -> Bool {
    var candidate = llama_token_data(id: token, logit: 0, p: 0)
    return withUnsafeMutablePointer(to: &candidate) { pointer in
      var candidates = llama_token_data_array(data: pointer, size: 1, selected: -1, sorted: false)
      llama_sampler_apply(sampler, &candidates)
      return pointer.pointee.logit > -.infinity
    }
  }

  /// Goes on behind a token that `allows` has allowed.
  func accept(_ token: Token) {
    guard !model.endsGeneration(token) else { return }
    llama_sampler_accept(sampler, token)
  }

  /// Sets the logits of all tokens that may not come next to minus infinity. Returns false if none may.
  func mask(_ logits: UnsafeMutableBufferPointer<Float>) -> Bool {
    var data = [llama_token_data]()
    data.reserveCapacity(logits.count)
    for index in logits.indices { data.append(llama_token_data(id: Int32(index), logit: logits[index], p: 0)) }
    var some = false
    data.withUnsafeMutableBufferPointer { data in
      var candidates = llama_token_data_array(data: data.baseAddress, size: data.count, selected: -1, sorted: false)
      llama_sampler_apply(sampler, &candidates)
      for candidate in data.prefix(candidates.size) {
        logits[Int(candidate.id)] = candidate.logit
        if candidate.logit > -.infinity { some = true }
      }
    }
    return some
  }
}
