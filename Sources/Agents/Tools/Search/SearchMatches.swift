/// What a search finds, line by line as it comes: `path`, a zero byte, `line:text`; everything else is what the program
/// has to say.
struct SearchMatches {
  private static let limit = 200

  private let place: ResolvedPath
  private let filter: GlobPattern?
  private let workspace: String
  private let mayShow: (String) -> Bool
  private var splitter = RecordSplitter(separator: UInt8(ascii: "\n"), limit: 64 << 10)
  private var lines: [String] = []
  private var used = 0
  private var isCut = false
  private var messages: [String] = []
  private var hidden: Set<String> = []

  /// - Parameters:
  ///   - place: where is searched.
  ///   - filter: of which files matches count.
  ///   - workspace: resolved.
  ///   - mayShow: which files may be shown, by their absolute paths.
  init(place: ResolvedPath, filter: GlobPattern?, workspace: String, mayShow: @escaping (String) -> Bool) {
    self.mayShow = mayShow
    self.place = place
    self.filter = filter
    self.workspace = workspace
  }

  /// Takes the next bytes; false when no more fit.
  mutating func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
    for record in splitter.append(bytes) where !take(record) { return false }
    return true
  }

  /// Takes a last line that was not ended.
  mutating func finish() {
    if !isCut, let record = splitter.finish() { _ = take(record) }
  }

  private mutating func take(_ record: [UInt8]) -> Bool {
    guard let end = record.firstIndex(of: 0) else {
      if messages.count < 20 { messages.append(String(decoding: record, as: UTF8.self)) }
      return true
    }
    let path = ResolvedPath(absolute: String(decoding: record[..<end], as: UTF8.self), workspace: workspace)
    let fromPlace = String(path.absolute.dropFirst(place.absolute.count + 1))
    if filter?.matches(fromPlace.isEmpty ? path.shown : fromPlace) == false { return true }
    if !mayShow(path.absolute) {
      hidden.insert(path.absolute)
      return true
    }
    var text = record[(end + 1)...]
    if text.last == UInt8(ascii: "\r") { text.removeLast() }
    let line = "\(path.shown):" + ToolLimits.cut(String(decoding: text, as: UTF8.self), to: 400)
    guard lines.count < Self.limit, used + line.utf8.count < ToolLimits.result else {
      isCut = true
      return false
    }
    lines.append(line)
    used += line.utf8.count + 1
    return true
  }

  /// What the model is told.
  func result(of outcome: ChildOutcome, pattern: String) -> ToolResult {
    // 0: found, 1: nothing found, 2: something went wrong, perhaps besides finding something.
    if lines.isEmpty, outcome.stop == nil, outcome.end != .exited(status: 0), outcome.end != .exited(status: 1) {
      let reason = messages.isEmpty ? "the search failed" : messages.joined(separator: "\n")
      return ToolResult(
        ok: false, output: "\(reason)\n(signs such as ( [ { . * + ? need a \\ before them to be meant as they are)")
    }
    var output = lines
    if lines.isEmpty { output.append("nothing matches \(pattern) in \(place.shown)") }
    if !hidden.isEmpty {
      output.append("(matches in \(Figures.count(hidden.count, "file")) left out: secret or forbidden)")
    }
    if isCut { output.append("(there is more; a narrower pattern, path or glob shows it)") }
    if outcome.stop == .deadline { output.append("(ended after 60 seconds before all was searched)") }
    return ToolResult(ok: true, output: output.joined(separator: "\n"))
  }
}
