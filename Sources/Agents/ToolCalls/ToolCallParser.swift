// Splits the model's text while it streams. What may still become a marker, a block or a call is held back, white space
// before it included; everything else is passed on at once. White space beside a call belongs to the call; all other
// text comes out as it went in, however the stream was cut into pieces.
//
// Thinking may speak of calls without meaning them: in it, only its own end is a marker. The engine reads it so too. A
// fence that is shown as it is, and a file that is being written, may hold anything.
//
// It works on bytes: markers are ASCII, and Swift's characters would join their last letter with a combining mark
// that follows.

/// Splits a stream of the model's text into words, thinking and tool calls.
public struct ToolCallParser: Sendable {
  private enum State: Sendable {
    case text, reasoning
    case call(ToolCallBody)
    case block(BlockBody)
    case json(JSONBody)
    /// A fence that is no call.
    case fence(FenceLine)
  }

  private let form: ToolForm
  private let severalCalls: Bool
  private let names: [String]
  private let isFile: @Sendable (String) -> Bool
  private let reader: ToolCallReader
  private let blocks: BlockReader
  private var state: State
  /// What has come and is not passed on yet.
  private var pending: [UInt8] = []
  /// Whether what is pending begins at the beginning of a line.
  private var beginsLine = true
  /// White space is dropped until something else comes: a marker stands before it.
  private var dropsSpace = false
  /// Thinking is marked before the first word only; later `<think>` is a word like any other.
  private var hasText = false
  /// Whether the answer is at its end, whatever else the model writes: what comes now is somebody else's to say.
  public private(set) var isOver = false

  /// A parser for one generation.
  ///
  /// - Parameters:
  ///   - tools: those that are offered; a call of another one is malformed.
  ///   - form: how the model was told to write calls; JSON that is plainly a call is taken in each.
  ///   - severalCalls: an answer may hold more than one call. In blocks, files may be several in any case, up to the first
  ///     block that runs something.
  ///   - startsInReasoning: the prompt ends with `<think>`.
  ///   - isFile: whether the workspace has such a file: a name without a dot counts as a path only then.
  public init(
    tools: ToolRegistry, form: ToolForm = .native, severalCalls: Bool = true, startsInReasoning: Bool = false,
    isFile: @escaping @Sendable (String) -> Bool = { _ in false }
  ) {
    // Without tools there is nothing to call, and all that is written is an answer.
    self.form = tools.isEmpty ? .native : form
    self.severalCalls = severalCalls
    self.isFile = isFile
    names = tools.names
    reader = ToolCallReader(tools: tools)
    blocks = BlockReader(tools: tools)
    state = startsInReasoning ? .reasoning : .text
    dropsSpace = startsInReasoning
  }

  /// Takes the next piece of text; gives what is certain now.
  public mutating func feed(_ piece: String) -> [ModelOutput] { feed(Array(piece.utf8)) }

  /// Takes the next bytes, which may end within a character.
  mutating func feed(_ bytes: [UInt8]) -> [ModelOutput] {
    guard !isOver else { return [] }
    pending += bytes
    return drain(isFinal: false, isCutShort: false)
  }

  /// Gives what was held back: there is no more text. `isCutShort` says that a limit ended it, not the model.
  public mutating func finish(isCutShort: Bool) -> [ModelOutput] {
    isOver ? [] : drain(isFinal: true, isCutShort: isCutShort)
  }

  // MARK: - A step at a time

  private mutating func drain(isFinal: Bool, isCutShort: Bool) -> [ModelOutput] {
    var outputs: [ModelOutput] = []
    var goesOn = true
    while goesOn, !isOver {
      switch state {
      case .text:
        goesOn = drainWords(isFinal: isFinal, &outputs)
      case .reasoning:
        goesOn = drainReasoning(isFinal: isFinal, &outputs)
      case .fence(let fence):
        goesOn = drainFence(fence, isFinal: isFinal, &outputs)
      case .call(var body):
        // Taken out of the state for the while, so that its bytes are not copied with every piece.
        state = .text
        body.append(pending)
        pending = []
        if let end = body.scan(isFinal: isFinal) {
          leaveCall([reader.read(end.body)], rest: end.rest, &outputs)
        } else if isFinal {
          leaveCall([reader.readUnfinished(body.unfinishedText, isCutShort: isCutShort)], rest: [], &outputs)
        } else {
          state = .call(body)
          goesOn = false
        }
      case .block(var body):
        state = .text
        body.append(pending)
        pending = []
        if let end = body.scan(isFinal: isFinal) {
          leave(body, with: blocks.read(body.opening, end.body), rest: end.rest, &outputs)
        } else if isFinal {
          leave(
            body, with: blocks.readUnfinished(body.opening, body.unfinished, isCutShort: isCutShort), rest: [], &outputs
          )
        } else {
          state = .block(body)
          goesOn = false
        }
      case .json(var body):
        state = .text
        body.append(pending)
        pending = []
        if let end = body.scan() {
          if let calls = reader.readLoose(String(decoding: end.body, as: UTF8.self)) {
            leaveCall(calls, rest: end.rest, &outputs)
          } else {
            show(end.body, &outputs)
            pending = end.rest
          }
        } else if isFinal {
          if let call = reader.readUnfinishedLoose(String(decoding: body.bytes, as: UTF8.self), isCutShort: isCutShort)
          {
            leaveCall([call], rest: [], &outputs)
          } else {
            show(body.bytes, &outputs)
          }
          goesOn = false
        } else {
          state = .json(body)
          goesOn = false
        }
      }
    }
    return outputs
  }

