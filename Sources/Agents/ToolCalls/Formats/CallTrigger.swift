// Where the sampler begins to hold a model to a call's form. What begins a call is the parser's to say, and nobody else's:
// so a mark in a thought, in backticks or in a file binds nothing.

import Inference

/// Binds a generation to the grammar of calls: from the mark of the model's own format on, and from the arguments on where
/// the model writes a call as JSON beside that format.
struct CallTrigger: GrammarTrigger {
  private var parser: ToolCallParser
  private let grammar: String
  private let loose: LooseCallGrammar
  private let mark: [UInt8]
  /// The last bytes, as many as the mark has.
  private var tail: [UInt8] = []

  /// - Parameters:
  ///   - parser: one that has seen nothing yet, like the one that will take the text apart.
  ///   - grammar: of the model's format.
  ///   - tools: those that can be called.
  init(_ parser: ToolCallParser, grammar: CallGrammar, tools: [OfferedTool]) {
    self.parser = parser
    self.grammar = grammar.afterTrigger
    loose = LooseCallGrammar(tools: tools)
    mark = Array(grammar.trigger.utf8)
  }

  var expected: String? { grammar }

  mutating func grammar(after bytes: [UInt8]) -> (grammar: String, bound: Int)? {
    for (index, byte) in bytes.enumerated() {
      _ = parser.feed([byte])
      tail.append(byte)
      if tail.count > mark.count { tail.removeFirst(tail.count - mark.count) }
      guard let inside = parser.callInside else { continue }
      let bound = bytes.count - index - 1
      if !mark.isEmpty, tail == mark { return (grammar, bound) }
      if let json = inside.json, byte == UInt8(ascii: ":"), let start = LooseCallStart(json),
        let text = loose.text(behind: start, inFence: inside.isFence)
      {
        return (text, bound)
      }
    }
    return nil
  }
}

extension ToolCallParser {
  /// What has come of a call that is being written, or of what may become one.
  struct CallInside {
    /// Where it is JSON beside the model's format: all that has come of it.
    var json: ArraySlice<UInt8>?
    var isFence = false
  }

  /// Nil where no call is being written.
  var callInside: CallInside? {
    switch state {
    case .text, .reasoning, .fence, .head: nil
    case .opened, .call: CallInside()
    case .json(let body): CallInside(json: body.bytes[...])
    case .block(let body): body.opening.kind == .json ? CallInside(json: body.unfinished[...], isFence: true) : nil
    }
  }
}
