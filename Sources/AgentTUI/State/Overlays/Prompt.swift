/// A line to fill in, in the composer's place; what was written in the composer stays.
struct Prompt: Equatable, Sendable {
  /// What it is for.
  enum Purpose: Equatable, Sendable {
    case rename(agent: String)
    case search
    case filter
    /// Why a call is denied.
    case deny(request: String)
    /// What the person says to a question.
    case reply(request: String)
    /// Another text for a call.
    case edit(request: String)
    /// The path of a model.
    case modelPath
  }

  var purpose: Purpose
  var input: TextInput
  /// What is wrong with what was entered.
  var problem: String?

  init(_ purpose: Purpose, _ text: String = "") {
    self.purpose = purpose
    input = TextInput(text)
  }

  /// What stands before the line.
  var label: String {
    switch purpose {
    case .rename(let agent): "new name of \(agent)"
    case .search: "search"
    case .filter: "only lines with"
    case .deny: "deny, because"
    case .reply: "answer"
    case .edit: "run instead"
    case .modelPath: "path of a GGUF model"
    }
  }
}
