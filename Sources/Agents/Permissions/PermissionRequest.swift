public import OrderedJSON
public import Threading

/// A tool call that a person must decide on, or a question of the agent to the person (`isQuestion`).
public struct PermissionRequest: Sendable, Equatable {
  /// Unique within the session.
  public var id: String
  /// The tool's name.
  public var tool: String
  /// What it was called with.
  public var arguments: JSON
  /// The whole command or path, for people.
  public var subject: String
  /// A unified diff of the change, for `write` and `edit`.
  public var diff: String?
  /// Where it would run.
  public var workingDirectory: String
  /// Whether it destroys, or leaves the workspace.
  public var dangerous: Bool
  /// Which rule or mode asked: `mode ask`, `ask bash(rm *)`.
  public var rule: String
  /// The rule that `session` would add, for people: `bash(git status)`.
  public var sessionRule: String
  /// The rule that `prefix` would add: `bash(git *)`; nil where there is none.
  public var prefixRule: String?

  /// The tool whose requests are questions.
  public static let questionTool = "ask"

  /// Whether it is a question of the agent, that wants an answer and no permission.
  public var isQuestion: Bool { tool == Self.questionTool }
  /// The answers that a question offers; empty where it offers none.
  public var choices: [String] { isQuestion ? Question(arguments).choices : [] }

  /// A request about one call, with all that a person needs to decide.
  public init(
    id: String, tool: String, arguments: JSON, subject: String, diff: String? = nil, workingDirectory: String,
    dangerous: Bool, rule: String, sessionRule: String, prefixRule: String? = nil
  ) {
    self.id = id
    self.tool = tool
    self.arguments = arguments
    self.subject = subject
    self.diff = diff
    self.workingDirectory = workingDirectory
    self.dangerous = dangerous
    self.rule = rule
    self.sessionRule = sessionRule
    self.prefixRule = prefixRule
  }
}

/// What somebody decided.
public enum PermissionAnswer: Sendable, Equatable {
  /// Who decided, where a person did: the word that events have for it.
  public static let person = "person"

  /// This call, this once.
  case once
  /// This scope, until the session ends.
  case session
  /// Everything with this prefix, until the session ends.
  case prefix
  /// This call, with other arguments.
  case edited(JSON)
  /// Not this call; the reason goes back to the model.
  case deny(reason: String)
  /// What the person says to a question; to a call, why not.
  case reply(String)

  /// The word in the event stream.
  public var word: String {
    switch self {
    case .once: "once"
    case .session: "session"
    case .prefix: "prefix"
    case .edited: "edited"
    case .deny: "deny"
    case .reply: "reply"
    }
  }
}

/// Whoever answers permission requests: the console's approvals, or a headless run that has nobody to ask.
public protocol Approver: Sendable {
  /// Blocks until somebody decides, or until the run is cancelled (then denies, saying so).
  func decide(
    _ request: PermissionRequest, agent: String, cancellation: Cancellation
  ) -> (answer: PermissionAnswer, by: String)
}
