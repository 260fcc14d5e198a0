// Models write calls in other models' formats too: what they were taught before. These are understood in any format.

/// Ways to write calls that are understood whatever the format.
enum ForeignFormats {
  /// A tag a parameter, as Qwen3-Coder has it.
  static let function = parameters(
    callOpen: "<function=", nameEnd: ">", open: "<parameter=", middle: ">\n", close: "\n</parameter>",
    callClose: "</function>")
  /// The same with attributes.
  static let namedFunction = parameters(
    callOpen: "<function name=\"", nameEnd: "\">", open: "<param name=\"", middle: "\">", close: "</param>",
    callClose: "</function>")
  /// Tags around key and value, as GLM has them.
  static let keyed = parameters(
    callOpen: "<tool_call>", nameEnd: "\n", open: "<arg_key>", middle: "</arg_key>\n<arg_value>", close: "</arg_value>",
    callClose: "</tool_call>")

  /// What a function's tag begins with.
  static let functionHeads = ["<function=", "<function name=\""].map { Array($0.utf8) }

  enum Finding {
    /// A call, whose body begins so many bytes further.
    case found(CallBody, length: Int)
    case undecided
    case none
  }

  /// What a call is written in, by what follows its mark.
  static func body(_ text: ArraySlice<UInt8>, tools: [OfferedTool], isFinal: Bool) -> Finding {
    guard let first = text.first else { return .none }
    if first == UInt8(ascii: "<") {
      var isUndecided = false
      for (head, format) in zip(functionHeads, [function, namedFunction]) {
        switch MarkerMatch(of: head, at: text) {
        case .whole:
          guard case .parameters(let parameters) = format.shape else { return .none }
          return .found(.parameters(ParameterBody(format, parameters, tools: tools)), length: head.count)
        case .beginning: isUndecided = true
        case .none: break
        }
      }
      return isUndecided && !isFinal ? .undecided : .none
    }
    guard PythonLiteral.isName(first) else { return .none }
    // A name, then tags around keys.
    let name = text.prefix { PythonLiteral.isName($0) }
    guard name.count <= 300 else { return .none }
    let rest = text.dropFirst(name.count).drop(while: isSpace)
    switch MarkerMatch(of: Array("<arg_key>".utf8), at: rest) {
    case .whole:
      guard case .parameters(let parameters) = keyed.shape else { return .none }
      return .found(.parameters(ParameterBody(keyed, parameters, tools: tools)), length: 0)
    case .beginning: return isFinal ? .none : .undecided
    case .none: return .none
    }
  }

  private static func parameters(
    callOpen: String, nameEnd: String, open: String, middle: String, close: String, callClose: String
  ) -> CallFormat {
    var format = CallFormat.general
    format.shape = .parameters(
      .init(
        open: CallPattern(open), middle: ["string": CallPattern(middle)], close: CallPattern(close), separator: "",
        pythonKinds: [], nestedItem: nil, usesCharacterData: false))
    format.callOpen = CallPattern(callOpen)
    format.nameEnd = CallPattern(nameEnd)
    format.callClose = CallPattern(callClose)
    return format
  }
}
