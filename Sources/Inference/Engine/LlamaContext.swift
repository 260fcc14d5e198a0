import CLlama
import Synchronization
import Threading

/// The owner of the `llama_context` and its batch. It holds its model, so the model goes last. Everything but
/// `abort()` belongs to the decode thread.
final class LlamaContext: DecodeBackend, @unchecked Sendable {  // handed over once, then one thread's
  private let handle: OpaquePointer
  private let memory: llama_memory_t
  private let model: LoadedModel
  private let hasParts: Bool
  private let window: AttentionWindow
  private var batch: llama_batch
  /// A sequence of nobody's, through which parts of others are saved and restored, where there are parts.
  private let scratch: Int32
  private let aborting = AbortFlag()
  private(set) var librarySeconds = 0.0

  /// - Throws: `InferenceError.Code.outOfMemory` when the library cannot allocate it.
  init(
    model: LoadedModel, cells: Int, sequences: Int, outputs: Int, batchTokens: Int, threads: Int,
    config: InferenceConfig
  ) throws(InferenceError) {
    var parameters = llama_context_default_params()
    parameters.n_ctx = UInt32(cells)
    parameters.n_batch = UInt32(max(batchTokens, sequences + 1))
    parameters.n_ubatch = UInt32(min(Self.rowsAtOnce(config), max(batchTokens, sequences + 1)))
    parameters.n_seq_max = UInt32(sequences + (model.sequenceMemory.hasParts ? 1 : 0))
    // The library asserts a row of logits for each sequence.
    parameters.n_outputs_max = UInt32(max(outputs, sequences + 1))
    parameters.n_threads = Int32(threads)
    parameters.n_threads_batch = Int32(threads)
    parameters.kv_unified = true
    parameters.swa_full = true
    parameters.no_perf = true
    parameters.type_k = config.keyType.ggmlType
    parameters.type_v = config.valueType.ggmlType
    parameters.flash_attn_type =
      switch config.flashAttention {
      case .automatic: LLAMA_FLASH_ATTN_TYPE_AUTO
      case .on: LLAMA_FLASH_ATTN_TYPE_ENABLED
      case .off: LLAMA_FLASH_ATTN_TYPE_DISABLED
      }
    let mark = LibraryLog.mark
    guard let handle = llama_init_from_model(model.handle, parameters) else {
      throw InferenceError(
        .outOfMemory,
        "no context of \(cells) tokens for \(sequences) sequences could be made; give less with "
          + "\(config.names[.contextLength]) or \(config.names[.kvBudget])",
        libraryLog: LibraryLog.reason(since: mark), about: [.contextLength, .kvBudget])
    }
    self.handle = handle
    self.model = model
    hasParts = model.sequenceMemory.hasParts
    window = AttentionWindow(tokens: Int(llama_model_n_swa(model.handle)))
    scratch = Int32(sequences)
    memory = llama_get_memory(handle)
    batch = llama_batch_init(Int32(batchTokens), 0, 1)
    llama_set_abort_callback(
      handle,
      { flag in
        guard let flag else { return false }
        return Unmanaged<AbortFlag>.fromOpaque(flag).takeUnretainedValue().isRaised.load(ordering: .relaxed)
      }, Unmanaged.passUnretained(aborting).toOpaque())
  }

  deinit {
    llama_batch_free(batch)
    nonisolated(unsafe) let handle = handle  // the last reference is this one
    RemoteWorkers.free(model.workers) { llama_free(handle) }
  }

  /// Most rows that the library computes at once; a longer batch is computed in parts. A processor is no quicker with more than
  /// 256, and the library's buffers are as large as this is (docs/decisions/0018).
  private static func rowsAtOnce(_ config: InferenceConfig) -> Int { Devices.areProcessors(config) ? 256 : 512 }

  /// Cells that were really made: the library rounds up.
  var cells: Int { Int(llama_n_ctx(handle)) }

  /// Ends the step that is being computed, for shutdown only: it ends for all sequences. From any thread.
  func abort() { aborting.isRaised.store(true, ordering: .relaxed) }

  func truncate(sequence: Int32, to position: Int) -> Bool {
    if inLibrary({ llama_memory_seq_rm(memory, sequence, llama_pos(position), -1) }),
      window.canContinue(from: firstPosition(of: sequence), at: position)
    {
      return true
    }
    llama_memory_seq_rm(memory, sequence, -1, -1)
    return false
  }

