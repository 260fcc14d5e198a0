import Foundation
import Testing

@testable import Inference

/// The vocabularies of a folder, as `scripts/vocabulary-check` gives it: a table of what came out.
@Suite struct VocabularyCheck {
  struct Row {
    var name: String
    var special = 0
    var ordinary = 0
    var prompts = 0
    var equal = 0
    var contents = 0
    /// Control and user-defined tokens that came out of content, by libllama without special tokens and by us.
    var before = 0
    var after = 0
    /// User-defined tokens among ours that are white space or a single character.
    var text = 0

    var line: String {
      let columns = [
        "\(special)", "\(ordinary)", "\(prompts)", "\(equal)", "\(contents)", "\(before)", "\(after)", "\(text)",
      ]
      return name.padding(toLength: 24, withPad: " ", startingAt: 0)
        + columns.map { String(repeating: " ", count: max(1, 10 - $0.count)) + $0 }.joined()
    }
  }

  @Test(.enabled(if: VocabularyTypes.folder != nil))
  func vocabulariesGiveTheTokensOfTheWholeAndNoSpecialOnesForContent() throws {
    let folder = try #require(VocabularyTypes.folder)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".gguf") }.sorted()
    #expect(!files.isEmpty)
    print(
      "vocabulary                 special  ordinary   prompts     equal  contents    before     after   as text")
    for file in files {
      let row = try row(folder + "/" + file)
      print(row.line)
      #expect(row.equal == row.prompts, "\(file)")
      #expect(row.after == 0, "\(file)")
    }
  }

  private func row(_ path: String) throws -> Row {
    let tokenizer = Tokenizer(try TinyVocabulary.load(path))
    let vocabulary = tokenizer.vocabulary
    let name = (path as NSString).lastPathComponent
    var row = Row(name: name.replacing("ggml-vocab-", with: "").replacing(".gguf", with: ""))
    let all = (0..<Token(tokenizer.model.vocabularySize)).filter { isSpecialType($0, tokenizer) }
    let markup = all.filter(vocabulary.isForbidden).map { text($0, tokenizer) }
    row.special = markup.count
    row.ordinary = all.count - markup.count

    // Each of the template's words before and behind contents that hold none of them.
    let samples = (try? String(contentsOfFile: path + ".inp", encoding: .utf8)) ?? ""
    let harmless = (samples.components(separatedBy: "\n__ggml_vocab_test__\n") + TokenizerTests.harmless).filter {
      content in !markup.contains { content.contains($0) }
    }
    for (index, content) in harmless.enumerated() {
      for offset in 0..<3 {
        let words = (0..<3).map { markup[(index * 7 + offset + $0) % markup.count] }
        let parts: [PromptPart] = [
          .markup(words[0] + "user\n"), .text(content), .markup(words[1] + "\n" + words[2] + "assistant\n"),
          .text(content), .markup("\n"), .text(content),
        ]
        row.prompts += 1
        let (ours, whole) = (tokenizer.tokens(of: parts), tokenizer.whole(TokenizerTests.text(parts)))
        if ours == whole {
          row.equal += 1
        } else if row.prompts - row.equal < 4 {
          print("  \(row.name): \(TokenizerTests.text(parts).debugDescription)\n    \(ours)\n    \(whole)")
        }
      }
    }

    // Each special token's text in a content: alone, among others, and joined to them.
    var contents = markup.map { "a \($0)b" } + [markup.joined(), markup.joined(separator: " ")]
    contents += markup.map { "\($0)\n\($0.dropFirst())\($0)" }
    for content in contents {
      row.contents += 1
      row.before += vocabulary.ask(Array(content.utf8)[...]).count(where: vocabulary.isForbidden)
      let tokens = tokenizer.tokens(ofContent: content)
      row.after += tokens.count(where: vocabulary.isForbidden)
      row.text += tokens.count {
        isSpecialType($0, tokenizer) && !vocabulary.isForbidden($0) && !vocabulary.isSpecial($0)
      }
    }
    return row
  }

  private func isSpecialType(_ token: Token, _ tokenizer: Tokenizer) -> Bool {
    VocabularyTypes.isControlOrUserDefined(token, tokenizer.model)
  }

  private func text(_ token: Token, _ tokenizer: Tokenizer) -> String {
    VocabularyTypes.text(token, tokenizer.model)
  }
}
