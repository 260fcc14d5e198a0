import Inference
import Threading

extension AgentRun {
  /// One turn of the model: a prompt that fits, a slot, a generation, and what it means.
  func generateTurn() throws(Interruption) -> Turn {
    try onOneEngine { turn throws(Interruption) in try turn.nextTurn() }
  }

  /// Does something with one engine, and again with the next one where that took over before anything was generated.
  func onOneEngine<Result>(
    _ body: (AgentRun) throws(Interruption) -> Result
  ) throws(Interruption) -> Result {
    while true {
      var turn = self
      let engine = agent.engine
      turn.turnEngine = engine
      do throws(Interruption) {
        return try body(turn)
      } catch {
        guard case .closed = error, agent.engine !== engine else { throw error }
      }
    }
  }

  private func nextTurn() throws(Interruption) -> Turn {
    let demand = try demand(settings.offeredTools(in: agent.mode))
    var prompt = try fittingPrompt()
    do throws(Interruption) {
      return try generateTurn(prompt, demand)
    } catch {
      // The engine may count what this side cannot see: one more attempt, with a shorter prompt.
      guard case .contextFull = error else { throw error }
      prompt = try fittingPrompt(mustShrink: true)
      return try generateTurn(prompt, demand)
    }
  }

  private func generateTurn(_ prompt: FittingPrompt, _ demand: Demand) throws(Interruption) -> Turn {
    var turn = Turn()
    let format = approach.format
    // Also a call that the mode forbids is read as one, where no grammar stood against it: its refusal names the mode.
    var parser = ToolCallParser(
      tools: settings.toldTools, form: approach.form, format: format, severalCalls: approach.severalCalls,
      startsInReasoning: prompt.opensReasoning(format), isFile: { [files] in files.contains($0) })
    let hold = hold(demand, parser)
    var raw = hold.lead
    for output in parser.feed(raw) { add(output, into: &turn) }
    let lead: [PromptPart] = raw.isEmpty ? [] : [.markup(raw)]
    let room = lead.isEmpty ? prompt.room : max(1, prompt.room - engine.countTokens(lead))
    // Who must write a block, and does not want to, may not find its end.
    let limit = min(mustAct.isEmpty ? maxTokens : min(maxTokens, Self.forcedTokens), room)
    var request = GenerationRequest(
      prompt: prompt.parts + lead, sampling: sampling, maxTokens: limit, constraint: hold.constraint,
      watch: TurnWatch(parser, thoughtLimit: thoughtLimit(of: limit)), markers: format.markers)
    var result: GenerationResult
    var isThoughtClosed = false
    while true {
      do throws(Interruption) {
        result = try generate(request) { text in
          raw += text
          for output in parser.feed(text) { add(output, into: &turn) }
        }
      } catch {
        // What was said before the failure was said; its tokens are lost with the generation.
        if raw != hold.lead { agent.append(AssistantTurn(text: raw), of: engine) }
        throw error
      }
      guard result.reason == .watch, !parser.isOver, parser.isThinking, !isThoughtClosed,
        !format.reasoning.close.isEmpty,
        limit > result.tokens.count
      else { break }
      // It has thought long enough, or in circles: the thought is closed, and the answer begins.
      isThoughtClosed = true
      let close = format.reasoning.close + "\n\n"
      raw += close
      for output in parser.feed(close) { add(output, into: &turn) }
      request.prompt += [.tokens(result.tokens), .markup(close)]
      request.maxTokens = limit - result.tokens.count
      request.constraint = self.hold(demand, parser).constraint
      request.watch = TurnWatch(parser)
    }
    let isCutShort =
      switch result.reason {
      case .endOfTurn, .watch: false
      case .maxTokens, .contextFull, .cancelled: true
      }
    for output in parser.finish(isCutShort: isCutShort) { add(output, into: &turn) }
    if result.reason == .watch, !parser.isOver {
      // The watch ends nothing else: a stretch was repeated without end. It is not worth remembering.
      turn.isEndless = true
      agent.append(AssistantTurn(text: RepetitionScanner.cut(raw)), of: engine)
    } else if raw != hold.lead || !result.tokens.isEmpty {
      agent.append(
        AssistantTurn(
          tokens: isThoughtClosed || !lead.isEmpty ? [] : result.tokens, text: raw, content: turn.text,
          reasoning: turn.reasoning, calls: turn.calls),
        of: engine)
    }
    switch result.reason {
    case .endOfTurn, .watch: turn.ending = .endOfTurn
    case .contextFull: turn.ending = .contextFull
    case .maxTokens: turn.ending = room < maxTokens && limit == room ? .contextFull : .tokenLimit
    case .cancelled:
      let calls = turn.calls
      if !calls.isEmpty { agent.change { $0.append(.toolResults(calls.map { _ in Self.notRun })) } }
      throw .stopped(text: turn.text)
    }
    return turn
  }

