import Testing
import Threading

@testable import Inference

/// Runs that are longer than a stack is deep for those who split words by calling themselves.
@Suite struct LongTextTests {
  @Test(arguments: TinyVocabulary.Kind.splittings)
  func longRunsAreTokenizedWholeOnASmallStack(_ splitting: String) throws {
    let tokenizer = try TinyVocabulary.tokenizer(.bytePair(splitting))
    let runs = ["a", "A", "1", "=", "(", " ", "\n", "é", "漢", "\u{301}", "a1 "].map {
      String(repeating: $0, count: 14_000)
    }
    // On a thread as small as any, for the text as a whole; beside it libllama alone, with all the stack that it takes.
    let result = Monitor<[[Token]]>([])
    try WorkerThread(name: "small", stackBytes: 512 << 10) {
      let tokens = runs.map { tokenizer.tokens(ofContent: $0) }
      result.withLock { $0 = tokens }
    }.join()
    let wholes = Monitor<[[Token]]>([])
    try WorkerThread(name: "large", stackBytes: 64 << 20) {
      let tokens = runs.map { tokenizer.vocabulary.ask(Array($0.utf8)[...]) }
      wholes.withLock { $0 = tokens }
    }.join()
    let (found, expected) = (result.withLock { $0 }, wholes.withLock { $0 })
    for (run, (found, expected)) in zip(runs, zip(found, expected)) where found != expected {
      // The two tokens of white space that are user-defined are found in any case.
      Issue.record("\(splitting): \(run.prefix(3)) \(found.count) \(expected.count)")
    }
  }

  static let lines = (0..<400).map { line in
    let words = [
      "hello", "world,", "1234567", "if (x == y) {", "don't", "über", "漢字", "", "    return", "===", "};", "\t",
    ]
    return (0..<7).map { words[(line * 7 + $0 * $0 + line / 3) % words.count] }.joined(separator: " ")
  }.joined(separator: "\n")

  /// Every splitting but the one that splits nothing between words.
  @Test(arguments: TinyVocabulary.Kind.splittings.filter { $0 != "superbpe" }, [200, 1000])
  func textThatIsCutHasTheTokensOfTheWhole(_ splitting: String, _ longest: Int) throws {
    let limits = PlainTokenizer.Limits(onAnyThread: 64, onItsOwn: longest)
    let cut = try TinyVocabulary.tokenizer(.bytePair(splitting), limits: limits)
    let whole = try TinyVocabulary.tokenizer(.bytePair(splitting))
    #expect(cut.tokens(ofContent: Self.lines) == whole.tokens(ofContent: Self.lines))
  }

  @Test func piecesAreWholeCharactersOfNoMoreThanTheLimitAndMakeUpTheText() {
    for text in [Self.lines, String(repeating: "漢", count: 500), String(repeating: "a", count: 999), "x", ""] {
      for longest in [4, 5, 64, 200] {
        let bytes = Array(text.utf8)
        let pieces = LongText.pieces(of: bytes[...], longest: longest)
        #expect(pieces.flatMap { $0 } == bytes)
        #expect(pieces.allSatisfy { $0.count <= longest && String(validating: $0, as: UTF8.self) != nil })
      }
    }
  }

  @Test func textWithoutAnyPlaceToCutIsTokenizedAllTheSame() throws {
    let limits = PlainTokenizer.Limits(onAnyThread: 100, onItsOwn: 1000)
    let tokenizer = try TinyVocabulary.tokenizer(.bytePair("tekken"), limits: limits)
    let text = String(repeating: "é", count: 20_000)
    let printed = tokenizer.tokens(ofContent: text).flatMap(tokenizer.bytes(of:))
    #expect(String(decoding: printed, as: UTF8.self) == text)
  }
}
