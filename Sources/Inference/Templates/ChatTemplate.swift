// The chat format of a model: its own template, and what the template was found to want when it was tried out. A
// template that cannot be used is no dead end; a plain form takes its place, and the facts say so.

import Jinja
import OrderedJSON

/// Renders conversations in a model's own chat format.
struct ChatTemplate: Sendable {
  /// What of a model's vocabulary a template is given, and what decides which form is used without one.
  struct Surroundings: Sendable {
    var special = TemplateProgram.SpecialTexts()
    /// Whether `<|im_start|>` and `<|im_end|>` are tokens of it.
    var hasChatMLMarks = true
    /// What tokens print.
    var bytesOf: @Sendable (Token) -> [UInt8] = { _ in [] }
  }

  /// What the template does with what not all of them know.
  struct Habits: Sendable, Equatable {
    /// It has a place for what the system says.
    var takesSystem = true
    /// It wants the arguments of calls as text in JSON, not as an object.
    var takesArgumentsAsText = false
    /// It goes through the tools even where there are none.
    var wantsListOfTools = false
  }

  /// For people: `chatml`, `the model's own`.
  let summary: String
  /// Why the model's own is not used, and what is used instead; nil: nothing was replaced.
  let replacement: String?
  let habits: Habits
  let program: TemplateProgram
  private let surroundings: Surroundings

  /// Finds the template, and tries it out.
  ///
  /// - Throws: `InferenceError.Code.unsupportedTemplate` where one was asked for that is none. One that the model
  ///   carries is replaced by a plain form.
  init(
    _ wanted: ChatTemplateSource, model: String?, surroundings: Surroundings = Surroundings()
  ) throws(InferenceError) {
    self.surroundings = surroundings
    let trial: Trial
    var replacement: String?
    switch wanted {
    case .named(let name):
      guard let template = BuiltInTemplate(named: name) else {
        throw InferenceError(
          .unsupportedTemplate,
          "there is no chat template '\(name)'; accepted are llama3, chatML, llama2, a file, or one of "
            + BuiltInTemplate.allCases.map(\.rawValue).joined(separator: ", "))
      }
      trial = try Trial(template.source, surroundings)
      summary = template.rawValue
    case .text(let text):
      do throws(InferenceError) {
        trial = try Trial(text, surroundings)
      } catch {
        throw InferenceError(
          .unsupportedTemplate,
          "the chat template (from a file) cannot be used: \(error.message); give another file, or one of the names "
            + "llama3, chatML, llama2")
      }
      summary = "from a file"
    case .model:
      do throws(InferenceError) {
        guard let model, !model.isEmpty else {
          throw InferenceError(.unsupportedTemplate, "the model carries no chat template")
        }
        do throws(InferenceError) {
          trial = try Trial(model, surroundings)
        } catch {
          throw InferenceError(.unsupportedTemplate, "the model's own chat template cannot be used: \(error.message)")
        }
        summary = "the model's own"
      } catch {
        let fallback = BuiltInTemplate.fallback(hasChatMLMarks: surroundings.hasChatMLMarks)
        trial = try Trial(fallback.source, surroundings)
        summary = fallback.rawValue
        replacement =
          "\(error.message); '\(fallback.rawValue)' is used instead, which may not be what the model was trained on "
          + "(another one can be given)"
      }
    }
    program = trial.program
    habits = trial.habits
    self.replacement = replacement
  }

  /// What a person should know of it, a sentence each.
  var notes: [String] {
    let ofSystem =
      "the chat template has no place for what the system says; it stands before the first message instead"
    return [replacement, habits.takesSystem ? nil : ofSystem].compactMap { $0 }
  }

  /// The prompt for a conversation. Equal beginnings give equal parts where the template does not rewrite its past.
  func render(_ prompt: ChatPrompt) throws(InferenceError) -> [PromptPart] {
    guard !prompt.messages.isEmpty else { return [] }
    let messages = habits.takesSystem ? prompt.messages : Self.withoutSystem(prompt.messages)
    var conversion = MessageConversion(habits, bytesOf: surroundings.bytesOf)
    let values = messages.map { conversion.value(of: $0) }
    do throws(InferenceError) {
      let marked = try program.render(
        JinjaValue(values),
        tools: prompt.tools.isEmpty && !habits.wantsListOfTools
          ? .none : JinjaValue(.array(prompt.tools), mark: TemplateProgram.outside),
        addingGenerationPrompt: prompt.addsGenerationPrompt, variables: prompt.variables)
      return conversion.parts(of: marked)
    } catch {
      throw InferenceError(
        .unsupportedTemplate, "the chat template (\(summary)) refuses the conversation: \(error.message)")
    }
  }

  /// The messages with what the system says put before the first one of the user's.
  static func withoutSystem(_ messages: [ChatMessage]) -> [ChatMessage] {
    let words = messages.compactMap { message -> String? in
      guard message.role == .system, case .text(let text) = message.content, !text.isEmpty else { return nil }
      return text
    }
    var rest = messages.filter { $0.role != .system }
    guard !words.isEmpty else { return rest }
    let joined = words.joined(separator: "\n\n")
    if let first = rest.first, first.role == .user, case .text(let text) = first.content {
      rest[0].content = .text(joined + "\n\n" + text)
    } else {
      rest.insert(ChatMessage(role: .user, content: .text(joined)), at: 0)
    }
    return rest
  }
}

extension ChatTemplate.Surroundings {
  /// Those of a loaded vocabulary.
  init(_ tokenizer: Tokenizer) {
    special = tokenizer.model.specialTexts
    hasChatMLMarks = ["<|im_start|>", "<|im_end|>"].allSatisfy { mark in
      tokenizer.vocabulary.special.token(Array(mark.utf8)) != nil
    }
    bytesOf = { tokenizer.bytes(of: $0) }
  }
}
