import AgentTUI
import Foundation
import Testing
import TestSupport

@testable import Program

@Suite struct PullSourceTests {
  @Test(arguments: [
    ("Qwen/Qwen2.5-Coder-7B-Instruct-GGUF", PullSource.repository("Qwen/Qwen2.5-Coder-7B-Instruct-GGUF", .usual)),
    ("a/b:Q8_0", .repository("a/b", .quantisation("Q8_0"))),
    ("a/b:deep/c-Q8_0.gguf", .repository("a/b", .file("deep/c-Q8_0.gguf"))),
    ("https://h/m.gguf", .address("https://h/m.gguf")),
    ("HTTP://h:80/a/m.gguf?x=1#y", .address("HTTP://h:80/a/m.gguf?x=1#y")),
  ])
  func whatIsAskedForIsANameARepositoryOrAnAddress(word: String, expected: PullSource) throws {
    #expect(try PullSource(word) == expected)
  }

  @Test(arguments: KnownModel.all)
  func shortNamesAreKnownInAnyCase(model: KnownModel) throws {
    #expect(try PullSource(model.name.uppercased()) == .known(model))
  }

  private static let accepted =
    "tiny, small or coder, OWNER/REPO of huggingface.co with :QUANTISATION or :FILE behind it where it has several, "
    + "or an address that begins with https:// and ends in .gguf"

  @Test(arguments: [
    (nil, "'agent-tui pull' needs to know which model; give \(accepted)."),
    ("", "'agent-tui pull' needs to know which model; give \(accepted)."),
    ("codr", "There is no model 'codr' to get; give \(accepted); did you mean 'coder'?"),
    ("../../etc/passwd", "There is no model '../../etc/passwd' to get; give \(accepted)."),
    ("../x", "There is no model '../x' to get; give \(accepted)."),
    ("-o/x", "There is no model '-o/x' to get; give \(accepted)."),
    ("a/b:", "There is no model 'a/b:' to get; give \(accepted)."),
    (
      "file:///etc/m.gguf",
      "The address 'file:///etc/m.gguf' cannot be used; give one that begins with https:// or http:// and has no spaces in it."
    ),
    (
      "https://h/a b.gguf",
      "The address 'https://h/a b.gguf' cannot be used; give one that begins with https:// or http:// and has no spaces in it."
    ),
    ("https://h/page", "The address 'https://h/page' names no GGUF file; give one whose path ends in .gguf."),
    ("https://h", "The address 'https://h' names no GGUF file; give one whose path ends in .gguf."),
  ])
  func whatCannotBeGotIsSaidWithWhatCan(word: String?, sentence: String) {
    #expect(throws: UsageError(sentence)) { try PullSource(word) }
  }

  @Test(arguments: [
    ("https://h/a/m.gguf", "m.gguf"),
    ("https://h/m-Q4.gguf?download=true", "m-Q4.gguf"),
    ("https://h/my%20m.gguf", "my m.gguf"),
    ("https://h/a%2Fm.gguf", "m.gguf"),
    ("https://h/%2e%2e%2f.gguf", nil),
    ("https://h/.gguf", nil),
    ("https://h/m%0a.gguf", nil),
    ("https://h/m%zz.gguf", nil),
    ("https://h/m%+1.gguf", nil),
    ("https://h/m%ff.gguf", nil),
    ("https://h/x?name=m.gguf", nil),
    ("https://h.gguf", nil),
    ("https://h/\(String(repeating: "m", count: 300)).gguf", nil),
  ])
  func nameOfAFileIsTheAddresssLastPartWhereItIsHarmless(address: String, name: String?) {
    #expect(PullFile.name(inAddress: address) == name)
  }

  @Test func modelInSeveralFilesIsAllOfThemWhicheverIsNamed() {
    let files = PullFile.files(atAddress: "https://h/m-00002-of-00003.gguf?x", sha256: nil)
    #expect(files.map(\.address) == (1...3).map { "https://h/m-0000\($0)-of-00003.gguf?x" })
    #expect(files.map(\.name) == (1...3).map { "m-0000\($0)-of-00003.gguf" })
    #expect(ModelFileName.parts(of: "/a/m.gguf") == ["/a/m.gguf"])
    #expect(ModelFileName.parts(of: "m-00001-of-00000.gguf") == ["m-00001-of-00000.gguf"])
    #expect(ModelFileName.parts(of: "m-00001-of-99999.gguf") == ["m-00001-of-99999.gguf"])
  }

  @Test func addressOfAFileOfTheHubIsWrittenAsTheStandardWants() {
    let file = HubFile(repository: "a/b", revision: "v1", path: "deep/x y%ü.gguf")
    #expect(file.address(at: "https://hub") == "https://hub/a/b/resolve/v1/deep/x%20y%25%C3%BC.gguf")
  }

  @Test func modelsWithShortNamesAreThoseOfTheScripts() throws {
    let table = try String(contentsOf: Checkout.root.appendingPathComponent("scripts/lib/models.txt"), encoding: .utf8)
    let rows = table.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { row in
      row.split(separator: " ").prefix(4).joined(separator: " ")
    }
    #expect(rows == KnownModel.all.map { "\($0.name) \($0.file) \($0.bytes) \($0.sha256)" })
  }
}
