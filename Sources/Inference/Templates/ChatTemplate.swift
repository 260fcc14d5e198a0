// The chat format of a model, through llama_chat_apply_template.
//
// That function puts the messages' contents into its own text, and what comes out is one string in which nobody
// can tell any more what is the template's and what a person's. So it is never shown the contents: it gets
// placeholders, and its output is taken apart at them. The template's text may then hold control tokens, the
// contents never, whatever they contain.

import CLlama

/// Renders conversations in a model's own chat format.
struct ChatTemplate: Sendable {
  /// What libllama is given: a name it knows, or the Jinja text that it recognises.
  private let source: String
  /// For people: `chatml`, `the model's own`.
  let summary: String
  /// What its text shows of the model.
  let traits: TemplateTraits

  /// The seed's names beside libllama's.
  private static let aliases = ["llama3": "llama3", "chatml": "chatml", "chatML": "chatml", "llama2": "llama2"]

  /// Finds the template and proves that libllama can apply it.
  ///
  /// - Throws: `InferenceError.Code.unsupportedTemplate`.
  init(_ wanted: ChatTemplateSource, model: String?) throws(InferenceError) {
    traits =
      switch wanted {
      case .model: TemplateTraits(of: model)
      case .named: TemplateTraits()
      case .text(let text): TemplateTraits(of: text)
      }
    switch wanted {
    case .model:
      guard let model, !model.isEmpty else {
        throw InferenceError(
          .unsupportedTemplate,
          "the model carries no chat template; name one with --chat-template (llama3, chatML, llama2, or a file)")
      }
      source = model
      summary = "the model's own"
    case .named(let name):
      let known = Self.builtInNames
      guard let name = Self.aliases[name] ?? (known.contains(name) ? name : nil) else {
        throw InferenceError(
          .unsupportedTemplate,
          "there is no chat template '\(name)'; accepted are llama3, chatML, llama2, a file, or one of "
            + known.joined(separator: ", "))
      }
      source = name
      summary = name
    case .text(let text):
      source = text
      summary = "from a file"
    }
    guard Self.apply(source, roles: ["user"], contents: ["x"], addingGenerationPrompt: true)?.contains("x") == true
    else {
      throw InferenceError(
        .unsupportedTemplate,
        "the chat template (\(summary)) is none that libllama recognises; name one with --chat-template "
          + "(llama3, chatML, llama2, or one of \(Self.builtInNames.joined(separator: ", ")))")
    }
  }

  /// Names of the templates that libllama has built in.
  static var builtInNames: [String] {
    let count = llama_chat_builtin_templates(nil, 0)
    var names = [UnsafePointer<CChar>?](repeating: nil, count: Int(max(0, count)))
    llama_chat_builtin_templates(&names, names.count)
    return names.compactMap { $0.map { String(cString: $0) } }
  }

  /// The prompt for these messages. Equal beginnings give equal parts.
  func render(_ messages: [ChatMessage], addingGenerationPrompt: Bool) throws(InferenceError) -> [PromptPart] {
    guard !messages.isEmpty else { return [] }
    let placeholders = messages.indices.map { "\u{F8FF}\($0)\u{F8FE}" }
    guard
      let text = Self.apply(
        source, roles: messages.map(\.role.rawValue), contents: placeholders,
        addingGenerationPrompt: addingGenerationPrompt)
    else {
      throw InferenceError(
        .unsupportedTemplate, "the chat template (\(summary)) could not be applied to the conversation")
    }
    return try Self.takeApart(text, messages: messages)
  }

  /// Cuts rendered text at its placeholders and puts the messages' contents in their place.
  static func takeApart(_ text: String, messages: [ChatMessage]) throws(InferenceError) -> [PromptPart] {
    var parts: [PromptPart] = []
    var rest = Substring(text)
    for index in messages.indices {
      guard let found = rest.firstRange(of: "\u{F8FF}\(index)\u{F8FE}") else {
        throw InferenceError(
          .unsupportedTemplate,
          "the chat template leaves out the message \(index + 1) of \(messages.count) (role \(messages[index].role.rawValue))"
        )
      }
      if found.lowerBound > rest.startIndex { parts.append(.markup(String(rest[..<found.lowerBound]))) }
      switch messages[index].content {
      case .text(let content): if !content.isEmpty { parts.append(.text(content)) }
      case .generated(let tokens): if !tokens.isEmpty { parts.append(.tokens(tokens)) }
      }
      rest = rest[found.upperBound...]
    }
    if !rest.isEmpty { parts.append(.markup(String(rest))) }
    return parts
  }

  private static func apply(
    _ template: String, roles: [String], contents: [String], addingGenerationPrompt: Bool
  ) -> String? {
    let copies = roles.map { copy($0) } + contents.map { copy($0) }
    defer { for copy in copies { copy.deallocate() } }
    let messages = roles.indices.map {
      llama_chat_message(role: UnsafePointer(copies[$0]), content: UnsafePointer(copies[roles.count + $0]))
    }
    var buffer = [CChar](repeating: 0, count: 4096 + 256 * messages.count)
    var length = llama_chat_apply_template(
      template, messages, messages.count, addingGenerationPrompt, &buffer, Int32(buffer.count))
    if length > buffer.count {
      buffer = [CChar](repeating: 0, count: Int(length))
      length = llama_chat_apply_template(
        template, messages, messages.count, addingGenerationPrompt, &buffer, Int32(buffer.count))
    }
    guard length >= 0 else { return nil }
    return String(decoding: buffer.prefix(Int(length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func copy(_ text: String) -> UnsafeMutablePointer<CChar> {
    let bytes = text.utf8CString
    let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
    for (index, byte) in bytes.enumerated() { copy[index] = byte }
    return copy
  }
}
