// A chat template, run. What a model was trained on is the text that its own template writes, so that template is what
// renders a conversation (docs/decisions/0032). Everything that comes from outside goes in with a mark, and the marks
// come out with the text: what has none was written by the template, and only there a control token is meant.

internal import Jinja
public import OrderedJSON
import System

/// A chat template in Jinja that renders messages as they are given, the way `transformers` does.
public struct TemplateProgram: Sendable {
  /// What stands for a special token of the vocabulary in a template.
  public struct SpecialTexts: Sendable, Hashable {
    /// `bos_token`
    public var beginning: String
    /// `eos_token`
    public var end: String

    /// These texts; empty where there is no such token.
    public init(beginning: String = "", end: String = "") {
      self.beginning = beginning
      self.end = end
    }
  }

  /// Of text that comes from outside.
  static let outside: MarkedText.Mark = 1

  private let template: JinjaTemplate
  private let special: SpecialTexts
  private let time: CivilTime

  /// Reads a template.
  ///
  /// - Parameters:
  ///   - source: its text.
  ///   - special: what it calls the tokens that begin and end a text.
  ///   - changesLists: whether it may do what `transformers` forbids and other programs allow: change its lists.
  /// - Throws: `InferenceError.Code.unsupportedTemplate` with the line that is none.
  public init(
    _ source: String, special: SpecialTexts = SpecialTexts(), changesLists: Bool = false
  ) throws(InferenceError) {
    do throws(JinjaError) {
      template = try JinjaTemplate(source, changesLists: changesLists)
    } catch {
      throw Self.error(error)
    }
    self.special = special
    // One time for good: a prompt that changed with the clock would lose what is in the KV.
    time = CivilTime.local()
  }

  /// Renders messages in OpenAI's form, as they are.
  ///
  /// - Parameters:
  ///   - messages: a list of objects; `arguments` of calls as an object or as a string, whichever the template takes.
  ///   - tools: a list of tools in OpenAI's form; nil: none.
  ///   - addingGenerationPrompt: whether the prompt ends with the beginning of the model's answer.
  ///   - variables: what the template asks for beside these, such as `enable_thinking`.
  /// - Throws: `InferenceError.Code.unsupportedTemplate` with the line at which the template refuses.
  public func render(
    messages: JSON, tools: JSON? = nil, addingGenerationPrompt: Bool, variables: [String: JSON] = [:]
  ) throws(InferenceError) -> [PromptPart] {
    let marked = try render(
      JinjaValue(messages, mark: Self.outside), tools: tools.map { JinjaValue($0, mark: Self.outside) } ?? .none,
      addingGenerationPrompt: addingGenerationPrompt, variables: variables)
    return marked.runs.map { $0.mark == 0 ? .markup($0.text) : .text($0.text) }
  }

  func render(
    _ messages: JinjaValue, tools: JinjaValue, addingGenerationPrompt: Bool, variables: [String: JSON]
  ) throws(InferenceError) -> MarkedText {
    var all = variables.mapValues { JinjaValue($0, mark: Self.outside) }
    all["messages"] = messages
    all["tools"] = tools
    all["documents"] = JinjaValue.none
    all["add_generation_prompt"] = JinjaValue(addingGenerationPrompt)
    all["bos_token"] = JinjaValue(special.beginning)
    all["eos_token"] = JinjaValue(special.end)
    do throws(JinjaError) {
      return try template.render(all, clock: { [time] in time })
    } catch {
      throw Self.error(error)
    }
  }

  private static func error(_ error: JinjaError) -> InferenceError {
    InferenceError(.unsupportedTemplate, error.description)
  }
}
