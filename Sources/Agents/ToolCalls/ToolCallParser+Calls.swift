import OrderedJSON

extension ToolCallParser {
  /// Behind the mark of a call: what follows shows how it is written.
  mutating func drainOpened(
    _ opening: Opening, isFinal: Bool, isCutShort: Bool, _ outputs: inout [ModelOutput]
  ) -> Bool {
    var opening = opening
    let space = pending.prefix(while: isSpace).count
    let rest = pending[space...]
    func consume(_ count: Int) {
      opening.raw += pending[..<(space + count)]
      pending.removeFirst(space + count)
      dropsSpace = false
    }
    if opening.mark == marks.lead, !marks.lead.isEmpty, let body = nativeBody() {
      state = .call(body, opening)
      return true
    }
    var isUndecided = rest.isEmpty
    for mark in [marks.lead] + marks.openers where !mark.isEmpty && !rest.isEmpty {
      switch MarkerMatch(of: mark, at: rest) {
      case .whole:
        consume(mark.count)
        if mark == marks.lead, let body = nativeBody() {
          state = .call(body, opening)
        } else {
          state = .opened(opening)
        }
        return true
      case .beginning: isUndecided = true
      case .none: break
      }
    }
    switch ForeignFormats.body(rest, tools: reader.offered, isFinal: isFinal) {
    case .found(let body, let length):
      consume(length)
      state = .call(body, opening)
      return true
    case .undecided: isUndecided = true
    case .none: break
    }
    // A list may be one of JSON objects.
    if rest.first == UInt8(ascii: "["), rest.dropFirst().allSatisfy(isSpace) { isUndecided = true }
    if isUndecided, !isFinal { return false }
    // Calls in a list between marks, as Python would make them.
    if case .pythonic(let pythonic) = format.shape, opening.mark != Array(ToolMarkup.callStart.utf8) {
      let end = Array(format.pythonicEnd.utf8)
      if rest.first != UInt8(ascii: "{"), !isJSONList(rest) {
        state = .call(.pythonic(PythonicBody(end: end, escapes: pythonic.escapesStrings)), opening)
        return true
      }
    }
    state = .call(jsonBody(for: opening), opening)
    return true
  }

  private func isJSONList(_ text: ArraySlice<UInt8>) -> Bool {
    text.first == UInt8(ascii: "[") && text.dropFirst().drop(while: isSpace).first == UInt8(ascii: "{")
  }

  /// The body of a call in the format's own shape, for those that begin with the text before the name.
  func nativeBody(name: String? = nil) -> CallBody? {
    switch format.shape {
    case .json, .pythonic: nil
    case .named: .named(NamedBody(format, name: name))
    case .parameters(let parameters): .parameters(ParameterBody(format, parameters, tools: reader.offered))
    case .bareKeys(let quote): .bareKeys(BareKeysBody(quote: quote))
    }
  }

  private func jsonBody(for opening: Opening) -> CallBody {
    let general = Array(ToolMarkup.callStart.utf8)
    if opening.mark != general, let envelope = format.envelope {
      guard opening.mark == Array(envelope.before.utf8), !envelope.after.isEmpty else { return .value(JSONBody()) }
      return .json(
        ToolCallBody(end: Array(envelope.after.utf8)), .init(open: envelope.before, close: envelope.after))
    }
    if opening.mark != general, format.envelope == nil { return .value(JSONBody()) }
    return .json(
      ToolCallBody(end: Array(ToolMarkup.callEnd.utf8)), .init(open: ToolMarkup.callStart, close: ToolMarkup.callEnd))
  }

  // MARK: - Bodies

