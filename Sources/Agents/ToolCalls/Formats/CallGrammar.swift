// What a model may write as calls is what its template renders for calls: the same pieces of text, the same white space.
// Then what it writes is what it is shown of it later, and the tokens in the KV stay true.
//
// A grammar binds from a mark on, or from the first token. What ends the model's turn is left out of it: the model ends its
// turn with a token, and a grammar that is at its end lets it.

import OrderedJSON

/// The grammars of one format's calls of certain tools, as GBNF with the rule `root`.
public struct CallGrammar: Sendable {
  /// What may come before the first call where a call is required.
  public enum Thought: Sendable {
    /// Nothing.
    case none
    /// A thought, whose beginning is in the prompt: it goes on to its end.
    case open
    /// A thought or none.
    case optional
  }

  /// The text from whose end on `afterTrigger` binds.
  public let trigger: String
  /// The prompt ends with `trigger`, so that `afterTrigger` binds from the first token on.
  public let isTriggered: Bool
  /// Calls begin with `trigger`, a mark: it may stand at the end of a prompt in place of being generated, and then it is
  /// the token that the template writes, not its letters.
  public let beginsWithMark: Bool
  private let thought: Thought
  private let builder: Builder

  /// The grammars of a format's calls.
  ///
  /// - Parameters:
  ///   - format: how the model writes calls.
  ///   - tools: those that may be called, one at least.
  ///   - severalCalls: an answer may hold more than one call, where the format has that.
  ///   - thought: what may come first in `whole`.
  ///   - endings: texts of tokens that end a turn, which no grammar can ask for; those that most models have are known.
  public init(
    _ format: CallFormat, _ tools: [OfferedTool], severalCalls: Bool = true, thought: Thought = .none,
    endings: [String] = []
  ) {
    let builder = Builder(format, tools, severalCalls: severalCalls, endings: endings)
    trigger = builder.trigger
    isTriggered = !format.opening.isEmpty
    beginsWithMark = builder.isMark && format.opening.isEmpty && (format.heads?.callHead.isEmpty ?? true)
    self.thought = thought
    self.builder = builder
  }

  /// What may follow `trigger`; made anew each time.
  public var afterTrigger: String { builder.text(afterTrigger: true, thought: .none) }
  /// Calls from the first token on; made anew each time.
  public var whole: String { builder.text(afterTrigger: false, thought: thought) }

  /// Most calls of one generation.
  static let maxCalls = 8
}

