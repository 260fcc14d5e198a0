// When a grammar takes over. In the format's own way that is behind its mark. A call beside the format is known to be one
// once it names a tool and begins its arguments: from there on its arguments are bound too. Where the text only speaks of
// calls (in a thought, in backticks, in a fence of another language) nothing is bound, as the parser sees no call there.

import OrderedJSON

/// Watches a model's text for the place from which on a grammar binds it.
public struct CallTriggers: Sendable {
  /// A grammar has to take over.
  public struct Hit: Sendable, Equatable {
    /// GBNF with the rule `root`, for what comes from here on.
    public var grammar: String
    /// The bytes of the last piece that the grammar has to accept first.
    public var rest: [UInt8]
  }

  private let format: CallFormat
  private let tools: [OfferedTool]
  private let grammar: CallGrammar
  private let trigger: [UInt8]
  private let thoughts: [CallMarks.Thought]
  /// What ends the thought that goes on; nil: none does.
  private var thoughtEnd: [UInt8]?
  private var hasText = false
  private var isInCode = false
  private var fence: FenceLine?
  /// The last bytes, as many as the longest mark has.
  private var tail: [UInt8] = []
  /// What has come since a line began; nil where it is no call.
  private var line: [UInt8]? = []
  private var wholeLine: [UInt8] = []

  /// A bare call's head is shorter.
  private static let longestHead = 400

  /// - Parameters:
  ///   - tools: those that may be called.
  ///   - startsInReasoning: the prompt ends with what begins a thought.
  public init(
    _ format: CallFormat, _ tools: [OfferedTool], severalCalls: Bool = true, startsInReasoning: Bool = false,
    endings: [String] = []
  ) {
    self.format = format
    self.tools = tools
    grammar = CallGrammar(format, tools, severalCalls: severalCalls, endings: endings)
    trigger = Array(grammar.trigger.utf8)
    let marks = CallMarks(format)
    thoughts = marks.thoughts
    thoughtEnd = startsInReasoning ? marks.reasoningClose : nil
  }

  /// Takes the next bytes; a grammar where they bring the text to one.
  public mutating func scan(_ bytes: [UInt8]) -> Hit? {
    for (index, byte) in bytes.enumerated() {
      if let text = take(byte) { return Hit(grammar: text, rest: Array(bytes[(index + 1)...])) }
    }
    return nil
  }

  private mutating func take(_ byte: UInt8) -> String? {
    tail.append(byte)
    let longest = max(trigger.count, thoughts.map { max($0.open.count, $0.close.count) }.max() ?? 0) + 1
    if tail.count > longest { tail.removeFirst(tail.count - longest) }
    if let end = thoughtEnd {
      if ends(with: end), !isQuoted(end) { startText() }
      return nil
    }
    if !hasText, let thought = thoughts.first(where: { ends(with: $0.open) }) {
      thoughtEnd = thought.close
      return nil
    }
    let word = tail.drop(while: isSpace)
    if !isSpace(byte), !thoughts.contains(where: { $0.open.starts(with: word) }) { hasText = true }
    if !isInCode, fence == nil || isCallFence, !trigger.isEmpty, ends(with: trigger) { return grammar.afterTrigger }
    defer { endByte(byte) }
    guard var head = line else { return nil }
    head.append(byte)
    line = head
    guard fence == nil || isCallFence else { return nil }
    switch BareCallHead(head, tools: tools.map(\.name)) {
    case .undecided: if head.count > Self.longestHead { line = nil }
    case .none: line = nil
    case .call(let name, let depth, let isList): return bareGrammar(name, depth: depth, isList: isList)
    }
    return nil
  }

  private mutating func startText() {
    thoughtEnd = nil
    hasText = true
    (line, wholeLine, isInCode) = ([], [], false)
  }

  /// Lines, fences and backticks.
  private mutating func endByte(_ byte: UInt8) {
    isInCode = ToolCallParser.isInCode(after: byte, isInCode)
    guard byte == UInt8(ascii: "\n") else {
      if wholeLine.count < Self.longestHead { wholeLine.append(byte) }
      return
    }
    if let open = fence {
      if open.isClosed(by: wholeLine) { fence = nil }
    } else if let opened = FenceLine(wholeLine) {
      fence = opened
      line = nil
    }
    wholeLine = []
    // A head may go on over lines.
    if line?.contains(where: { !isSpace($0) }) != true { line = [] }
  }

