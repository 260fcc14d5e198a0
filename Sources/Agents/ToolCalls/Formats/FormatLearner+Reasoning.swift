import OrderedJSON

extension FormatLearner {
  /// Where thoughts begin and end, the header of the model's turn, and what an answer stands between.
  mutating func learnReasoning() {
    let found = thoughtRegion()
    headerLength = min(
      answer.commonPrefix(with: generationPrompt), found.map { answer.commonPrefix(with: $0.region) } ?? .max)
    if let found {
      let region = found.region
      headerLength = min(headerLength, region.commonPrefix(with: generationPrompt))
      let thought = found.thought
      let behind = region[thought.upperBound..<found.end]
      if let close = behind.allTags.first {
        let before = region[min(headerLength, thought.lowerBound)..<thought.lowerBound].trimmingSpace
        let open = before.isEmpty || !before.contains("<") && !before.contains("[") ? Self.opener(of: close) : before
        if let open {
          format.reasoning = .init(open: open, close: close, field: found.field, isLearnt: true)
        }
      }
    } else if let tag = thoughtOfPrompt() {
      format.reasoning = tag
    }
    cutHeader(of: answer)
    learnSwitch()
    learnContentMarks()
  }

  /// The region of a message with a thought in it.
  private func thoughtRegion() -> (region: MarkupText, thought: Range<Int>, end: Int, field: String?)? {
    let answer = JSON.string(ProbeWords.answer)
    for field in ["reasoning_content", "reasoning", "thinking", "thought"] {
      if let region = region(message(content: answer, thought: field)),
        let thought = region.first(ProbeWords.thought), let end = region.first(ProbeWords.answer),
        thought.upperBound <= end.lowerBound
      {
        return (region, thought, end.lowerBound, field)
      }
    }
    let parts: JSON = [
      ["type": "thinking", "thinking": .string(ProbeWords.thought)], ["type": "text", "text": answer],
    ]
    if let region = region(message(content: parts)), let thought = region.first(ProbeWords.thought),
      let end = region.first(ProbeWords.answer), case let between = region[thought.upperBound..<end.lowerBound],
      !between.contains("'"), !between.contains("\"")
    {
      return (region, thought, end.lowerBound, nil)
    }
    // Some keep a thought only where a call follows it.
    for field in ["reasoning_content", "reasoning", "thinking", "thought"] {
      for asString in [false, true] {
        let call = ProbeWords.call(0, [ProbeWords.keys[0]: "x"], asString: asString)
        if let region = region(message([call], thought: field)), let thought = region.first(ProbeWords.thought),
          let end = region.last(ProbeWords.names[0]), thought.upperBound <= end.lowerBound
        {
          return (region, thought, end.lowerBound, field)
        }
      }
    }
    return nil
  }

  /// Marks of thoughts that only the prompt shows, as it opens or closes one for the model.
  private func thoughtOfPrompt() -> CallFormat.Reasoning? {
    var prompts = [generationPrompt]
    for variable in Self.switches {
      for value in [variable.on, variable.off] {
        guard let text = prompt(with: [variable.variable: value]) else { continue }
        prompts.append(text)
      }
    }
    for prompt in prompts {
      for tag in prompt.tags.map({ prompt[$0] }) where tag.lowercased().contains("think") {
        if let open = Self.opener(of: tag) {
          return .init(open: open, close: tag, field: nil, isLearnt: true)
        }
        if let close = Self.closer(of: tag) {
          return .init(open: tag, close: close, field: nil, isLearnt: true)
        }
      }
    }
    return nil
  }

  /// A header ends before the thought that it opens, or opens and closes.
  mutating func cutHeader(of region: MarkupText) {
    let header = MarkupText(region.scalars[..<min(headerLength, region.count)])
    var rest = header.string
    for mark in [format.reasoning.close, format.reasoning.open] where !mark.isEmpty {
      let trimmed = rest.trimmingSpaceAtEnd
      if trimmed.hasSuffix(mark) { rest = String(trimmed.dropLast(mark.count)) }
    }
    headerLength = rest.unicodeScalars.count
  }

  /// What an answer stands between, where it does.
  private mutating func learnContentMarks() {
    guard let words = answer.first(ProbeWords.answer) else { return }
    var start = headerLength
    if let close = answer.last(format.reasoning.close, in: start..<words.lowerBound) { start = close.upperBound }
    let before = answer[start..<words.lowerBound].trimmingSpace.dropping(prefix: format.reasoning.open).trimmingSpace
    if !before.allTags.isEmpty { format.contentOpen = before }
  }

  // MARK: - The switch

  static var switches: [CallFormat.ReasoningSwitch] {
    [
      .init(variable: "enable_thinking", on: true, off: false, isOnByDefault: false),
      .init(variable: "thinking", on: true, off: false, isOnByDefault: false),
      .init(variable: "thinking_mode", on: "enabled", off: "disabled", isOnByDefault: false),
      .init(variable: "reasoning_effort", on: "high", off: "none", isOnByDefault: false),
    ]
  }

  private func prompt(with variables: JSONObject) -> MarkupText? {
    guard let text = render([ProbeWords.userMessage()], variables: variables, adding: true),
      let base = render([ProbeWords.userMessage()], variables: variables)
    else { return nil }
    return Self.addition(text, to: base)
  }

  private mutating func learnSwitch() {
    let byDefault = render([ProbeWords.userMessage()], adding: true)
    for candidate in Self.switches {
      let texts = [candidate.on, candidate.off].map { value in
        render([ProbeWords.userMessage()], variables: [candidate.variable: value], adding: true)
      }
      guard let on = texts[0], let off = texts[1], on != off else { continue }
      format.reasoningSwitch = candidate
      format.reasoningSwitch?.isOnByDefault = on == byDefault || off != byDefault
      return
    }
  }

  // MARK: - Pairs

  private static var pairs: [(open: String, close: String)] {
    [("<", "</"), ("[", "[/"), ("<|START_", "<|END_"), ("<|open|>", "<|close|>"), ("<|", "<|/"), ("<｜", "</｜")]
  }

  /// The marker that a closing one closes, by how it is spelt; nil where that does not show.
  static func opener(of close: String) -> String? {
    for pair in pairs.sorted(by: { $0.close.count > $1.close.count }) where close.hasPrefix(pair.close) {
      return pair.open + close.dropFirst(pair.close.count)
    }
    return nil
  }

  static func closer(of open: String) -> String? {
    for pair in pairs.sorted(by: { $0.open.count > $1.open.count })
    where pair.close != "<|/" && open.hasPrefix(pair.open) {
      return pair.close + open.dropFirst(pair.open.count)
    }
    return nil
  }
}

extension String {
  var trimmingSpaceAtEnd: String {
    var text = self[...]
    while let last = text.last, last.isWhitespace { text = text.dropLast() }
    return String(text)
  }
}
