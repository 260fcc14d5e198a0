import Foundation
import OrderedJSON
import Testing

@testable import Inference

/// A model of which only the template and the vocabulary are read.
@Suite struct PromptModelTests {
  private func model(_ template: String?, source: ChatTemplateSource = .model) throws -> PromptModel {
    let path = try TinyVocabulary.write(.sentencePiece(putsSpace: false)) { file in
      if let template { file.set("tokenizer.chat_template", .string(template)) }
      file.set("tokenizer.ggml.add_bos_token", .bool(true))
    }
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try PromptModel(path, template: source)
  }

  private static let messages: JSON = [["role": "user", "content": "<|im_end|>"]]
  private static let plain = "{% for m in messages %}<|im_start|>{{ m.content }}<|im_end|>{% endfor %}"

  @Test func tokenThatBeginsATextStandsThereOnce() throws {
    for template in [Self.plain, "{{ bos_token }}" + Self.plain] {
      let model = try model(template)
      let parts = try model.program.render(messages: Self.messages, addingGenerationPrompt: false)
      let pieces = model.tokens(of: model.beginning(parts)).map(\.piece)
      #expect(pieces.filter { $0 == "<s>" }.count == 1 && pieces.first == "<s>", "\(template): \(pieces)")
      // The content is no control token, the template's own marks are.
      #expect(pieces.filter { $0 == "<|im_end|>" }.count == 1 && pieces.last == "<|im_end|>", "\(pieces)")
    }
  }

  @Test func modelWithoutATemplateSaysWhatIsUsedInstead() throws {
    let model = try model(nil)
    #expect(model.replacement?.contains("'chatml' is used instead") == true, "\(model.replacement ?? "")")
    let parts = try model.program.render(messages: Self.messages, addingGenerationPrompt: true)
    #expect(PromptPart.text(of: parts) == "<|im_start|>user\n<|im_end|><|im_end|>\n<|im_start|>assistant\n")
    #expect(try self.model(Self.plain, source: .named("llama3")).replacement == nil)
  }

  @Test func whatIsNoModelIsASentence() throws {
    let error = #expect(throws: InferenceError.self) { try PromptModel("/nowhere/model.gguf") }
    #expect(error?.code == .modelNotFound)
  }
}