  mutating func drainCall(
    _ body: CallBody, _ opening: Opening, isFinal: Bool, isCutShort: Bool, _ outputs: inout [ModelOutput]
  ) -> Bool {
    var body = body
    body.append(pending)
    pending = []
    dropsSpace = false
    switch body {
    case .json(var json, let closing):
      body = .value(JSONBody())
      if let end = json.scan(isFinal: isFinal) {
        leaveCall(reader.read(end.body), rest: end.rest, &outputs)
      } else if isFinal {
        leaveCall(reader.readUnfinished(json.unfinishedText, isCutShort: isCutShort), rest: [], &outputs)
      } else {
        state = .call(.json(json, closing), opening)
        return false
      }
      return true
    case .value(var json):
      body = .value(JSONBody())
      guard let first = json.bytes.first(where: { !isSpace($0) }) else {
        return keep(.value(json), opening, isFinal, isCutShort, nil, "", &outputs)
      }
      guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else {
        return giveUp(opening, json.bytes, &outputs)
      }
      if let end = json.scan() {
        leaveCall(reader.read(String(decoding: end.body, as: UTF8.self)), rest: end.rest, &outputs)
        return true
      }
      let text = String(decoding: json.bytes, as: UTF8.self)
      return keep(.value(json), opening, isFinal, isCutShort, nil, text, &outputs)
    case .named(var named):
      body = .value(JSONBody())
      let finding = named.scan(isFinal: isFinal)
      let unfinished = named.unfinished
      return end(finding, .named(named), opening, isFinal, isCutShort, unfinished.name, unfinished.text, &outputs)
    case .parameters(var parameters):
      body = .value(JSONBody())
      let finding = parameters.scan(isFinal: isFinal)
      return end(
        finding, .parameters(parameters), opening, isFinal, isCutShort, parameters.name, parameters.text, &outputs)
    case .bareKeys(var keys):
      body = .value(JSONBody())
      let finding = keys.scan(isFinal: isFinal)
      let text = String(decoding: keys.bytes, as: UTF8.self)
      return end(finding, .bareKeys(keys), opening, isFinal, isCutShort, nil, text, &outputs)
    case .pythonic(var pythonic):
      body = .value(JSONBody())
      let found = pythonic.scan(isFinal: isFinal)
      if let text = found?.body ?? (isFinal && !isCutShort ? pythonic.bytes : nil) {
        guard let calls = pythonic.calls(text) else {
          return giveUp(opening, text + (found?.rest ?? []), &outputs)
        }
        leaveCall(calls.map { reader.read($0) }, rest: found?.rest ?? [], &outputs)
        return true
      }
      let text = String(decoding: pythonic.bytes, as: UTF8.self)
      return keep(.pythonic(pythonic), opening, isFinal, isCutShort, nil, text, &outputs)
    }
  }

  private mutating func end(
    _ finding: NamedBody.Finding, _ body: CallBody, _ opening: Opening, _ isFinal: Bool, _ isCutShort: Bool,
    _ name: String?, _ text: String, _ outputs: inout [ModelOutput]
  ) -> Bool {
    switch finding {
    case .call(let call, let rest):
      if opening.isWeak, !reader.knows(call.name ?? "") {
        return giveUp(opening, Array(text.utf8), &outputs)
      }
      leaveCall([reader.read(call)], rest: rest, &outputs)
      return true
    case .none where isFinal && !opening.isWeak:
      return keep(body, opening, isFinal, isCutShort, name, text, &outputs)
    case .none:
      return giveUp(opening, Array(text.utf8), &outputs)
    case .undecided:
      return keep(body, opening, isFinal, isCutShort, name, text, &outputs)
    }
  }

  /// Waits for more of a call; where nothing more comes, it is one that did not end.
  private mutating func keep(
    _ body: CallBody, _ opening: Opening, _ isFinal: Bool, _ isCutShort: Bool, _ name: String?, _ text: String,
    _ outputs: inout [ModelOutput]
  ) -> Bool {
    guard isFinal else {
      state = .call(body, opening)
      return false
    }
    if opening.isWeak, name.map(reader.knows) != true {
      showHeld(opening.raw + Array(text.utf8), &outputs)
      return false
    }
    leaveCall([reader.unfinished(name, text, isCutShort: isCutShort)], rest: [], &outputs)
    return false
  }