extension CallGrammar {
  fileprivate struct Builder: Sendable {
    let format: CallFormat
    let tools: [OfferedTool]
    let severalCalls: Bool
    let endings: [String]
    let trigger: String
    let isMark: Bool

    init(_ format: CallFormat, _ tools: [OfferedTool], severalCalls: Bool, endings: [String]) {
      self.format = format
      self.tools = tools
      self.severalCalls = severalCalls && format.severalCalls
      self.endings = endings
      let head = (CallPattern(pieces: format.sectionOpen.pieces + format.callOpen.pieces)).joined.head
      let marks = CallMarks(format)
      // The first mark of them; where the call stands bare, all of its beginning.
      let first = marks.strongStarts.map { String(decoding: $0, as: UTF8.self) }.filter { head.hasPrefix($0) }
      trigger = first.max { $0.count < $1.count } ?? head
      isMark = !first.isEmpty
    }

    func text(afterTrigger: Bool, thought: Thought) -> String {
      var rules = GrammarRules()
      _ = rules.define("root") { rules in
        var parts = calls(afterTrigger: afterTrigger, in: &rules)
        if afterTrigger, !format.opening.isEmpty { return withWords(parts, in: &rules) }
        if !afterTrigger { parts.insert(beginning(thought, in: &rules), at: 0) }
        return parts.filter { !$0.isEmpty }.joined(separator: " ")
      }
      return rules.text
    }

    /// Where the prompt has the mark already, words for the person come behind it too, under a name of their own.
    private func withWords(_ calls: [String], in rules: inout GrammarRules) -> String {
      let call = rules.define("calls") { _ in calls.filter { !$0.isEmpty }.joined(separator: " ") }
      let words = RawTextGrammar.rule(without: [format.opening], in: &rules)
      let mark = GrammarRules.literal(format.opening)
      return #"\#(call) | "all\n" \#(words) (\#(mark) \#(call))?"#
    }

    /// What may stand before the first call.
    private func beginning(_ thought: Thought, in rules: inout GrammarRules) -> String {
      let lead = format.lead.isEmpty ? "" : "\(GrammarRules.literal(format.lead))?"
      let marks = format.reasoning
      guard !marks.close.isEmpty, thought != .none else { return lead }
      let inside = RawTextGrammar.rule(without: [marks.close], in: &rules)
      let rest = "\(inside) \(GrammarRules.literal(marks.close)) space"
      switch thought {
      case .none: return lead
      case .open:
        _ = rules.define("space") { _ in #"[ \n]{0,4}"# }
        return rest
      case .optional:
        _ = rules.define("space") { _ in #"[ \n]{0,4}"# }
        return "(\(GrammarRules.literal(marks.open)) \(rest))? \(lead)"
      }
    }

    private func calls(afterTrigger: Bool, in rules: inout GrammarRules) -> [String] {
      let open = CallPattern(pieces: format.sectionOpen.pieces + format.callOpen.pieces).joined
      let isInPrompt = !format.opening.isEmpty
      var first = afterTrigger ? open.dropping(prefix: trigger) : open
      if !afterTrigger, isInPrompt { first = first.dropping(prefix: format.opening) }
      let close = trimmedEnd(format.sectionClose)
      let callClose = close.isEmpty && !severalCalls ? trimmedEnd(format.callClose) : format.callClose
      let body = rules.define("body") { rules in
        tools.enumerated().map { number, tool in call(tool, number + 1, closing: callClose, in: &rules) }
          .joined(separator: " | ")
      }
      var parts: [String] = []
      if !afterTrigger, let heads = format.heads, !heads.callHead.isEmpty {
        parts.append(expression(heads.callHead, in: &rules))
      }
      parts += [expression(first, in: &rules), body]
      if severalCalls {
        let between = CallPattern(
          pieces: [.text(format.separator)] + (format.heads?.callHead.pieces ?? []) + format.callOpen.pieces
        ).joined
        parts.append("(\(expression(between, in: &rules)) \(body)){0,\(CallGrammar.maxCalls - 1)}")
      }
      parts.append(expression(close, in: &rules))
      return parts
    }

    /// A call from its name on, as a rule of its own, named after its place: a name may hold what a rule's cannot.
    private func call(
      _ tool: OfferedTool, _ number: Int, closing: CallPattern, in rules: inout GrammarRules
    ) -> String {
      rules.define("call-\(number)") { rules in
        let arguments = ArgumentGrammar(format, tool)
        let name = GrammarRules.literal(tool.name)
        let middle = nameEnd(in: &rules)
        let close = expression(closing, in: &rules)
        if case .json(let envelope) = format.shape, envelope.argumentsComeFirst {
          return [arguments.expression(in: &rules), middle, name, close].filter { !$0.isEmpty }.joined(separator: " ")
        }
        var parts: [String] = []
        if !arguments.mustBeEmpty {
          parts.append(
            [name, middle, arguments.expression(in: &rules), close].filter { !$0.isEmpty }.joined(separator: " "))
        }
        if arguments.mayBeEmpty, let without = format.withoutArguments {
          parts.append([name, expression(trimmedEnd(without), in: &rules)].joined(separator: " "))
        } else if arguments.mustBeEmpty {
          parts.append(
            [name, middle, arguments.expression(in: &rules), close].filter { !$0.isEmpty }.joined(separator: " "))
        }
        return parts.joined(separator: " | ")
      }
    }

    private func nameEnd(in rules: inout GrammarRules) -> String {
      // A head may name its parts in several orders; see `FormatExceptions`.
      if let heads = format.heads, !heads.recipient.isEmpty {
        return #"("<|channel|>commentary")? (" "? "<|constrain|>"? "json")? "# + GrammarRules.literal(heads.end)
      }
      return expression(format.nameEnd, in: &rules)
    }

    /// Text and gaps as an expression; empty where there is nothing.
    private func expression(_ pattern: CallPattern, in rules: inout GrammarRules) -> String {
      pattern.pieces.map { piece -> String in
        switch piece {
        case .text(let text): return GrammarRules.literal(text)
        case .identifier: return rules.define("identifier") { _ in "[a-zA-Z0-9]{9}" }
        case .number: return rules.define("number") { _ in "[0-9]{1,2}" }
        case .name: return "(\(tools.map { GrammarRules.literal($0.name) }.joined(separator: " | ")))"
        case .key: return ""
        }
      }.filter { !$0.isEmpty }.joined(separator: " ")
    }

    private static let knownEndings = [
      "<|call|>", "<|calls|>", "<|eom_id|>", "<|eot_id|>", "<|eom|>", "<|eot|>", "<|tool_response>", "<|im_end|>",
      "<|end|>", "<|return|>", "</s>",
    ]

    /// Without what only a token can say, and white space before it.
    private func trimmedEnd(_ pattern: CallPattern) -> CallPattern {
      guard case .text(let text)? = pattern.pieces.last else { return pattern }
      let marked = MarkupText(text)
      let known = Set(Self.knownEndings + endings + [format.turnEnd])
      let end = marked.tags.first { tag in
        let text = marked[tag]
        return known.contains(text) || text.lowercased().contains("eos") || text.lowercased().contains("end_of_")
          || text.lowercased().contains("end▁of▁")
      }
      var kept = marked[0..<(end?.lowerBound ?? marked.count)]
      while kept.last?.isWhitespace == true { kept.removeLast() }
      return CallPattern(pieces: pattern.pieces.dropLast() + (kept.isEmpty ? [] : [.text(kept)]))
    }
  }
}

extension CallPattern {
  /// Texts side by side made one.
  var joined: CallPattern {
    var pieces: [Piece] = []
    for piece in self.pieces {
      if case .text(let more) = piece, case .text(let text)? = pieces.last {
        pieces[pieces.count - 1] = .text(text + more)
      } else if piece != .text("") {
        pieces.append(piece)
      }
    }
    return CallPattern(pieces: pieces)
  }

  func dropping(prefix: String) -> CallPattern {
    guard !prefix.isEmpty, case .text(let text)? = pieces.first, text.hasPrefix(prefix) else { return self }
    return CallPattern(pieces: [.text(String(text.dropFirst(prefix.count)))] + pieces.dropFirst()).joined
  }
}