  private var isCallFence: Bool {
    fence.map { Structure.callFences.contains($0.language) || tools.map(\.name).contains($0.language) } ?? false
  }

  private func ends(with mark: [UInt8]) -> Bool { !mark.isEmpty && tail.reversed().starts(with: mark.reversed()) }

  private func isQuoted(_ mark: [UInt8]) -> Bool {
    tail.count > mark.count && tail[tail.count - mark.count - 1] == UInt8(ascii: "`")
  }

  /// The rest of a bare call, from behind the colon of its arguments.
  private func bareGrammar(_ name: String, depth: Int, isList: Bool) -> String? {
    guard let tool = tools.first(where: { $0.name == name }) else { return nil }
    var general = CallFormat.general
    general.spacing.colon = ":"
    general.spacing.comma = ", "
    var rules = GrammarRules()
    _ = rules.define("root") { rules in
      let arguments = ArgumentGrammar(general, tool).expression(in: &rules)
      _ = rules.define("ws") { _ in #"[ \n\t]{0,20}"# }
      let ends = Array(repeating: #"ws "}""#, count: depth) + (isList ? [#"ws "]""#] : [])
      return #"ws \#(arguments) \#(ends.joined(separator: " ")) ("\n```" | "\n")?"#
    }
    return rules.text
  }
}

/// How a JSON value begins that may be a call.
enum BareCallHead: Equatable {
  /// More must come before that can be told.
  case undecided
  case none
  /// It is a call of this tool, up to the colon before its arguments; so many objects are open.
  case call(name: String, depth: Int, isList: Bool)

  init(_ text: [UInt8], tools: [String]) {
    var reader = Reader(text: text[...])
    self = reader.head(tools: tools)
  }

  private struct Reader {
    var text: ArraySlice<UInt8>

    private enum Step { case undecided, none }

    mutating func head(tools: [String]) -> BareCallHead {
      var depth = 0
      var name: String?
      skip()
      guard !text.isEmpty else { return .undecided }
      let isList = take("[")
      if isList { skip() }
      guard !text.isEmpty else { return .undecided }
      guard take("{") else { return .none }
      depth = 1
      while true {
        skip()
        guard !text.isEmpty else { return .undecided }
        guard let key = string() else { return isString ? .undecided : .none }
        skip()
        guard !text.isEmpty else { return .undecided }
        guard take(":") else { return .none }
        switch key {
        case "arguments", "parameters":
          guard let name else { return .none }
          return .call(name: name, depth: depth, isList: isList)
        case "function", "tool_call":
          skip()
          guard !text.isEmpty else { return .undecided }
          if take("{") {
            depth += 1
            continue
          }
          guard let value = string() else { return isString ? .undecided : .none }
          guard tools.contains(value) else { return .none }
          name = value
        case "name", "tool_name", "tool", "type", "id":
          skip()
          guard !text.isEmpty else { return .undecided }
          guard let value = string() else { return isString ? .undecided : .none }
          if key != "type", key != "id" {
            guard tools.contains(value) else { return .none }
            name = value
          }
        default: return .none
        }
        skip()
        guard !text.isEmpty else { return .undecided }
        guard take(",") else { return .none }
      }
    }

    /// Whether a string begins that does not end.
    private var isString: Bool { text.first == UInt8(ascii: "\"") }

    private mutating func skip() { text = text.drop(while: isSpace) }

    private mutating func take(_ sign: Unicode.Scalar) -> Bool {
      guard text.first == UInt8(ascii: sign) else { return false }
      text = text.dropFirst()
      return true
    }

    private mutating func string() -> String? {
      guard isString, let end = text.dropFirst().firstIndex(of: UInt8(ascii: "\"")) else { return nil }
      let value = String(decoding: Array(text[(text.startIndex + 1)..<end]), as: UTF8.self)
      text = text[(end + 1)...]
      return value
    }
  }
}
