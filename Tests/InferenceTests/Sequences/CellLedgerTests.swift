import Testing

@testable import Inference

@Suite struct CellLedgerTests {
  @Test func cellIsInUseUntilItsLastHolderDropsIt() {
    var ledger = CellLedger(capacity: 3)
    let (first, second) = (ledger.allocate(for: 1), ledger.allocate(for: 1))
    ledger.share([first], with: 2)
    #expect([ledger.used, ledger.room, ledger.shared(of: 1), ledger.shared(of: 2)] == [2, 1, 1, 1])
    ledger.drop([first, second], of: 1)
    #expect([ledger.used, ledger.room, ledger.shared(of: 1), ledger.shared(of: 2)] == [1, 2, 0, 0])
    ledger.drop([first], of: 2)
    #expect(ledger.used == 0)
    let again = [ledger.allocate(for: 1), ledger.allocate(for: 2), ledger.allocate(for: 3)]
    #expect(Set(again).count == 3 && ledger.room == 0)
  }

  @Test func whatThoseAtWorkHoldIsCountedOnceWhoeverElseHoldsIt() {
    var ledger = CellLedger(capacity: 9)
    let cells = (0..<4).map { _ in ledger.allocate(for: 1) }
    ledger.share(cells[..<3], with: 2)
    #expect(ledger.working == 0)
    ledger.setWorking(1, true, holding: cells)
    ledger.setWorking(2, true, holding: Array(cells[..<3]))
    _ = ledger.allocate(for: 2)
    #expect(ledger.working == 5)
    ledger.setWorking(1, false, holding: cells)
    ledger.setWorking(1, false, holding: cells)
    #expect(ledger.working == 4)
    ledger.drop(cells[1..<3], of: 2)
    #expect([ledger.working, ledger.used] == [2, 5])
  }

  /// Sequences do what the core lets them do, beside arrays of tokens and of cells that are counted one by one.
  @Test func ledgerCountsTheDistinctCellsThatSequencesHold() {
    for seed in 0..<20 {
      var random = RandomNumbers(seed: UInt64(seed))
      var ledger = CellLedger(capacity: 120)
      var sequences = (0..<5).map { ResidentTokens(holder: CellLedger.Holder($0)) }
      var working = [Bool](repeating: false, count: 5)
      var naive = [[Token]](repeating: [], count: 5)
      for _ in 0..<200 {
        let one = Int.random(in: 0..<5, using: &random)
        let other = (one + Int.random(in: 1..<5, using: &random)) % 5
        switch Int.random(in: 0..<5, using: &random) {
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
        case 3:
          working[one].toggle()
          ledger.setWorking(sequences[one].holder, working[one], holding: sequences[one].cells)
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
        for sequence in sequences {
          #expect(ledger.shared(of: sequence.holder) == sequence.cells.filter { counts[$0] ?? 0 > 1 }.count)
        }
        #expect(ledger.working == Set(sequences.indices.filter { working[$0] }.flatMap { sequences[$0].cells }).count)
      }
      for index in sequences.indices { sequences[index].truncate(to: 0, in: &ledger) }
      #expect(ledger.used == 0)
    }
  }

  @Test func truncatingToMoreThanThereIsChangesNothing() {
    var ledger = CellLedger(capacity: 10)
    var sequence = ResidentTokens(holder: 1)
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
