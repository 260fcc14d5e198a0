import Testing

@testable import Inference

@Suite struct RandomNumbersTests {
  @Test func seedGivesTheNumbersOfThePublishedGenerator() {
    var random = RandomNumbers(seed: 0)
    #expect(
      (0..<6).map { _ in random.next() } == [
        5_987_356_902_031_041_503, 7_051_070_477_665_621_255, 6_633_766_593_972_829_180, 211_316_841_551_650_330,
        9_136_120_204_379_184_874, 379_361_710_973_160_858,
      ])
  }

  @Test func unitIsFromZeroToBelowOneAndEvenlySpread() {
    var random = RandomNumbers(seed: 14)
    var buckets = [Int](repeating: 0, count: 10)
    for _ in 0..<10_000 {
      let unit = random.unit()
      #expect(unit >= 0 && unit < 1)
      buckets[Int(unit * 10)] += 1
    }
    #expect(buckets.allSatisfy { (850...1150).contains($0) }, "\(buckets)")
  }
}
