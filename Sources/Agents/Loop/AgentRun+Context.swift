// The context is as long as it is; a conversation is not. Before each generation the prompt is counted, and where it
// leaves too little room for an answer a summary written by the model replaces the older part. The summary is asked
// for at the end of just that older part, so its prompt is in the KV already. Where nothing can be replaced the run
// ends with a sentence; nothing is left out silently.

import Inference

extension AgentRun {
  /// The prompt for what has been said, compacted if that is needed.
  ///
  /// - Parameter mustShrink: compacts although the prompt seems to fit.
  func fittingPrompt(mustShrink: Bool = false) throws(Interruption) -> FittingPrompt {
    let front = settings.front(approach)
    let limit = engine.facts.contextLength
    let wanted = min(maxTokens, limit / 4)
    var prompt = try render(agent.conversation, front)
    guard mustShrink || prompt.room < wanted else { return prompt }

    let before = prompt.tokens
    // As much of the newest part as a third of the context holds stays word for word; if that is too much still, its
    // last entry alone.
    for keptTokens in [limit / 3, 0] where prompt.room < wanted || mustShrink && prompt.tokens == before {
      while try compact(front, keptTokens: keptTokens) {
        prompt = try render(agent.conversation, front)
        if prompt.room >= wanted { break }
      }
    }
    if prompt.tokens != before { emit(.contextCompacted(tokensBefore: before, tokensAfter: prompt.tokens)) }
    guard prompt.room >= min(wanted, max(16, limit / 16)), !mustShrink || prompt.tokens < before else {
      throw .contextFull(
        "the context of \(limit) tokens is full: instructions, tools and the newest messages alone take "
          + "\(prompt.tokens); give a shorter task, fewer tools, or a larger \(engine.settingNames[.contextLength])")
    }
    return prompt
  }

  private func render(_ conversation: Conversation, _ front: Front) throws(Interruption) -> FittingPrompt {
    do throws(InferenceError) {
      let parts = try engine.render(front.prompt(conversation))
      let tokens = engine.countTokens(parts)
      return FittingPrompt(parts: parts, tokens: tokens, room: engine.facts.contextLength - tokens)
    } catch {
      throw Interruption(error)
    }
  }

  /// Replaces older entries by a summary. Whether it did: not where nothing is worth replacing.
  private func compact(_ front: Front, keptTokens: Int) throws(Interruption) -> Bool {
    let entries = agent.conversation.entries
    let sizes = entries.map(size)
    var longest = Int.max
    while let plan = CompactionPlan(entries, sizes: sizes, keptTokens: keptTokens, longest: longest) {
      // A summary must be shorter than what it replaces.
      let gained = sizes[..<plan.replaced].reduce(0, +)
      let shortest = 16
      var length = min(gained / 2, max(32, min(768, engine.facts.contextLength / 8)))
      guard length >= shortest else { return false }
      let request = Conversation(Array(entries[..<plan.replaced]) + [.note(Self.summaryRequest(tokens: length))])
      let prompt = try render(request, front)
      length = min(length, prompt.room)
      guard length >= shortest else {
        // What is to be summarised is too long itself: a shorter beginning of it first.
        longest = plan.replaced - 1
        continue
      }
      let summary = try summarise(prompt, tokens: length)
      guard !summary.isEmpty else { return false }
      agent.change { $0.replaceOldest(plan.replaced, with: plan.replacement(summary: summary)) }
      return true
    }
    return false
  }

  private func summarise(_ prompt: FittingPrompt, tokens: Int) throws(Interruption) -> String {
    var request = GenerationRequest(
      prompt: prompt.parts, sampling: settings.sampling(with: engine.facts, isLed: false), maxTokens: tokens,
      constraint: .whole(grammar: Self.summaryGrammar))
    request.sampling.temperature = min(request.sampling.temperature, 0.3)
    let result = try generate(request) { _ in }
    guard result.reason != .cancelled else { throw .stopped(text: "") }
    return result.text.trimmingSpace
  }

  /// About how many tokens an entry takes in a prompt, the template's own ones included.
  private func size(_ entry: Conversation.Entry) -> Int {
    switch entry {
    case .assistant(let turn) where !turn.tokens.isEmpty: turn.tokens.count + 8
    case .assistant, .briefing, .task, .toolResults, .note, .summary:
      engine.countTokens([.text(entry.text(in: approach.form))]) + 8
    }
  }

  /// Words only: neither a call nor a thought, which begin with `<`, and not nothing.
  static let summaryGrammar = #"root ::= [^<\x00-\x20] [^<]*"# + "\n"

  static func summaryRequest(tokens: Int) -> String {
    """
    Sum up everything above in at most \(tokens / 2) words, as what stays of it: what was asked, done, found (files, \
    commands, results) and decided, and what is left to do. Plain sentences, no tool call.
    """
  }
}
