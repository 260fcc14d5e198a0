/// The tokens of one sequence that stand in the KV, position by position, with the cells they hold.
struct ResidentTokens: Sendable, Equatable {
  /// Whose they are, in the ledger.
  let holder: CellLedger.Holder
  private(set) var tokens: [Token] = []
  private(set) var cells: [Int32] = []

  init(holder: CellLedger.Holder) {
    self.holder = holder
  }

  var count: Int { tokens.count }

  /// How many tokens of `prompt` stand here already, from the first on.
  func commonPrefix(with prompt: [Token]) -> Int {
    Self.commonPrefix(tokens, prompt)
  }

  static func commonPrefix(_ a: [Token], _ b: [Token]) -> Int {
    let limit = min(a.count, b.count)
    return a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        var same = 0
        while same < limit && a[same] == b[same] { same += 1 }
        return same
      }
    }
  }

  /// One more token, in a cell of its own.
  mutating func append(_ token: Token, in ledger: inout CellLedger) {
    tokens.append(token)
    cells.append(ledger.allocate(for: holder))
  }

  /// More tokens, each in a cell of its own.
  mutating func append(_ more: some Sequence<Token>, in ledger: inout CellLedger) {
    for token in more { append(token, in: &ledger) }
  }

  /// Only the first `count` tokens stay.
  mutating func truncate(to count: Int, in ledger: inout CellLedger) {
    guard count < tokens.count else { return }
    ledger.drop(cells[count...], of: holder)
    tokens.removeLast(tokens.count - count)
    cells.removeLast(cells.count - count)
  }

  /// Takes the tokens from `count` up to `end` over from another sequence, sharing their cells.
  mutating func adopt(upTo end: Int, from other: ResidentTokens, in ledger: inout CellLedger) {
    let range = count..<end
    ledger.share(other.cells[range], with: holder)
    tokens.append(contentsOf: other.tokens[range])
    cells.append(contentsOf: other.cells[range])
  }
}
