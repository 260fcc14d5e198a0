import Testing

@testable import Inference

@Suite struct StretchCacheTests {
  private func stretch(_ text: String, opens: Bool = true) -> PromptSegment.Stretch {
    .init(bytes: Array(text.utf8), opens: opens)
  }

  @Test func tokensAreThoseOfTheSameBytesInTheSamePlace() {
    let cache = StretchCache()
    cache.keep([1], of: stretch("é"))
    cache.keep([2], of: stretch("e\u{301}"))
    cache.keep([3], of: stretch("é", opens: false))
    #expect(cache[stretch("é")] == [1])
    #expect(cache[stretch("e\u{301}")] == [2])
    #expect(cache[stretch("é", opens: false)] == [3])
    #expect(cache[stretch("e")] == nil)
  }

  @Test func whatWasNotAskedForLongestGoesFirst() {
    let cache = StretchCache(limit: 1000)
    for index in 0..<9 { cache.keep([Token(index)], of: stretch("\(index)")) }
    _ = cache[stretch("0")]
    for index in 9..<14 { cache.keep([Token(index)], of: stretch("\(index)")) }
    #expect(cache[stretch("0")] == [0])
    #expect(cache[stretch("1")] == nil)
    #expect(cache[stretch("13")] == [13])
    cache.keep([7], of: stretch(String(repeating: "x", count: 600)))
    #expect(cache[stretch(String(repeating: "x", count: 600))] == nil)
  }
}
