// Plain text to tokens of which none is special, by any vocabulary.
//
// libllama takes user-defined tokens out of plain text, and every kind of vocabulary can put a control token together
// from its letters where one is written like a word. So a text is cut behind the first character of each user-defined
// token that is written in it, and its tokens are looked at: where a special one came out all the same, it is cut at
// control tokens too, and at last in halves. Text without any of them is one piece, with the tokens that it has anyway.
//
// Many vocabularies of the byte-pair kind split words by `std::regex`, which calls itself for each character of a match:
// 325 bytes of stack a character were measured (glibc, x86-64), so that a run of 1,600 equal ones ends a thread of
// 512 KB, and with it the process. Which of them do so depends on the library's version, so none is trusted: longer
// texts are tokenized by a thread with a stack for their length.

import Threading

/// Plain text to tokens, none of them special.
struct PlainTokenizer: Sendable {
  /// What a thread's stack can do, in characters of one text.
  struct Limits: Sendable {
    /// On whichever thread asks.
    var onAnyThread = 256
    /// On a thread with a stack of its own. What is longer is cut.
    var onItsOwn = 100_000
    /// Bytes of stack for each: three times what is measured.
    var stackPerCharacter = 1024
  }

  private let vocabulary: Vocabulary
  private let limits: Limits

  init(_ vocabulary: Vocabulary, limits: Limits = .init()) {
    self.vocabulary = vocabulary
    self.limits = limits
  }

  /// The tokens of each stretch.
  func tokens(of stretches: [PromptSegment.Stretch]) -> [[Token]] {
    let longest = stretches.reduce(0) { max($0, $1.bytes.count) }
    guard vocabulary.kind == .bytePair, longest > limits.onAnyThread else {
      return stretches.map { tokens(of: $0, longest: limits.onAnyThread) }
    }
    let length = min(longest, limits.onItsOwn)
    let result = Monitor<[[Token]]>([])
    do {
      let thread = try WorkerThread(name: "tokenize", stackBytes: length * limits.stackPerCharacter + 1 << 20) {
        let tokens = stretches.map { self.tokens(of: $0, longest: length) }
        result.withLock { $0 = tokens }
      }
      thread.join()
      return result.withLock { $0 }
    } catch {
      // No memory for such a stack: shorter pieces give tokens too, if not quite those of the whole.
      return stretches.map { tokens(of: $0, longest: limits.onAnyThread) }
    }
  }

  private func tokens(of stretch: PromptSegment.Stretch, longest: Int) -> [Token] {
    pieces(stretch.bytes[...], vocabulary.userDefined.cuts(in: stretch.bytes[...]), opens: stretch.opens) {
      piece, opens in
      let tokens = ask(piece, opens: opens, longest: longest)
      guard vocabulary.areSuspicious(tokens) else { return tokens }
      return pieces(piece, vocabulary.special.cuts(in: piece), opens: opens) { piece, opens in
        halved(piece, opens: opens, longest: longest)
      }
    }
  }

  /// The tokens of a text, in halves as long as a special one comes out.
  private func halved(_ bytes: ArraySlice<UInt8>, opens: Bool, longest: Int) -> [Token] {
    let tokens = ask(bytes, opens: opens, longest: longest)
    guard tokens.contains(where: vocabulary.isForbidden) else { return tokens }
    let all = Array(bytes)
    let half = all.count / 2
    let middle = (1..<max(1, all.count)).filter { UTF8Text.isBoundary(all, $0) }.min { abs($0 - half) < abs($1 - half) }
    // A single character that the vocabulary has as a special token only is left out.
    guard let middle else { return tokens.filter { !vocabulary.isForbidden($0) } }
    return halved(all[..<middle], opens: opens, longest: longest)
      + halved(all[middle...], opens: false, longest: longest)
  }

  private func pieces(
    _ bytes: ArraySlice<UInt8>, _ cuts: [Int], opens: Bool, _ body: (ArraySlice<UInt8>, Bool) -> [Token]
  ) -> [Token] {
    guard !cuts.isEmpty else { return body(bytes, opens) }
    var tokens: [Token] = []
    var start = bytes.startIndex
    for end in cuts + [bytes.endIndex] where end > start {
      tokens += body(bytes[start..<end], opens && start == bytes.startIndex)
      start = end
    }
    return tokens
  }

  private func ask(_ bytes: ArraySlice<UInt8>, opens: Bool, longest: Int) -> [Token] {
    if vocabulary.kind == .bytePair, bytes.count > longest {
      var tokens: [Token] = []
      for piece in LongText.pieces(of: bytes, longest: longest) { tokens += vocabulary.ask(piece) }
      return tokens
    }
    guard !opens, let anchor = vocabulary.anchor else { return vocabulary.ask(bytes) }
    return Array(vocabulary.ask((anchor.text + bytes)[...]).dropFirst(anchor.tokens))
  }
}