  private mutating func leaveCall(_ calls: [ModelOutput], rest: [UInt8], _ outputs: inout [ModelOutput]) {
    outputs += severalCalls ? calls : Array(calls.prefix(1))
    pending = rest
    state = .text
    beginsLine = false
    dropsSpace = true
    hasText = true
    if !severalCalls { isOver = true }
  }

  private mutating func leave(
    _ body: BlockBody, with calls: [ModelOutput]?, rest: [UInt8], _ outputs: inout [ModelOutput]
  ) {
    defer { beginsLine = true }
    guard let calls else {
      var raw = body.raw
      raw.removeLast(rest.count)
      outputs.append(.text(String(decoding: raw, as: UTF8.self)))
      (pending, state, hasText) = (rest, .text, true)
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

  private mutating func show(_ bytes: some Collection<UInt8>, _ outputs: inout [ModelOutput]) {
    guard !bytes.isEmpty else { return }
    outputs.append(.text(String(decoding: Array(bytes), as: UTF8.self)))
    hasText = true
    beginsLine = Array(bytes).last == UInt8(ascii: "\n")
  }

  // MARK: - Words

  private enum Found {
    case marker(Marker)
    case structure(Structure, length: Int)
  }

  /// Passes on words up to the first marker, or to what may become one. Whether there is more to do.
  private mutating func drainWords(isFinal: Bool, _ outputs: inout [ModelOutput]) -> Bool {
    guard dropSpace() else { return false }
    let (place, found) = firstFound(isFinal: isFinal)
    if case .structure(.plain(let fence), let length)? = found {
      // It is a part of the text, with the white space before it.
      show(pending[..<(place + length)], &outputs)
      pending.removeFirst(place + length)
      if form == .blocks { outputs.append(.strayBlock(info: fence.info)) }
      state = .fence(fence)
      return true
    }
    var end = place
    if found != nil || !isFinal {
      while end > 0, isSpace(pending[end - 1]) { end -= 1 }
    }
    var isReasoningStart = false
    if case .marker(.reasoningStart)? = found { isReasoningStart = true }
    if !isReasoningStart, end > 0 { show(pending[..<end], &outputs) }
    guard let found else {
      pending.removeFirst(end)
      return false
    }
    switch found {
    case .marker(let marker):
      pending.removeFirst(place + marker.bytes.count)
      beginsLine = false
      switch marker {
      case .callStart: state = .call(ToolCallBody())
      case .reasoningStart: state = .reasoning
      case .reasoningEnd: state = .text
      case .responseStart:
        outputs.append(.imitatedResult)
        isOver = true
      }
      dropsSpace = true
    case .structure(.block(let opening), let length):
      state = .block(BlockBody(opening, raw: pending[place..<(place + length)]))
      pending.removeFirst(place + length)
    case .structure(.json, _):
      state = .json(JSONBody())
      pending.removeFirst(place)
    case .structure(.plain, _):
      break  // dealt with above
    }
    return true
  }

  private mutating func drainReasoning(isFinal: Bool, _ outputs: inout [ModelOutput]) -> Bool {
    guard dropSpace() else { return false }
    var place = 0
    var isWhole = false
    search: while place < pending.count {
      if pending[place] == UInt8(ascii: "<") {
        switch Marker.reasoningEnd.match(pending[place...]) {
        case .whole:
          isWhole = true
          break search
        case .beginning where !isFinal: break search
        case .beginning, .none: break
        }
      }
      place += 1
    }
    var end = place
    if isWhole || !isFinal {
      while end > 0, isSpace(pending[end - 1]) { end -= 1 }
    }
    if end > 0 { outputs.append(.reasoning(String(decoding: pending[..<end], as: UTF8.self))) }
    guard isWhole else {
      pending.removeFirst(end)
      return false
    }
    pending.removeFirst(place + Marker.reasoningEnd.bytes.count)
    (state, dropsSpace, beginsLine) = (.text, true, true)
    return true
  }

  /// Passes on a fence's lines as they are, up to the one that closes it.
  private mutating func drainFence(_ fence: FenceLine, isFinal: Bool, _ outputs: inout [ModelOutput]) -> Bool {
    // Where a marker binds the sampler, it is a call wherever it stands.
    let marker = form == .native ? firstCallMarker(isFinal: isFinal) : nil
    if let marker {
      show(pending[..<marker.place], &outputs)
      pending.removeFirst(marker.place)
      guard marker.isWhole else { return false }
      pending.removeFirst(Marker.callStart.bytes.count)
      (state, dropsSpace) = (.call(ToolCallBody()), true)
      return true
    }
    while let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
      let isClosed = fence.isClosed(by: pending[..<end])
      show(pending[...end], &outputs)
      pending.removeFirst(end + 1)
      if isClosed {
        state = .text
        return true
      }
    }
    if isFinal || !FenceLine.mayBegin(pending) {
      show(pending, &outputs)
      pending = []
    }
    return false
  }

  /// Where a call begins in what is pending, or may begin at its end.
  private func firstCallMarker(isFinal: Bool) -> (place: Int, isWhole: Bool)? {
    for place in pending.indices where pending[place] == UInt8(ascii: "<") {
      switch Marker.callStart.match(pending[place...]) {
      case .whole: return (place, true)
      case .beginning where !isFinal: return (place, false)
      case .beginning, .none: break
      }
    }
    return nil
  }

  private mutating func dropSpace() -> Bool {
    guard dropsSpace else { return !pending.isEmpty }
    let space = pending.prefix(while: isSpace)
    if space.contains(UInt8(ascii: "\n")) { beginsLine = true }
    pending.removeFirst(space.count)
    if pending.isEmpty { return false }
    dropsSpace = false
    return true
  }

  /// Where the first marker, block or call begins and which it is; or where what may become one begins; or the end.
  private func firstFound(isFinal: Bool) -> (place: Int, found: Found?) {
    var onlySpaceBefore = !hasText
    var beginsLine = beginsLine
    for place in pending.indices {
      if beginsLine {
        switch Structure.at(pending[place...], isFinal: isFinal, form: form, tools: names, isFile: isFile) {
        case .found(let structure, let length): return (place, .structure(structure, length: length))
        case .undecided: return (place, nil)
        case .none: break
        }
      }
      if pending[place] == UInt8(ascii: "<") {
        for marker in Marker.inText where marker != .reasoningStart || onlySpaceBefore {
          switch marker.match(pending[place...]) {
          case .whole: return (place, .marker(marker))
          case .beginning where !isFinal: return (place, nil)
          case .beginning, .none: break
          }
        }
      }
      if !isSpace(pending[place]) { onlySpaceBefore = false }
      beginsLine = pending[place] == UInt8(ascii: "\n")
    }
    return (pending.count, nil)
  }
}

/// A marker in the model's text, as bytes.
enum Marker {
  case callStart, reasoningStart, reasoningEnd, responseStart

  static let inText = [Marker.callStart, .reasoningStart, .responseStart]

  var bytes: [UInt8] {
    switch self {
    case .callStart: Array(ToolMarkup.callStart.utf8)
    case .reasoningStart: Array(ToolMarkup.reasoningStart.utf8)
    case .reasoningEnd: Array(ToolMarkup.reasoningEnd.utf8)
    case .responseStart: Array(ToolMarkup.responseStart.utf8)
    }
  }

  func match(_ text: ArraySlice<UInt8>) -> MarkerMatch { MarkerMatch(of: bytes, at: text) }
}

/// Whether a text begins with a marker.
enum MarkerMatch {
  /// It does.
  case whole
  /// It ends before that can be told.
  case beginning
  /// It does not.
  case none

  init(of marker: [UInt8], at text: ArraySlice<UInt8>) {
    if text.starts(with: marker) {
      self = .whole
    } else {
      self = marker.starts(with: text) ? .beginning : .none
    }
  }
}

func isSpace(_ byte: UInt8) -> Bool {
  byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
}
