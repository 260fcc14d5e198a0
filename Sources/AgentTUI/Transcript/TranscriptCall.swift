import OrderedJSON
import Threading

/// A tool call as the transcript shows it: one line that opens to the whole.
struct TranscriptCall: Equatable, Sendable {
  /// How far it is.
  enum Outcome: Equatable, Sendable {
    case running(since: MonotonicTime)
    case waiting(request: String)
    case finished(ok: Bool, milliseconds: Int)
  }

  /// More output than this is cut in the middle, and so is a longer diff; the journal has all of it.
  static let mostOutput = 32 * 1024

  var call: String
  var name: String
  /// Its main argument, for the one line: the command, the path, the pattern.
  var summary: String
  /// All arguments, for people.
  private var allArguments: String
  /// What it changes, as a unified diff, where that was told.
  private(set) var diff: String?
  var output = ""
  /// Bytes of output that are not kept.
  var omitted = 0
  var outcome: Outcome

  init(call: String, name: String, arguments: JSON, since: MonotonicTime) {
    self.call = call
    self.name = name
    summary = TranscriptCall.summary(of: arguments)
    allArguments = TranscriptCall.listing(of: arguments)
    outcome = .running(since: since)
  }

  var bytes: Int {
    name.utf8.count + summary.utf8.count + allArguments.utf8.count + output.utf8.count + (diff?.utf8.count ?? 0)
  }

  /// All arguments, for people; none where a diff says what they do.
  var arguments: String { diff == nil ? allArguments : "" }

  /// Output as it comes. The first half of what is kept stays, the second half is the newest.
  mutating func append(_ text: String) {
    output += text
    trim()
  }

  /// What it would change, or has changed.
  mutating func show(diff: String?) {
    guard let diff, let (head, tail) = TranscriptCall.ends(of: diff) else {
      self.diff = diff
      return
    }
    // Whole lines, each with its sign.
    let first = head.utf8.lastIndex(of: 0x0A).map { head[...$0] } ?? head
    let last = tail.utf8.firstIndex(of: 0x0A).map { tail[tail.utf8.index(after: $0)...] } ?? tail
    let left = diff.utf8.count - first.utf8.count - last.utf8.count
    self.diff = first + "@@ \(left) bytes from its middle are in the journal only @@\n" + last
  }

  /// The call has ended with this; where output was streamed it is replaced by what the model is told. The lines that
  /// changed are shown once: with a diff they are taken from the output.
  mutating func finish(ok: Bool, output: String, milliseconds: Int, diff: String? = nil) {
    self.output = output
    omitted = 0
    outcome = .finished(ok: ok, milliseconds: milliseconds)
    if let diff {
      show(diff: diff)
      self.output = TranscriptCall.withoutChangedLines(output, shownIn: diff)
    }
    trim()
  }

  /// What the model is told of a change, with the number of its lines in their place: `x changed: 1 added, 1 removed`.
  private static func withoutChangedLines(_ output: String, shownIn diff: String) -> String {
    var lines = output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let place = lines.firstIndex(where: { $0.hasSuffix(" changed:") }) else { return output }
    let end = lines[(place + 1)...].firstIndex { line in !["+", "-", "…"].contains { line.hasPrefix($0) } }
    lines.removeSubrange(place + 1..<(end ?? lines.count))
    // Its first two lines name the file before and after.
    let changed = diff.split(separator: "\n").dropFirst(2)
    let (added, removed) = (changed.count { $0.hasPrefix("+") }, changed.count { $0.hasPrefix("-") })
    lines[place] += " \(added) added, \(removed) removed"
    return lines.joined(separator: "\n")
  }

  private mutating func trim() {
    guard let (head, tail) = TranscriptCall.ends(of: output) else { return }
    omitted += output.utf8.count - head.utf8.count - tail.utf8.count
    output = head + "\n" + tail
  }

  /// The beginning and the end of a text that is too long; nil where it is not. Room for a quarter is left, so that a
  /// flood is cut once for many pieces.
  private static func ends(of text: String) -> (head: Substring, tail: Substring)? {
    guard text.utf8.count > mostOutput + mostOutput / 4 else { return nil }
    return (text.prefix(bytes: mostOutput / 2), text.suffix(bytes: mostOutput / 2))
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
