import OrderedJSON
import Threading

/// A tool call as the transcript shows it: one line that opens to the whole.
struct ToolCall: Equatable, Sendable {
  /// How far it is.
  enum Outcome: Equatable, Sendable {
    case running(since: MonotonicTime)
    case waiting(request: String)
    case finished(ok: Bool, milliseconds: Int)
  }

  /// More output than this is cut in the middle; the journal has all of it.
  static let mostOutput = 32 * 1024

  var call: String
  var name: String
  /// Its main argument, for the one line: the command, the path, the pattern.
  var summary: String
  /// All arguments, for people.
  var arguments: String
  /// What it changes, as a unified diff, where that was told.
  var diff: String?
  var output = ""
  /// Bytes of output that are not kept.
  var omitted = 0
  var outcome: Outcome

  init(call: String, name: String, arguments: JSON, since: MonotonicTime) {
    self.call = call
    self.name = name
    summary = ToolCall.summary(of: arguments)
    self.arguments = ToolCall.listing(of: arguments)
    outcome = .running(since: since)
  }

  var bytes: Int {
    name.utf8.count + summary.utf8.count + arguments.utf8.count + output.utf8.count + (diff?.utf8.count ?? 0)
  }

  /// Output as it comes. The first half of what is kept stays, the second half is the newest.
  mutating func append(_ text: String) {
    output += text
    trim()
  }

  /// The call has ended with this; where output was streamed it is replaced by what the model is told.
  mutating func finish(ok: Bool, output: String, milliseconds: Int) {
    self.output = output
    omitted = 0
    outcome = .finished(ok: ok, milliseconds: milliseconds)
    trim()
  }

  private mutating func trim() {
    let bytes = output.utf8.count
    guard bytes > ToolCall.mostOutput + ToolCall.mostOutput / 4 else { return }
    // Room for a quarter is left, so that a flood is cut once for many pieces.
    let half = ToolCall.mostOutput / 2
    let head = output.prefix(bytes: half)
    let tail = output.suffix(bytes: half)
    omitted += bytes - head.utf8.count - tail.utf8.count
    output = String(head) + "\n" + String(tail)
  }

  /// The first text among the arguments, on one line.
  private static func summary(of arguments: JSON) -> String {
    guard case .object(let object) = arguments else { return "" }
    for member in object.members {
      if case .string(let text) = member.value {
        let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        return line.count < text.count ? line + " …" : line
      }
    }
    return ""
  }

  private static func listing(of arguments: JSON) -> String {
    guard case .object(let object) = arguments else { return "" }
    return object.members.map { "\($0.name): \(plain($0.value))" }.joined(separator: "\n")
  }

  private static func plain(_ value: JSON) -> String {
    switch value {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .integer(let value): String(value)
    case .number(let value): String(value)
    case .string(let text): text
    case .array(let items): "[" + items.map(plain).joined(separator: ", ") + "]"
    case .object(let object):
      "{" + object.members.map { "\($0.name): \(plain($0.value))" }.joined(separator: ", ") + "}"
    }
  }
}

extension String {
  /// At most the first `count` bytes, whole characters.
  fileprivate func prefix(bytes count: Int) -> Substring {
    var end = utf8.index(startIndex, offsetBy: count, limitedBy: endIndex) ?? endIndex
    while end > startIndex, end.samePosition(in: self) == nil { end = utf8.index(before: end) }
    return self[..<end]
  }

  /// At most the last `count` bytes, whole characters.
  fileprivate func suffix(bytes count: Int) -> Substring {
    var start = utf8.index(endIndex, offsetBy: -count, limitedBy: startIndex) ?? startIndex
    while start < endIndex, start.samePosition(in: self) == nil { start = utf8.index(after: start) }
    return self[start...]
  }
}
