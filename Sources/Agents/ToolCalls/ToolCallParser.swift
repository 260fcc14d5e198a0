// Splits the model's text while it streams. What may still become a marker, a block or a call is held back, white space
// before it included; everything else is passed on at once. White space beside a call belongs to the call; all other
// text comes out as it went in, however the stream was cut into pieces.
//
// What begins a call, a thought or a result is told by the format, learnt from the model's template. Calls that models
// write beside their format are understood in each: JSON between <tool_call> marks, bare, or in a fence, and
// <function=…>. Thinking may speak of calls without meaning them: in it, only its own end is a marker. The engine reads it
// so too. A fence that is shown as it is, and a file that is being written, may hold anything; so may what stands in
// backticks within a line.
//
// It works on bytes: Swift's characters would join a marker's last letter with a combining mark that follows.

/// Splits a stream of the model's text into words, thinking and tool calls.
public struct ToolCallParser: Sendable {
  enum Reading: Sendable {
    case text, reasoning
    /// Behind a mark that begins a call or a section of calls, before what shows how it is written.
    case opened(Opening)
    case call(CallBody, Opening)
    case block(BlockBody)
    case json(JSONBody)
    /// A fence that is no call.
    case fence(FenceLine)
    /// The head of a message, up to the mark that ends it.
    case head
  }

  /// What a call began with.
  struct Opening: Sendable, Equatable {
    /// The mark, and what else was read since.
    var raw: [UInt8]
    /// The mark alone.
    var mark: [UInt8]
    /// It may be text after all, where what follows names no tool.
    var isWeak = false
  }

  let form: ToolForm
  let format: CallFormat
  let marks: CallMarks
  let severalCalls: Bool
  let names: [String]
  let isFile: @Sendable (String) -> Bool
  let reader: ToolCallReader
  let blocks: BlockReader
  var state: Reading
  /// What has come and is not passed on yet.
  var pending: [UInt8] = []
  /// The beginning of a character whose end has not come.
  private var unfinishedCharacter: [UInt8] = []
  /// Whether what is pending begins at the beginning of a line.
  var beginsLine = true
  /// Whether it begins within backticks, where marks are only spoken of.
  var isInCode = false
  /// White space is dropped until something else comes: a marker stands before it.
  var dropsSpace = false
  /// White space before what may be a call; it is text where that is.
  var heldSpace: [UInt8] = []
  /// Thinking is marked before the first word only; later `<think>` is a word like any other.
  var hasText = false
  /// Only white space and a call's closing marks have come since a call.
  var isBehindCall = false
  /// What ends the thought.
  var thoughtEnds: [[UInt8]]
  /// The thought has only just begun.
  var thoughtIsEmpty = true
  /// The last byte of it that was passed on; a quote there may belong to what follows.
  var lastOfThought: UInt8 = 0
  /// Whether the answer is at its end, whatever else the model writes: what comes now is somebody else's to say.
  public internal(set) var isOver = false

  /// A parser for one generation.
  ///
  /// - Parameters:
  ///   - tools: those that are offered; a call of another one is malformed.
  ///   - form: how the model was told to write calls; JSON that is plainly a call is taken in each.
  ///   - format: how the model's template writes calls and thoughts.
  ///   - severalCalls: an answer may hold more than one call. In blocks, files may be several in any case, up to the first
  ///     block that runs something.
  ///   - startsInReasoning: the prompt ends with what begins a thought; `CallFormat.opensReasoning(_:)` tells.
  ///   - isFile: whether the workspace has such a file: a name without a dot counts as a path only then.
  public init(
    tools: ToolRegistry, form: ToolForm = .native, format: CallFormat = .general, severalCalls: Bool = true,
    startsInReasoning: Bool = false, isFile: @escaping @Sendable (String) -> Bool = { _ in false }
  ) {
    self.init(
      reader: ToolCallReader(tools: tools, format: format), blocks: BlockReader(tools: tools), form: form,
      format: format, severalCalls: severalCalls, startsInReasoning: startsInReasoning, isFile: isFile)
  }

  /// A parser for tools of which only the schemas are known; what they ask of arguments is not checked. Nil: any name may
  /// be called.
  public init(offered: [OfferedTool]?, format: CallFormat, severalCalls: Bool = true, startsInReasoning: Bool = false) {
    self.init(
      reader: ToolCallReader(offered: offered, format: format), blocks: BlockReader(tools: ToolRegistry([])),
      form: .native, format: format, severalCalls: severalCalls, startsInReasoning: startsInReasoning,
      isFile: { _ in false })
  }

