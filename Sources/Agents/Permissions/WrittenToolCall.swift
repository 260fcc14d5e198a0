public import OrderedJSON

/// A tool call as it is written in a rule: `bash(git push)`, `write(src/a.c)`, `task(x)`.
public struct WrittenToolCall: Sendable {
  /// As it was given.
  public let text: String
  /// What is called.
  public let tool: any Tool
  /// With what: what stands in the brackets is the tool's first argument that is a text.
  public let arguments: JSON

  /// Reads a call.
  ///
  /// - Parameters:
  ///   - text: as it is written in rules, `bash(git push)`.
  ///   - tools: those that may be called.
  /// - Throws: a sentence with the text and what is accepted.
  public init(_ text: String, tools: [any Tool]) throws(WrittenToolCallError) {
    let open = text.firstIndex(of: "(")
    let name = String(text[..<(open ?? text.endIndex)])
    guard let tool = tools.first(where: { $0.name == name }) else {
      throw WrittenToolCallError(
        text,
        name.isEmpty
          ? "it names no tool" : "there is no tool '\(name)', only \(tools.map(\.name).joined(separator: ", "))")
    }
    var inside = ""
    if let open {
      guard text.utf8.last == UInt8(ascii: ")"), text.index(after: open) < text.endIndex else {
        throw WrittenToolCallError(text, "the bracket is not closed")
      }
      inside = String(text[text.index(after: open)..<text.index(before: text.endIndex)])
    }
    self.text = text
    self.tool = tool
    let argument =
      switch tool.effect {
      case .executes: "command"
      case .reads, .writes: "path"
      case .delegates, .notes, .asks: Self.firstText(of: tool)
      }
    arguments = inside.isEmpty ? [:] : .object(JSONObject([.init(name: argument, value: .string(inside))]))
  }

  private static func firstText(of tool: any Tool) -> String {
    tool.parameters.properties.first { if case .string = $0.kind { true } else { false } }?.name ?? "text"
  }
}

/// A text that is no call.
public struct WrittenToolCallError: Error, Equatable, Sendable, CustomStringConvertible {
  /// One sentence: the text, what is wrong with it, and what is accepted.
  public let description: String

  init(_ text: String, _ problem: String) {
    description =
      "'\(text)' is not a call: \(problem); write a tool's name and what it is given in brackets, as in "
      + "bash(git push), write(src/a.c) or task(look for it)"
  }
}
