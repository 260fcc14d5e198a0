/// Where a prompt left what its sequence held: from there on everything is computed anew. A turn that only appends has
/// none; a template that rewrites its past, a compaction or a changed system prompt has.
public struct PrefixBreak: Sendable, Equatable {
  /// What stands in the prompt where it differs.
  public enum Cause: Sendable, Equatable {
    /// The chat template's own text: it writes a turn that is over differently from one that is going on.
    case template
    /// Text of a person, a tool or the system prompt.
    case content
    /// What the model generated: it was cut or is of another turn.
    case generated
    /// Nothing: the prompt ends before what was resident did.
    case shortened
  }

  /// The first position that differs.
  public var position: Int
  /// Resident tokens from there on, which were dropped.
  public var dropped: Int
  /// What stood there.
  public var had: String
  /// What stands there now; empty where the prompt ends.
  public var has: String
  /// What it is.
  public var cause: Cause

  /// Where a prompt left what its sequence held.
  public init(position: Int, dropped: Int, had: String, has: String, cause: Cause) {
    self.position = position
    self.dropped = dropped
    self.had = had
    self.has = has
    self.cause = cause
  }

  /// One sentence for people, such as `at token 512 "foo" became "bar" in the template's text; 90 tokens are computed again`.
  public var sentence: String {
    let what =
      switch cause {
      case .template: "\"\(had)\" became \"\(has)\" in the template's text"
      case .content: "\"\(had)\" became \"\(has)\" in the conversation's text"
      case .generated: "\"\(had)\" became \"\(has)\" in what the model had written"
      case .shortened: "the conversation was cut back"
      }
    return "at token \(position) \(what); \(dropped) resident tokens were dropped"
  }
}

extension MemorySnapshot.Turn {
  /// How the prompt of `job` meets what is resident.
  init(breaking resident: ResidentTokens, by job: GenerationJob, bytesOf: (Token) -> [UInt8]) {
    self.init(prompt: job.prompt.count)
    let common = resident.commonPrefix(with: job.prompt)
    guard common < resident.count else { return }
    func text(_ token: Token?) -> String { token.map { String(decoding: bytesOf($0), as: UTF8.self) } ?? "" }
    let has = common < job.prompt.count ? job.prompt[common] : nil
    broke = PrefixBreak(
      position: common, dropped: resident.count - common, had: text(resident.tokens[common]), has: text(has),
      cause: has == nil ? .shortened : job.origins.cause(at: common, of: job.prompt, bytesOf: bytesOf))
  }
}