  func share(from source: Int32, to destination: Int32, positions: Range<Int>) -> Bool {
    guard hasParts else {
      // A state is copied as it is. Some memories end the process when they are asked for a range.
      inLibrary { llama_memory_seq_cp(memory, source, destination, -1, -1) }
      return true
    }
    guard window.canShare(positions, from: firstPosition(of: source)) else { return false }
    inLibrary {
      llama_memory_seq_cp(memory, source, destination, llama_pos(positions.lowerBound), llama_pos(positions.upperBound))
    }
    return true
  }

  func save(sequence: Int32, positions: Range<Int>, of count: Int) -> [UInt8]? {
    // The library saves whole sequences: a part goes through one of its own that only borrows the cells.
    let isWhole = positions == 0..<count
    if !isWhole, !share(from: sequence, to: scratch, positions: positions) { return nil }
    defer { if !isWhole { llama_memory_seq_rm(memory, scratch, -1, -1) } }
    let source = isWhole ? sequence : scratch
    let size = inLibrary { savedBytes(of: source) }
    guard size > 0 else { return nil }
    let data = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      count = inLibrary { llama_state_seq_get_data(handle, buffer.baseAddress, size, source) }
    }
    return data.count == size ? data : nil
  }

  func restore(_ data: [UInt8], to sequence: Int32, positions: Range<Int>, dataEnd: Int) -> Bool {
    if positions.lowerBound == 0, positions.upperBound == dataEnd {
      if inLibrary({ llama_state_seq_set_data(handle, data, data.count, sequence) }) == data.count { return true }
      llama_memory_seq_rm(memory, sequence, -1, -1)
      return false
    }
    defer { llama_memory_seq_rm(memory, scratch, -1, -1) }
    guard inLibrary({ llama_state_seq_set_data(handle, data, data.count, scratch) }) == data.count else { return false }
    return share(from: scratch, to: sequence, positions: positions)
  }

  /// The first position of a sequence that stands in every layer; -1: none does.
  func firstPosition(of sequence: Int32) -> Int { Int(llama_memory_seq_pos_min(memory, sequence)) }

  /// Bytes that a sequence has when it is saved: its cells and its state, with a few of book-keeping.
  func savedBytes(of sequence: Int32) -> Int { llama_state_seq_get_size(handle, sequence) }

  func decode(_ rows: [DecodeRow]) -> DecodeOutcome {
    for (index, row) in rows.enumerated() {
      batch.token[index] = row.token
      batch.pos[index] = llama_pos(row.position)
      batch.n_seq_id[index] = 1
      batch.seq_id[index]?[0] = row.sequence
      batch.logits[index] = row.wantsLogits ? 1 : 0
    }
    batch.n_tokens = Int32(rows.count)
    let status = inLibrary { llama_decode(handle, batch) }
    switch status {
    case 0: return .done
    case 1: return .noRoom
    case 2: return .aborted
    default: return .failed(status)
    }
  }

  func logits(row: Int) -> UnsafeMutableBufferPointer<Float> {
    // Where an accelerator computes, this is the call that waits for it.
    let start = inLibrary { llama_get_logits_ith(handle, Int32(row)) }
    return UnsafeMutableBufferPointer(start: start, count: model.vocabularySize)
  }

  /// Calls the library and counts the time that takes.
  private func inLibrary<Result>(_ call: () -> Result) -> Result {
    let start = MonotonicTime.now
    defer { librarySeconds += MonotonicTime.now.seconds(since: start) }
    return call()
  }
}

/// Raised by one thread and read by those that compute.
private final class AbortFlag: Sendable {
  let isRaised = Atomic(false)
}

extension InferenceConfig.CacheType {
  var ggmlType: ggml_type {
    switch self {
    case .f16: GGML_TYPE_F16
    case .q8_0: GGML_TYPE_Q8_0
    case .q4_0: GGML_TYPE_Q4_0
    case .f32: GGML_TYPE_F32
    }
  }

  /// Bytes of one number, scales included.
  var bytesPerValue: Double {
    switch self {
    case .f32: 4
    case .f16: 2
    case .q8_0: 34.0 / 32
    case .q4_0: 18.0 / 32
    }
  }
}
