import Testing

@testable import Orchestrator

@Suite struct SessionIDTests {
  /// The same bits each time.
  private struct Fixed: RandomNumberGenerator {
    func next() -> UInt64 { 0 }
  }

  @Test func `A session is named by when it began, so that names sort as time does`() {
    var random = Fixed()
    let moments: [Int64] = [951_782_400_000, 1_767_366_245_678, 1_767_366_246_000]
    let names = moments.map { SessionID.make(milliseconds: $0, random: &random) }
    #expect(names == ["20000229-000000-aaaaaa", "20260102-150405-aaaaaa", "20260102-150406-aaaaaa"])
  }

  @Test func `Names of one second differ, and are names of files`() {
    var random = SystemRandomNumberGenerator()
    let names = (0..<100).map { _ in SessionID.make(milliseconds: 0, random: &random) }
    #expect(Set(names).count == 100)
    #expect(names.allSatisfy(SessionID.isValid))
  }

  @Test(arguments: ["", "../x", "a/b", "A", "a.b", "a b", String(repeating: "a", count: 65)])
  func `A text that could lead elsewhere is no name`(_ text: String) {
    #expect(!SessionID.isValid(text))
  }
}
