// The format's pieces of text as a parser looks for them: as bytes, without the white space around them, because models
// are free with that. A piece that holds several markers is taken apart, so that a model that leaves one out is understood.

/// What a parser looks for in the model's text.
struct CallMarks: Sendable {
  typealias Bytes = [UInt8]

  /// What a thought stands between.
  struct Thought: Sendable, Hashable {
    var open: Bytes
    var close: Bytes
  }

  /// Any of these begins a call, or the section of all calls.
  let starts: [Bytes]
  /// The last piece of text before a call's name; empty where the call is a JSON value.
  let lead: Bytes
  /// Pieces that may stand between `starts` and `lead`.
  let openers: [Bytes]
  /// Pieces that may stand behind a call.
  let closers: [Bytes]
  /// Marks around an answer, which are no part of it.
  let dropped: [Bytes]
  let reasoningOpen: Bytes
  let reasoningClose: Bytes
  /// Marks of thoughts: the format's own first.
  let thoughts: [Thought]
  /// What begins a tool's result.
  let results: [Bytes]
  /// What ends the turn, if it stands at the end.
  let turnEnd: Bytes
  /// What begins the head of a message, and what ends a message.
  let heads: [Bytes]
  let messageEnds: [Bytes]
  /// Those of `starts` that are a call wherever they stand.
  let strongStarts: [Bytes]
  /// Bytes that any mark begins with.
  let firstBytes: Set<UInt8>

  init(_ format: CallFormat) {
    func bytes(_ text: String) -> Bytes { Array(text.trimmingSpace.utf8) }
    var starts: [String] = []
    var openers: [String] = []
    var lead = ""
    switch format.shape {
    case .json(let envelope):
      if !envelope.before.isEmpty { starts = [envelope.before] }
    case .named, .parameters, .bareKeys, .pythonic:
      openers = format.sectionOpen.chunks
      if case .pythonic = format.shape {
        openers = openers.map { $0.hasSuffix("[") ? String($0.dropLast()) : $0 }.filter { !$0.isEmpty }
      }
      // Behind a gap, the call's body looks itself.
      var pieces = CallPattern(pieces: Array(format.callOpen.pieces.prefix { $0.isText })).chunks
      if case .named = format.shape, let tag = pieces.lastIndex(where: { !$0.allTags.isEmpty }) {
        pieces = Array(pieces[...tag])
      }
      openers += pieces
      if case .pythonic = format.shape {} else { lead = openers.popLast() ?? "" }
      // Within heads, the head itself says that a call follows. Words without a marker begin nothing by themselves.
      if format.heads?.recipient.isEmpty ?? true {
        starts = (openers + [lead]).filter { $0.contains("<") || $0.contains("[") || $0 == format.opening }
      }
    }
    starts += format.extraStarts
    self.starts = (starts + [ToolMarkup.callStart]).unique.map(bytes).filter { !$0.isEmpty }
    self.lead = bytes(lead)
    self.openers = openers.map(bytes).filter { !$0.isEmpty }
    var closers = format.callClose.chunks + format.sectionClose.chunks + [ToolMarkup.callEnd]
    if case .json(let envelope) = format.shape { closers = [envelope.after, ToolMarkup.callEnd] }
    if case .pythonic = format.shape { closers = [format.pythonicEnd, ToolMarkup.callEnd] }
    self.closers = closers.unique.map(bytes).filter { !$0.isEmpty }
    var dropped = [format.contentOpen, format.contentClose]
    dropped += format.heads?.messageEnds ?? []
    if !format.opening.isEmpty { dropped.append(format.opening + "all") }
    if format.heads == nil, format.header.lastTag != nil { dropped.append(format.header) }
    self.dropped = dropped.unique.map(bytes).filter { !$0.isEmpty }
    reasoningOpen = bytes(format.reasoning.open)
    reasoningClose = bytes(format.reasoning.close)
    // What most models write is understood everywhere.
    thoughts = [format.reasoning, .general].map { Thought(open: bytes($0.open), close: bytes($0.close)) }.unique
      .filter { !$0.open.isEmpty && !$0.close.isEmpty }
    results = (format.results.markers + [ToolMarkup.responseStart]).unique.map(bytes)
    turnEnd = bytes(format.turnEnd)
    heads = (format.heads.map { [$0.start] + $0.begin.filter { $0.contains("<") } } ?? []).map(bytes)
    messageEnds = (format.heads.map { $0.messageEnds + [$0.start] } ?? []).map(bytes)
    strongStarts = self.starts.filter { $0.contains(UInt8(ascii: "<")) || $0.contains(UInt8(ascii: "[")) }
    let all = [
      self.starts, self.closers, self.dropped, [reasoningOpen, reasoningClose, turnEnd],
      thoughts.flatMap { [$0.open, $0.close] }, results, heads,
    ]
    firstBytes = Set(all.joined().compactMap(\.first))
  }
}

