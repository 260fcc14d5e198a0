// What begins at the beginning of a line: a fence, a line that names the file of a fence, or a bare JSON object that may
// be a call. Decided on as few bytes as will do, because text that is held back is text that nobody sees yet.

/// What stands at the beginning of a line in the model's text.
enum Structure: Equatable {
  /// A block that is taken as a call once it is whole.
  case block(BlockOpening)
  /// A fence that is shown as it is.
  case plain(FenceLine)
  /// A JSON value that may be a call.
  case json

  /// What is known before the rest has come.
  enum Finding: Equatable {
    /// It begins here, and its inside begins so many bytes further.
    case found(Structure, length: Int)
    /// More must come before that can be told.
    case undecided
    case none
  }

  /// The first key of an object that can be a call.
  private static let callKeys: Set<String> = [
    "name", "arguments", "parameters", "type", "function", "tool", "tool_name", "tool_call", "tool_calls", "id",
  ]
  /// Fences in which a call in JSON may stand.
  static let callFences: Set<String> = ["", "json", "tool_call", "tool_code", "tool", "xml"]

  /// Looks at text that begins at the beginning of a line.
  ///
  /// - Parameters:
  ///   - isFinal: nothing more comes.
  ///   - form: how the model was told to write calls.
  ///   - tools: names of those that are offered.
  ///   - isFile: whether there is such a file.
  static func at(
    _ text: ArraySlice<UInt8>, isFinal: Bool, form: ToolForm, tools: [String], isFile: (String) -> Bool
  ) -> Finding {
    guard let first = text.first(where: { $0 != 0x20 && $0 != 0x09 }) else { return isFinal ? .none : .undecided }
    switch first {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      return json(text, isFinal: isFinal)
    case UInt8(ascii: "`"):
      guard let line = Line(text, isFinal: isFinal) else { return FenceLine.mayBegin(text) ? .undecided : .none }
      if let fence = FenceLine(line.bytes) {
        return opening(
          fence, path: nil, inside: line.rest, isFinal: isFinal, form: form, tools: tools, length: line.length)
      }
      return form == .blocks ? pathLine(text, isFinal: isFinal, tools: tools, isFile: isFile) : .none
    default:
      return form == .blocks ? pathLine(text, isFinal: isFinal, tools: tools, isFile: isFile) : .none
    }
  }

  /// A line and what follows it.
  private struct Line {
    let bytes: ArraySlice<UInt8>
    let rest: ArraySlice<UInt8>
    /// Bytes of the line with its end.
    let length: Int

    /// Nil where its end has not come.
    init?(_ text: ArraySlice<UInt8>, isFinal: Bool) {
      if let end = text.firstIndex(of: UInt8(ascii: "\n")) {
        bytes = text[..<end]
        rest = text[(end + 1)...]
      } else {
        guard isFinal else { return nil }
        bytes = text
        rest = text[text.endIndex...]
      }
      length = rest.startIndex - text.startIndex
    }
  }

  private static func pathLine(
    _ text: ArraySlice<UInt8>, isFinal: Bool, tools: [String], isFile: (String) -> Bool
  ) -> Finding {
    guard let line = Line(text, isFinal: isFinal) else {
      return PathLine.mayBegin(String(decoding: text, as: UTF8.self)) ? .undecided : .none
    }
    let text = String(decoding: line.bytes, as: UTF8.self)
    guard let path = PathLine.path(in: text, isFile: isFile) else { return .none }
    var next = line.rest
    var length = line.length
    if let empty = Line(next, isFinal: isFinal), empty.bytes.allSatisfy(isSpace), !empty.rest.isEmpty || !isFinal {
      next = empty.rest
      length += empty.length
    }
    guard let opener = Line(next, isFinal: isFinal) else {
      return next.isEmpty || FenceLine.mayBegin(next) ? .undecided : .none
    }
    guard let fence = FenceLine(opener.bytes) else { return .none }
    return opening(
      fence, path: path, inside: opener.rest, isFinal: isFinal, form: .blocks, tools: tools,
      length: length + opener.length)
  }

  private static func opening(
    _ fence: FenceLine, path: String?, inside: ArraySlice<UInt8>, isFinal: Bool, form: ToolForm, tools: [String],
    length: Int
  ) -> Finding {
    if form == .blocks {
      if fence.isShell, tools.contains("bash"), path.map({ !isScript($0) }) ?? true {
        return .found(.block(BlockOpening(fence: fence, kind: .command)), length: length)
      }
      if let path = path ?? (fence.isShell ? nil : fence.path) {
        return .found(.block(BlockOpening(fence: fence, kind: .file(path))), length: length)
      }
      if tools.contains(fence.language), fence.language != "write" {
        return .found(.block(BlockOpening(fence: fence, kind: .tool(fence.language))), length: length)
      }
    }
    guard callFences.contains(fence.language) || tools.contains(fence.language) else {
      return .found(.plain(fence), length: length)
    }
    switch json(inside.drop(while: isSpace), isFinal: isFinal) {
    case .undecided: return .undecided
    case .found: return .found(.block(BlockOpening(fence: fence, kind: .json)), length: length)
    case .none: return .found(.plain(fence), length: length)
    }
  }

  /// Whether a shell's block behind this path is the file's text, and not a command that follows its name.
  private static func isScript(_ path: String) -> Bool {
    guard let dot = path.lastIndex(of: "."), dot > (path.lastIndex(of: "/") ?? path.startIndex) else {
      return path.contains("/")
    }
    return ["sh", "bash", "zsh", "bashrc", "profile", "envrc"].contains(path[dot...].dropFirst().lowercased())
  }

  /// Whether a call may begin here: an object, or a list of objects, whose first key is one of a call's.
  private static func json(_ text: ArraySlice<UInt8>, isFinal: Bool) -> Finding {
    let undecided = isFinal ? Finding.none : .undecided
    var rest = text.drop(while: isSpace)
    if rest.first == UInt8(ascii: "[") { rest = rest.dropFirst().drop(while: isSpace) }
    guard let open = rest.first else { return undecided }
    guard open == UInt8(ascii: "{") else { return .none }
    rest = rest.dropFirst().drop(while: isSpace)
    // Some templates show their models braces that are doubled.
    if rest.first == open { rest = rest.dropFirst().drop(while: isSpace) }
    guard let quote = rest.first else { return undecided }
    guard quote == UInt8(ascii: "\"") else { return .none }
    let name = rest.dropFirst()
    guard let end = name.firstIndex(of: quote) else { return name.count > 16 ? .none : undecided }
    return callKeys.contains(String(decoding: name[..<end], as: UTF8.self)) ? .found(.json, length: 0) : .none
  }
}

/// How a block begins that is taken as a call.
struct BlockOpening: Equatable, Sendable {
  /// What it is for.
  enum Kind: Equatable, Sendable {
    case file(String)
    case command
    /// A tool by its name.
    case tool(String)
    /// A call in JSON, between fences.
    case json
  }

  var fence: FenceLine
  var kind: Kind
}
