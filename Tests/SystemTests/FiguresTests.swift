import System
import Testing

@Suite struct FiguresTests {
  @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567")])
  func numbersAreGroupedByThrees(_ number: Int, _ text: String) {
    #expect(Figures.grouped(number) == text)
  }

  @Test(
    arguments: [
      (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1.0 kB"), (1049, "1.0 kB"), (1050, "1.1 kB"),
      (98_362_432, "98.4 MB"), (999_949, "999.9 kB"), (999_950, "1.0 MB"), (999_999_999, "1.0 GB"),
      (23_000_000_000, "23.0 GB"), (8_000_000_000_000, "8.0 TB"), (9_999_960_000_000_000, "10.0 PB"),
      (.max, "18,446.7 PB"),
    ] as [(UInt64, String)])
  func bytesAreWrittenInTheLargestUnitThatFits(_ bytes: UInt64, _ text: String) {
    #expect(Figures.bytes(bytes) == text)
  }

  @Test func nounsAgreeWithTheirNumber() {
    #expect([0, 1, 2000].map { Figures.count($0, "line") } == ["0 lines", "1 line", "2,000 lines"])
  }
}
