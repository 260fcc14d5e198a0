import Testing

@testable import Agents

@Suite("Result limit") struct ResultLimitTests {
  @Test("A result that fits stays as it is")
  func fits() {
    let limit = ResultLimit(tokens: 10) { ($0.count + 3) / 4 }
    #expect(limit.fit("0123456789") == "0123456789")
    #expect(limit.fit(String(repeating: "x", count: 40)).count == 40)
  }

  @Test("A longer one keeps its beginning and end within the limit, and says how much is missing")
  func cuts() {
    let limit = ResultLimit(tokens: 60) { ($0.count + 3) / 4 }
    let text = (0..<1000).map { "\($0 % 10)" }.joined()
    let cut = limit.fit(text)
    #expect(cut.count <= 240)
    #expect(cut.hasPrefix("0123456789") && cut.hasSuffix("6789"))
    let missing =
      1000
      - (cut.count
        - "\n[… 888 of 1000 characters are left out here, for want of context; ask for a smaller part …]\n".count)
    #expect(cut.contains("[… \(missing) of 1000 characters are left out here"))
  }
}
