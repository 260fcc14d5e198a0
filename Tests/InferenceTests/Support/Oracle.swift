@testable import Inference

/// What a model says alone and from nothing: a context of its own, emptied before each prompt, greedily, without any of
/// the engine's book-keeping. One thread at a time.
final class Oracle {
  private struct Said {
    var tokens: [Token] = []
    /// How far each was ahead of the next best, in standard deviations of the logits.
    var leads: [Double] = []
  }

  /// Single rows are computed by other kernels than several, and a logit changes a little. A choice whose lead is
  /// smaller may turn out otherwise in company, and what follows it is something else: ten times what is measured.
  static let closeLead = 1e-3

  let model: LoadedModel
  private let context: LlamaContext
  private var known: [[Token]: Said] = [:]

  init(_ kind: TinyModel) throws {
    let config = try kind.config(sequences: 1, context: 1024)
    BackEnds.load()
    model = try InferenceEngine.loadModel(config, workers: nil) { _ in true }
    context = try LlamaContext(
      model: model, cells: 1024, sequences: 1, outputs: 1, batchTokens: 1024, threads: 1, config: config)
  }

  /// Whether the `count` tokens that follow `prompt` are these, or these as far as a close choice.
  func says(_ tokens: [Token], after prompt: [Token], count: Int) throws -> Bool {
    try tokens.count == count && says(tokens, after: prompt)
  }

  /// Whether these tokens follow `prompt`, as far as a close choice.
  func says(_ tokens: [Token], after prompt: [Token]) throws -> Bool {
    let said = try said(after: prompt, count: tokens.count)
    guard let different = tokens.indices.first(where: { tokens[$0] != said.tokens[$0] }) else { return true }
    return said.leads[different] < Self.closeLead
  }

  /// The `count` tokens that follow `prompt`; tokens that end a text are never chosen.
  func tokens(after prompt: [Token], count: Int) throws -> [Token] {
    try Array(said(after: prompt, count: count).tokens.prefix(count))
  }

  /// The largest change of a logit behind `prompt`, in standard deviations, when it is computed in chunks.
  func change(after prompt: [Token], chunk: Int) throws -> Double {
    _ = context.truncate(sequence: 0, to: 0)
    let whole = try logits(prompt, at: 0)
    _ = context.truncate(sequence: 0, to: 0)
    var chunked: [Double] = []
    for start in stride(from: 0, to: prompt.count, by: chunk) {
      chunked = try logits(Array(prompt[start..<min(prompt.count, start + chunk)]), at: start)
    }
    return (zip(whole, chunked).map { abs($0 - $1) }.max() ?? 0) / Self.deviation(of: whole)
  }

  private func said(after prompt: [Token], count: Int) throws -> Said {
    if let known = known[prompt], known.tokens.count >= count { return known }
    _ = context.truncate(sequence: 0, to: 0)
    var said = Said()
    var rows = prompt
    while said.tokens.count < count {
      let logits = try logits(rows, at: said.tokens.isEmpty ? 0 : prompt.count + said.tokens.count - 1)
      let candidates = logits.indices.filter { !model.endsGeneration(Token($0)) }.sorted { logits[$0] > logits[$1] }
      said.tokens.append(Token(candidates[0]))
      said.leads.append((logits[candidates[0]] - logits[candidates[1]]) / Self.deviation(of: logits))
      rows = [Token(candidates[0])]
    }
    known[prompt] = said
    return said
  }

  private static func deviation(of logits: [Double]) -> Double {
    let mean = logits.reduce(0, +) / Double(logits.count)
    return (logits.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(logits.count)).squareRoot()
  }

  private func logits(_ tokens: [Token], at position: Int) throws -> [Double] {
    let rows = tokens.enumerated().map { index, token in
      DecodeRow(
        token: token, position: position + index, sequence: 0, wantsLogits: index == tokens.count - 1)
    }
    guard context.decode(rows) == .done else { throw InferenceError(.decodeFailed, "the oracle is mute") }
    return context.logits(row: rows.count - 1).map(Double.init)
  }
}
