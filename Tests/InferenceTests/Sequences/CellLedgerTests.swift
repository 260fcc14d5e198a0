import Testing

@testable import Inference

@Suite struct CellLedgerTests {
  @Test func cellIsInUseUntilItsLastHolderDropsIt() {
    var ledger = CellLedger(capacity: 3)
    let (first, second) = (ledger.allocate(), ledger.allocate())
    ledger.share([first])
    #expect([ledger.used, ledger.room, ledger.shared(among: [first, second])] == [2, 1, 1])
    ledger.drop([first, second])
    #expect([ledger.used, ledger.room, ledger.shared(among: [first])] == [1, 2, 0])
    ledger.drop([first])
    #expect(ledger.used == 0)
    let again = [ledger.allocate(), ledger.allocate(), ledger.allocate()]
    #expect(Set(again).count == 3 && ledger.room == 0)
  }

  /// Sequences do what the core lets them do, beside arrays of tokens and of cells that are counted one by one.
  @Test func ledgerCountsTheDistinctCellsThatSequencesHold() {
    for seed in 0..<20 {
      var random = RandomNumbers(seed: UInt64(seed))
      var ledger = CellLedger(capacity: 120)
      var sequences = [ResidentTokens](repeating: ResidentTokens(), count: 5)
      var naive = [[Token]](repeating: [], count: 5)
      for _ in 0..<200 {
        let one = Int.random(in: 0..<5, using: &random)
        let other = (one + Int.random(in: 1..<5, using: &random)) % 5
        switch Int.random(in: 0..<4, using: &random) {
        case 0, 1:
          for _ in 0..<min(ledger.room, Int.random(in: 0..<12, using: &random)) {
            let token = Token.random(in: 0..<9, using: &random)
            sequences[one].append(token, in: &ledger)
            naive[one].append(token)
          }
        case 2:
          let count = Int.random(in: 0...naive[one].count, using: &random)
          sequences[one].truncate(to: count, in: &ledger)
          naive[one].removeLast(naive[one].count - count)
        default:
          guard naive[other].count > naive[one].count else { continue }
          let end = Int.random(in: naive[one].count...naive[other].count, using: &random)
          naive[one] += naive[other][naive[one].count..<end]
          sequences[one].adopt(upTo: end, from: sequences[other], in: &ledger)
        }
        let cells = sequences.flatMap(\.cells)
        #expect(ledger.used == Set(cells).count)
        #expect(ledger.room == 120 - ledger.used)
        #expect(sequences.map(\.tokens) == naive)
        #expect(sequences.allSatisfy { Set($0.cells).count == $0.count && $0.cells.count == $0.count })
        let counts = Dictionary(cells.map { ($0, 1) }, uniquingKeysWith: +)
        #expect(ledger.shared(among: sequences[one].cells) == sequences[one].cells.filter { counts[$0] ?? 0 > 1 }.count)
      }
      for index in sequences.indices { sequences[index].truncate(to: 0, in: &ledger) }
      #expect(ledger.used == 0)
    }
  }

  @Test func truncatingToMoreThanThereIsChangesNothing() {
    var ledger = CellLedger(capacity: 10)
    var sequence = ResidentTokens()
    for token in [4, 5, 6] as [Token] { sequence.append(token, in: &ledger) }
    let before = sequence
    sequence.truncate(to: 3, in: &ledger)
    sequence.truncate(to: 9, in: &ledger)
    #expect(sequence == before && ledger.used == 3)
  }

  @Test(
    arguments: [
      ([], [], 0), ([1], [], 0), ([], [1], 0), ([1, 2, 3], [1, 2, 3], 3), ([1, 2, 3], [1, 2], 2),
      ([1, 2], [1, 2, 3], 2),
      ([1, 2, 3], [1, 9, 3], 1), ([9, 2], [1, 2], 0),
    ] as [([Token], [Token], Int)])
  func commonPrefixEndsAtTheFirstDifference(_ a: [Token], _ b: [Token], _ length: Int) {
    #expect(ResidentTokens.commonPrefix(a, b) == length)
  }
}