  /// Most tokens of a block that the model must write.
  private static let forcedTokens = 600

  /// How tokens are chosen: with little chance where the model is led and nobody has said otherwise.
  var sampling: SamplingOptions {
    settings.sampling(with: engine.facts, isLed: approach.isLed, isStuck: isStuck)
  }

  /// What the model is told of a call that a stop came before.
  static let notRun = "not run: the person stopped the work"

  private func add(_ output: ModelOutput, into turn: inout Turn) {
    switch output {
    case .text(let text):
      turn.text += text
      emit(.text(text))
    case .reasoning(let text):
      turn.reasoning += text
      emit(.reasoning(text))
    case .call(let call): turn.calls.append(.valid(call))
    case .malformedCall(let call): turn.calls.append(.malformed(call))
    case .strayBlock(let info): turn.strayBlocks.append(info)
    case .imitatedResult: turn.imitatesResult = true
    }
  }

  /// Holds a slot for one generation, and tells of it. The release is told before the slot is given back: whoever
  /// counts along never counts more than there are.
  func generate(
    _ request: GenerationRequest, onText: (String) -> Void
  ) throws(Interruption) -> GenerationResult {
    let sequence: any GenerationSequence
    do throws(InferenceError) { sequence = try agent.sequence(of: engine) } catch { throw Interruption(error) }
    let permit = try acquire()
    emit(.slotAcquired(waitedMilliseconds: Int(permit.waitedSeconds * 1000)))
    let outcome: Result<GenerationResult, InferenceError>
    do throws(InferenceError) {
      outcome = .success(
        try sequence.generate(request, permit: permit, cancellation: cancellation) { event in
          switch event {
          case .prefill(let done, let total, let reused): emit(.prefill(done: done, total: total, reused: reused))
          case .text(let text): onText(text)
          }
        })
    } catch {
      outcome = .failure(error)
    }
    emit(.slotReleased(heldMilliseconds: Int(permit.heldSeconds * 1000)))
    permit.release()
    switch outcome {
    case .success(let result):
      agent.setContextUsed(result.promptTokens + result.tokens.count)
      emit(.usage(AgentEvent.Usage(result)))
      return result
    case .failure(let error):
      throw Interruption(error)
    }
  }

  private func acquire() throws(Interruption) -> InferencePermit {
    do throws(SchedulerError) {
      return try engine.scheduler.acquire(label: agent.name, cancellation: cancellation) { position in
        emit(.slotWaiting(position: position))
      }
    } catch {
      throw Interruption(error)
    }
  }
}

extension AgentEvent.Usage {
  init(_ result: GenerationResult) {
    self.init(
      promptTokens: result.promptTokens, reusedTokens: result.reusedTokens, generatedTokens: result.tokens.count,
      millisecondsToFirstToken: Int(result.secondsToFirstToken * 1000), tokensPerSecond: result.tokensPerSecond)
  }
}
