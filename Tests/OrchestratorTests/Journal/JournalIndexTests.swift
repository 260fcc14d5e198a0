import Testing

@testable import Orchestrator

@Suite struct JournalIndexTests {
  /// A hundred lines of a quarter of a mark's spacing each: a mark at 1, 5, 9 …
  private func index() -> JournalIndex {
    var index = JournalIndex()
    for seq in 1...100 { index.add(seq: seq, bytes: JournalIndex.spacing / 4) }
    return index
  }

  @Test func `Marks stand a spacing apart, whatever the number of lines`() {
    let index = index()
    #expect(index.marks.count == 25)
    #expect(index.marks.prefix(3).map(\.seq) == [1, 5, 9])
    #expect(index.marks.prefix(3).map(\.offset) == [0, JournalIndex.spacing, 2 * JournalIndex.spacing])
    #expect(index.lastSeq == 100)
    #expect(index.size == 25 * JournalIndex.spacing)
  }

  /// Numbers, and the marks between which they are.
  @Test(arguments: [
    (1..<2, 0..<1), (4..<5, 0..<1), (5..<6, 1..<2), (4..<6, 0..<2), (1..<101, 0..<25), (97..<101, 24..<25),
    (100..<400, 24..<25), (200..<300, 24..<25), (6..<6, 0..<0), (0..<1, 0..<0),
  ])
  func `Lines are between the marks around them`(seqs: Range<Int>, marks: Range<Int>) {
    let spacing = JournalIndex.spacing
    #expect(index().bytes(of: seqs) == marks.lowerBound * spacing..<marks.upperBound * spacing)
  }

  @Test func `A line that is longer than the spacing has a mark of its own after it`() {
    var index = JournalIndex()
    index.add(seq: 1, bytes: 10 * JournalIndex.spacing)
    index.add(seq: 2, bytes: 1)
    #expect(index.bytes(of: 2..<3) == 10 * JournalIndex.spacing..<10 * JournalIndex.spacing + 1)
    #expect(JournalIndex().bytes(of: 1..<9) == 0..<0)
  }
}
