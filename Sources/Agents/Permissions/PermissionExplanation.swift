public import OrderedJSON

/// What is decided on one call, and why: for people, for tests, and for whoever tries to get something past the rules.
public struct PermissionExplanation: Sendable, Equatable {
  /// The call as it was given.
  public var call: String
  /// `allow`, `ask` or `deny`.
  public var decision: PermissionRuling
  /// The rule or mode that decided.
  public var by: String
  /// Why it is denied; empty where it is not.
  public var reason = ""
  /// Of a command, the programs with their arguments, as the rules see them.
  public var parts: [String] = []
  /// The wrappers around them, which run them.
  public var wrappers: [String] = []
  /// The files that the shell would write, as they are written.
  public var writes: [String] = []
  /// Why a command is not understood; nil where it is, and for other tools.
  public var doubt: String?
  /// Whether it destroys, or leaves the workspace.
  public var isDangerous = false
  /// The rule that allowing everything with this prefix would add.
  public var prefixRule: String?

  /// As `permissions explain --format json` writes it.
  public var json: JSON {
    var object = JSONObject()
    object["call"] = .string(call)
    object["decision"] = .string(decision.rawValue)
    object["by"] = .string(by)
    if !reason.isEmpty { object["reason"] = .string(reason) }
    object["understood"] = .bool(doubt == nil)
    if let doubt { object["doubt"] = .string(doubt) }
    object["parts"] = .array(parts.map(JSON.string))
    object["wrappers"] = .array(wrappers.map(JSON.string))
    object["writes"] = .array(writes.map(JSON.string))
    object["dangerous"] = .bool(isDangerous)
    if let prefixRule { object["prefix_rule"] = .string(prefixRule) }
    return .object(object)
  }

  /// As it is written for people, a few lines.
  public var text: String {
    var lines = ["\(decision.rawValue)  \(call)", "  by: \(by)"]
    if !reason.isEmpty { lines.append("  reason: \(reason)") }
    if let doubt { lines.append("  not understood: \(doubt)") }
    if doubt == nil { lines += parts.map { "  part: \($0)" } }
    lines += wrappers.map { "  through: \($0)" }
    lines += writes.map { "  writes: \($0)" }
    if isDangerous { lines.append("  dangerous") }
    if let prefixRule { lines.append("  prefix: \(prefixRule)") }
    return lines.joined(separator: "\n")
  }
}