  /// What began as a call is none: text, where the mark was a weak one, else a call that went wrong.
  private mutating func giveUp(_ opening: Opening, _ text: [UInt8], _ outputs: inout [ModelOutput]) -> Bool {
    state = .text
    if opening.isWeak {
      showHeld(opening.raw, &outputs)
      // The first byte is past, so that the same is not found again.
      if opening.raw.isEmpty, let first = text.first {
        showHeld([first], &outputs)
        pending = Array(text.dropFirst()) + pending
      } else {
        pending = text + pending
      }
      return !pending.isEmpty
    }
    leaveCall([reader.read(WrittenCall(problem: "the tool call cannot be read"))], rest: text, &outputs)
    return true
  }

  /// Shows what was no call after all, with the white space before it.
  private mutating func showHeld(_ bytes: [UInt8], _ outputs: inout [ModelOutput]) {
    guard !bytes.isEmpty else { return }
    show(heldSpace + bytes, &outputs)
    heldSpace = []
  }

  mutating func leaveCall(_ calls: [ModelOutput], rest: [UInt8], _ outputs: inout [ModelOutput]) {
    outputs += severalCalls ? calls : Array(calls.prefix(1))
    pending = rest
    state = .text
    beginsLine = false
    dropsSpace = true
    hasText = true
    isBehindCall = true
    isInCode = false
    heldSpace = []
    if !severalCalls { isOver = true }
  }

  // MARK: - Calls beside the format

  mutating func drainBlock(
    _ block: BlockBody, isFinal: Bool, isCutShort: Bool, _ outputs: inout [ModelOutput]
  ) -> Bool {
    var body = block
    body.append(pending)
    pending = []
    if let end = body.scan(isFinal: isFinal) {
      leave(body, with: calls(in: body, end.body), rest: end.rest, &outputs)
    } else if isFinal {
      leave(body, with: unfinishedCalls(in: body, isCutShort: isCutShort), rest: [], &outputs)
    } else {
      state = .block(body)
      return false
    }
    return true
  }

  private func calls(in body: BlockBody, _ text: [UInt8]) -> [ModelOutput]? {
    if case .json = body.opening.kind { return reader.readLoose(String(decoding: text, as: UTF8.self)) }
    return blocks.read(body.opening, text)
  }

  private func unfinishedCalls(in body: BlockBody, isCutShort: Bool) -> [ModelOutput]? {
    if case .json = body.opening.kind, !isCutShort {
      return reader.readLoose(String(decoding: body.unfinished, as: UTF8.self))
    }
    return blocks.readUnfinished(body.opening, body.unfinished, isCutShort: isCutShort)
  }

  private mutating func leave(
    _ body: BlockBody, with calls: [ModelOutput]?, rest: [UInt8], _ outputs: inout [ModelOutput]
  ) {
    defer { beginsLine = true }
    guard let calls else {
      var raw = body.raw
      raw.removeLast(rest.count)
      showHeld(raw, &outputs)
      (pending, state) = (rest, .text)
      return
    }
    switch body.opening.kind {
    case .file:
      outputs += calls
      (pending, state, dropsSpace, hasText) = (rest, .text, true, true)
    case .command, .tool:
      outputs += calls
      isOver = true
    case .json:
      leaveCall(calls, rest: rest, &outputs)
    }
  }

  mutating func drainJSON(
    _ json: JSONBody, isFinal: Bool, isCutShort: Bool, _ outputs: inout [ModelOutput]
  ) -> Bool {
    var body = json
    body.append(pending)
    pending = []
    if let end = body.scan() {
      if let calls = reader.readLoose(String(decoding: end.body, as: UTF8.self)) {
        leaveCall(calls, rest: end.rest, &outputs)
      } else {
        showHeld(end.body, &outputs)
        pending = end.rest
      }
      return true
    }
    guard isFinal else {
      state = .json(body)
      return false
    }
    if let call = reader.readUnfinishedLoose(String(decoding: body.bytes, as: UTF8.self), isCutShort: isCutShort) {
      leaveCall([call], rest: [], &outputs)
    } else {
      showHeld(body.bytes, &outputs)
    }
    return false
  }
}