extension CallPattern {
  /// Its texts in pieces: markers one by one with the signs that cling to them, words between them, nothing that is only
  /// white space.
  var chunks: [String] {
    pieces.flatMap { piece -> [String] in
      guard case .text(let text) = piece else { return [] }
      return text.chunks
    }
  }
}

extension String {
  fileprivate var chunks: [String] {
    let marked = MarkupText(self)
    var chunks = [""]
    /// Signs without white space or words between two markers keep them together.
    func add(between text: String) {
      if text.contains(where: { $0.isWhitespace || $0.isLetter || $0.isNumber }) {
        let parts = text.split(whereSeparator: \.isWhitespace)
        if text.first?.isWhitespace == true || text.first.map({ $0.isLetter || $0.isNumber }) == true {
          chunks.append("")
        }
        chunks[chunks.count - 1] += parts.first ?? ""
        chunks += parts.dropFirst().map(String.init)
        if text.last?.isWhitespace == true { chunks.append("") }
      } else {
        chunks[chunks.count - 1] += text
      }
    }
    var place = 0
    for tag in marked.tags {
      add(between: marked[place..<tag.lowerBound])
      let last = chunks[chunks.count - 1]
      if !last.allTags.isEmpty && tag.lowerBound == place
        || last.contains(where: { $0.isLetter || $0.isNumber }) && last.allTags.isEmpty
      {
        chunks.append("")
      }
      chunks[chunks.count - 1] += marked[tag]
      place = tag.upperBound
    }
    add(between: marked[place..<marked.count])
    return chunks.map(\.trimmingSpace).filter { !$0.isEmpty }
  }
}

extension CallFormat {
  /// What stands behind calls in a list that Python would make; empty where nothing does.
  var pythonicEnd: String {
    sectionClose.text().dropping(prefix: "]").chunks.first { !$0.allTags.isEmpty } ?? ""
  }

  /// Markers that a model writes in this format, each as the template spells it. Where the vocabulary has a token for one,
  /// the engine has to let its text be seen, because most of them print nothing.
  public var markers: [String] {
    var texts = [
      reasoning.open, reasoning.close, contentOpen, contentClose, opening, sectionOpen.sketchText,
      sectionClose.sketchText, callOpen.sketchText, nameEnd.sketchText, callClose.sketchText, separator,
    ]
    switch shape {
    case .json(let envelope): texts += [envelope.before, envelope.after]
    case .parameters(let parameters):
      texts += [parameters.open, parameters.close].map(\.sketchText) + parameters.middle.values.map(\.sketchText)
    case .bareKeys(let quote): texts.append(quote)
    case .named, .pythonic: break
    }
    if let heads { texts += [heads.start, heads.end, "<|constrain|>", "<|channel|>"] + heads.messageEnds }
    texts += results.markers + extraStarts
    texts += [ToolMarkup.callStart, ToolMarkup.callEnd, ToolMarkup.reasoningStart, ToolMarkup.reasoningEnd]
    return texts.flatMap(\.controlTags).unique
  }
}

extension CallPattern {
  fileprivate var sketchText: String { text(name: "\u{0}", key: "\u{0}", identifier: "\u{0}") }
}

extension String {
  /// Markers in it that are whole, without gaps; those of Kimi K3 as the tokens that they are made of too.
  fileprivate var controlTags: [String] {
    allTags.flatMap { tag -> [String] in
      tag.hasPrefix("<|open|>") || tag.hasPrefix("<|close|>")
        ? ["<|open|>", "<|close|>", "<|sep|>"] : tag.contains("\u{0}") ? [] : [tag]
    }
  }
}

extension Array where Element: Hashable {
  /// Without what has been there before.
  var unique: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