  private init(
    reader: ToolCallReader, blocks: BlockReader, form: ToolForm, format: CallFormat, severalCalls: Bool,
    startsInReasoning: Bool, isFile: @escaping @Sendable (String) -> Bool
  ) {
    // Without tools there is nothing to call, and all that is written is an answer.
    self.form = reader.names.isEmpty ? .native : form
    self.format = format
    self.severalCalls = severalCalls
    self.isFile = isFile
    self.reader = reader
    self.blocks = blocks
    names = reader.names
    marks = CallMarks(format)
    state = startsInReasoning ? .reasoning : format.heads == nil ? .text : .head
    dropsSpace = startsInReasoning
    thoughtEnds = format.heads == nil ? [marks.reasoningClose] : marks.messageEnds
    pending = Array(format.opening.utf8)
  }

  /// Takes the next piece of text; gives what is certain now.
  public mutating func feed(_ piece: String) -> [ModelOutput] { feed(Array(piece.utf8)) }

  /// Takes the next bytes, which may end within a character.
  public mutating func feed(_ bytes: [UInt8]) -> [ModelOutput] {
    guard !isOver else { return [] }
    let all = unfinishedCharacter + bytes
    let whole = all.count - Self.unfinishedCharacter(atEndOf: all)
    pending += all[..<whole]
    unfinishedCharacter = Array(all[whole...])
    return drain(isFinal: false, isCutShort: false)
  }

  /// Gives what was held back: there is no more text. `isCutShort` says that a limit ended it, not the model.
  public mutating func finish(isCutShort: Bool) -> [ModelOutput] {
    guard !isOver else { return [] }
    pending += unfinishedCharacter
    unfinishedCharacter = []
    return drain(isFinal: true, isCutShort: isCutShort)
  }

  /// How many bytes at the end are the beginning of a character that has not all come.
  private static func unfinishedCharacter(atEndOf bytes: [UInt8]) -> Int {
    for count in 1...3 where count <= bytes.count {
      let byte = bytes[bytes.count - count]
      if byte < 0x80 { return 0 }
      guard byte >= 0xC0 else { continue }
      let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
      return length > count ? count : 0
    }
    return 0
  }

  private mutating func drain(isFinal: Bool, isCutShort: Bool) -> [ModelOutput] {
    var outputs: [ModelOutput] = []
    var goesOn = true
    while goesOn, !isOver {
      switch state {
      case .text: goesOn = drainWords(isFinal: isFinal, &outputs)
      case .reasoning: goesOn = drainReasoning(isFinal: isFinal, &outputs)
      case .fence(let fence): goesOn = drainFence(fence, isFinal: isFinal, &outputs)
      case .head: goesOn = drainHead(isFinal: isFinal, &outputs)
      case .opened(let opening): goesOn = drainOpened(opening, isFinal: isFinal, isCutShort: isCutShort, &outputs)
      case .call(let body, let opening):
        // Taken out of the state for the while, so that its bytes are not copied with every piece.
        state = .text
        goesOn = drainCall(body, opening, isFinal: isFinal, isCutShort: isCutShort, &outputs)
      case .block(let body):
        state = .text
        goesOn = drainBlock(body, isFinal: isFinal, isCutShort: isCutShort, &outputs)
      case .json(let body):
        state = .text
        goesOn = drainJSON(body, isFinal: isFinal, isCutShort: isCutShort, &outputs)
      }
    }
    return outputs
  }

  mutating func show(_ bytes: some Collection<UInt8>, _ outputs: inout [ModelOutput]) {
    guard !bytes.isEmpty else { return }
    let bytes = Array(bytes)
    outputs.append(.text(String(decoding: bytes, as: UTF8.self)))
    hasText = true
    beginsLine = bytes.last == UInt8(ascii: "\n")
    for byte in bytes { isInCode = Self.isInCode(after: byte, isInCode) }
  }

  /// Whether what follows a byte stands in backticks; they reach to the line's end at most.
  static func isInCode(after byte: UInt8, _ isInCode: Bool) -> Bool {
    byte == UInt8(ascii: "`") ? !isInCode : byte == UInt8(ascii: "\n") ? false : isInCode
  }

  mutating func dropSpace() -> Bool {
    guard dropsSpace else { return !pending.isEmpty }
    let space = pending.prefix(while: isSpace)
    if space.contains(UInt8(ascii: "\n")) { beginsLine = true }
    pending.removeFirst(space.count)
    if pending.isEmpty { return false }
    dropsSpace = false
    return true
  }
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

extension CallFormat {
  /// Whether a prompt ends with what begins a thought, so that the model's first word is one of it.
  public func opensReasoning(_ prompt: String) -> Bool {
    !reasoning.open.isEmpty && prompt.trimmingSpaceAtEnd.hasSuffix(reasoning.open)
  }
}
