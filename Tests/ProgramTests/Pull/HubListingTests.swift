import Testing

@testable import Program

@Suite struct HubListingTests {
  private static let digest = String(repeating: "a", count: 64)

  private func listing(_ paths: [String]) -> HubListing {
    HubListing(repository: "o/r", entries: paths.map { .init(path: $0) })
  }

  @Test func filesAreTheModelsWithTheirSizesAndSums() {
    let answer = """
      {"id": "o/r", "siblings": [{"rfilename": "README.md", "size": 5},
        {"rfilename": "m-Q8_0.gguf", "size": 7, "lfs": {"sha256": "\(Self.digest.uppercased())", "size": 7}},
        {"rfilename": "mmproj-m.gguf", "size": 1}, {"rfilename": "a.gguf", "lfs": {"size": 3, "sha256": "short"}}, {}, 5]}
      """
    #expect(
      HubListing(Array(answer.utf8), repository: "o/r")
        == HubListing(
          repository: "o/r",
          entries: [
            .init(path: "a.gguf", bytes: 3, sha256: nil), .init(path: "m-Q8_0.gguf", bytes: 7, sha256: Self.digest),
          ]))
  }

  @Test(arguments: ["", "<html>", "[]", #"{"error": "no"}"#])
  func whatIsNoListIsNone(answer: String) {
    #expect(HubListing(Array(answer.utf8), repository: "o/r") == nil)
  }

  private static let several = ["m-Q2_K.gguf", "m-Q4_K_M.gguf", "m-Q8_0.gguf", "m-UD-Q4_K_XL.gguf", "m.f16.gguf"]
  private static let parts = ["big/m-Q4_0-00001-of-00002.gguf", "big/m-Q4_0-00002-of-00002.gguf", "m-Q2_K.gguf"]

  @Test(arguments: [
    (several, PullSource.Choice.usual, ["m-Q4_K_M.gguf"]),
    (["only-IQ2.gguf"], .usual, ["only-IQ2.gguf"]),
    (several, .quantisation("q8_0"), ["m-Q8_0.gguf"]),
    (several, .quantisation("UD-Q4_K_XL"), ["m-UD-Q4_K_XL.gguf"]),
    (several, .quantisation("Q4_K_XL"), ["m-UD-Q4_K_XL.gguf"]),
    (several, .quantisation("F16"), ["m.f16.gguf"]),
    (several, .file("m-Q2_K.gguf"), ["m-Q2_K.gguf"]),
    (parts, .quantisation("Q4_0"), Array(parts.prefix(2))),
    (parts, .file("m-Q4_0-00002-of-00002.gguf"), Array(parts.prefix(2))),
    (parts, .usual, Array(parts.prefix(2))),
  ])
  func choiceIsOneModelWithAllItsFiles(paths: [String], choice: PullSource.Choice, expected: [String]) throws {
    #expect(try listing(paths).files(choice).map(\.path) == expected)
  }

  @Test(arguments: [
    ([], PullSource.Choice.usual, "'o/r' holds no GGUF file; look for a repository whose name ends in GGUF."),
    (
      ["a-Q2_K.gguf", "b-Q3_K.gguf"], .usual,
      "'o/r' has several models; give o/r:FILE with one of a-Q2_K.gguf, b-Q3_K.gguf."
    ),
    (
      several, .quantisation("Q5_0"),
      "'o/r' does not have the quantisation 'Q5_0'; it has m-Q2_K.gguf, m-Q4_K_M.gguf, m-Q8_0.gguf, m-UD-Q4_K_XL.gguf, m.f16.gguf."
    ),
    (
      ["a-Q8_0.gguf", "b-Q8_0.gguf"], .quantisation("Q8_0"),
      "'o/r' has the quantisation 'Q8_0' more than once; give o/r:FILE with one of a-Q8_0.gguf, b-Q8_0.gguf."
    ),
    (
      ["m-Q8_0.gguf", "x.gguf"], .file("m-Q8_O.gguf"),
      "'o/r' does not have the file 'm-Q8_O.gguf'; it has m-Q8_0.gguf, x.gguf; did you mean 'm-Q8_0.gguf'?"
    ),
  ])
  func whatDoesNotFitIsSaidWithWhatThereIs(paths: [String], choice: PullSource.Choice, sentence: String) {
    #expect(throws: PullError(sentence)) { try listing(paths).files(choice) }
  }

  @Test func longListIsCut() {
    let many = listing((10..<40).map { "m\($0)-Q2_K.gguf" })
    #expect {
      try many.files(.usual)
    } throws: {
      "\($0)".hasSuffix("m20-Q2_K.gguf, m21-Q2_K.gguf and 18 more.")
    }
  }
}
