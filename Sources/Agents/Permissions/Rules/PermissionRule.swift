/// What a rule says about the calls that it matches.
public enum PermissionRuling: String, Sendable, CaseIterable {
  case allow
  case ask
  case deny
}

/// One rule of what agents may do, as people write it: `read`, `*`, `bash(git diff *)`, `edit(src/**)`.
///
/// The name is a tool's, or `*` for every tool. `read` speaks for all tools that only look at files (`glob`, `grep`),
/// `edit` for all that change files (`write`). What stands in the brackets is compared with the command, or with
/// the path; see `CommandPattern` and `PathPattern`. Without brackets the rule speaks about every call of the tool.
public struct PermissionRule: Sendable, Hashable, CustomStringConvertible {
  /// What it says.
  public let ruling: PermissionRuling
  /// A tool's name, or `*`.
  public let tool: String
  /// What stands in the brackets.
  public let pattern: String?
  /// Whether it comes from somebody who may only narrow what is allowed: a project's file that is not trusted. An `ask`
  /// of it lifts no `deny` before it.
  public var onlyNarrows = false

  /// Reads a rule.
  ///
  /// - Parameters:
  ///   - text: as a person writes it, such as `bash(git diff *)`.
  ///   - ruling: what it says of what it matches.
  ///   - tools: the names that are accepted; nil accepts any that could be one.
  /// - Throws: a sentence with the text and what is accepted.
  public init(_ text: String, ruling: PermissionRuling, tools: [String]? = nil) throws(PermissionRuleError) {
    let trimmed = Self.trimmed(text)
    let open = trimmed.firstIndex(of: "(")
    let name = String(trimmed[..<(open ?? trimmed.endIndex)])
    guard name == "*" || Self.isName(name) else {
      throw PermissionRuleError(text, name.isEmpty ? "it names no tool" : "'\(name)' cannot be a tool's name")
    }
    if let tools, name != "*", !tools.contains(name) {
      throw PermissionRuleError(text, "there is no tool '\(name)', only \(tools.joined(separator: ", ")) and *")
    }
    guard let open else {
      (self.ruling, tool, pattern) = (ruling, name, nil)
      return
    }
    guard trimmed.last == ")", trimmed.index(after: open) < trimmed.endIndex else {
      throw PermissionRuleError(text, "the bracket is not closed")
    }
    let inner = Self.trimmed(String(trimmed[trimmed.index(after: open)..<trimmed.index(before: trimmed.endIndex)]))
    guard !inner.isEmpty else { throw PermissionRuleError(text, "there is nothing in the brackets") }
    (self.ruling, tool, pattern) = (ruling, name, inner)
  }

  /// A rule of parts that are known to be well formed.
  init(ruling: PermissionRuling, tool: String, pattern: String?) {
    (self.ruling, self.tool, self.pattern) = (ruling, tool, pattern)
  }

  /// The rule as it is written, without what it says: `bash(git diff *)`.
  public var text: String { pattern.map { "\(tool)(\($0))" } ?? tool }

  /// The rule with what it says: `allow bash(git diff *)`.
  public var description: String { "\(ruling.rawValue) \(text)" }

  /// Whether it speaks about this tool at all.
  func concerns(_ name: String, effect: ToolEffect) -> Bool {
    if tool == "*" || tool == name { return true }
    switch effect {
    case .reads: return tool == "read"
    case .writes: return tool == "edit"
    case .executes, .delegates, .notes, .asks: return false
    }
  }

  private static func isName(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy {
        switch $0 {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
          true
        default: false
        }
      }
  }

  private static func trimmed(_ text: String) -> String {
    var rest = Substring(text)
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return String(rest)
  }
}

/// A text that is no rule.
public struct PermissionRuleError: Error, Equatable, Sendable, CustomStringConvertible {
  /// One sentence: the text, what is wrong with it, and what is accepted.
  public let description: String

  init(_ text: String, _ problem: String) {
    description =
      "'\(text)' is not a permission rule: \(problem); "
      + "write a tool's name or *, and a pattern in brackets if need be, as in read, bash(git diff *) or edit(src/**)"
  }
}
