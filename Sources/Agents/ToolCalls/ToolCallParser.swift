// Splits the model's text while it streams. What may still become a marker is held back, white space before it
// included; everything else is passed on at once. White space beside a marker belongs to the marker; all other
// text comes out as it went in, however the stream was cut into pieces.
//
// Thinking may speak of calls without meaning them: in it, only its own end is a marker. The engine reads it so too.
//
// It works on bytes: markers are ASCII, and Swift's characters would join their last letter with a combining mark
// that follows.

/// Splits a stream of the model's text into words, thinking and tool calls.
public struct ToolCallParser {
  private enum State {
    case text, reasoning
    case call(ToolCallBody)
  }

  private let reader: ToolCallReader
  private var state: State
  /// What has come and is not passed on yet.
  private var pending: [UInt8] = []
  /// White space is dropped until something else comes: a marker stands before it.
  private var dropsSpace = false
  /// Thinking is marked before the first word only; later `<think>` is a word like any other.
  private var hasText = false

  /// A parser for one generation.
  ///
  /// - Parameters:
  ///   - tools: those that are offered; a call of another one is malformed.
  ///   - startsInReasoning: the prompt ends with `<think>`.
  public init(tools: ToolRegistry, startsInReasoning: Bool = false) {
    reader = ToolCallReader(tools: tools)
    state = startsInReasoning ? .reasoning : .text
    dropsSpace = startsInReasoning
  }

  /// Takes the next piece of text; gives what is certain now.
  public mutating func feed(_ piece: String) -> [ModelOutput] {
    pending += piece.utf8
    return drain(isFinal: false, isCutShort: false)
  }

  /// Gives what was held back: there is no more text. `isCutShort` says that a limit ended it, not the model.
  public mutating func finish(isCutShort: Bool) -> [ModelOutput] {
    drain(isFinal: true, isCutShort: isCutShort)
  }

  private mutating func drain(isFinal: Bool, isCutShort: Bool) -> [ModelOutput] {
    var outputs: [ModelOutput] = []
    var goesOn = true
    while goesOn {
      switch state {
      case .text:
        goesOn = drainWords(
          isFinal: isFinal, markers: hasText ? [Marker.callStart] : [Marker.callStart, Marker.reasoningStart]
        ) { outputs.append(.text($0)) }
      case .reasoning:
        goesOn = drainWords(isFinal: isFinal, markers: [Marker.reasoningEnd]) {
          outputs.append(.reasoning($0))
        }
      case .call(var body):
        // Taken out of the state for the while, so that its bytes are not copied with every piece.
        state = .text
        body.append(pending)
        pending = []
        if let end = body.scan(isFinal: isFinal) {
          outputs.append(reader.read(end.body))
          leaveCall(with: end.rest)
        } else if isFinal {
          outputs.append(reader.readUnfinished(body.unfinishedText, isCutShort: isCutShort))
          leaveCall(with: [])
        } else {
          state = .call(body)
          goesOn = false
        }
      }
    }
    return outputs
  }

  private mutating func leaveCall(with rest: [UInt8]) {
    pending = rest
    state = .text
    dropsSpace = true
    hasText = true
  }

  /// Passes on words up to the first marker, or to what may become one. Whether there is more to do.
  private mutating func drainWords(isFinal: Bool, markers: [Marker], _ emit: (String) -> Void) -> Bool {
    if dropsSpace {
      pending.removeFirst(pending.prefix(while: isSpace).count)
      if pending.isEmpty { return false }
      dropsSpace = false
    }
    let (place, found) = firstMarker(markers, isFinal: isFinal)
    var end = place
    if found != nil || !isFinal {
      while end > 0, isSpace(pending[end - 1]) { end -= 1 }
    }
    let isReasoningStart = found == .reasoningStart
    if !isReasoningStart, end > 0 {
      if case .text = state { hasText = true }
      emit(String(decoding: pending[..<end], as: UTF8.self))
    }
    guard let found else {
      pending.removeFirst(end)
      return false
    }
    pending.removeFirst(place + found.bytes.count)
    switch found {
    case .callStart: state = .call(ToolCallBody())
    case .reasoningStart: state = .reasoning
    case .reasoningEnd: state = .text
    }
    dropsSpace = true
    return true
  }

  /// Where the first marker begins and which it is; or where what may become one begins; or the end.
  private func firstMarker(_ markers: [Marker], isFinal: Bool) -> (place: Int, marker: Marker?) {
    var onlySpaceBefore = true
    for place in pending.indices {
      if pending[place] == UInt8(ascii: "<") {
        for marker in markers where marker != .reasoningStart || onlySpaceBefore {
          switch marker.match(pending[place...]) {
          case .whole: return (place, marker)
          case .beginning where !isFinal: return (place, nil)
          case .beginning, .none: break
          }
        }
      }
      if !isSpace(pending[place]) { onlySpaceBefore = false }
    }
    return (pending.count, nil)
  }
}

/// A marker in the model's text, as bytes.
enum Marker {
  case callStart, reasoningStart, reasoningEnd

  var bytes: [UInt8] {
    switch self {
    case .callStart: Array(ToolMarkup.callStart.utf8)
    case .reasoningStart: Array(ToolMarkup.reasoningStart.utf8)
    case .reasoningEnd: Array(ToolMarkup.reasoningEnd.utf8)
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
