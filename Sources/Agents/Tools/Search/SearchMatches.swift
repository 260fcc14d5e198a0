import System

/// What a search finds, record by record as it comes: `path`, a zero byte, and `line:text`, `line-text` for lines around a
/// match, or how many lines match; everything else is a parting between groups, or what the program has to say.
struct SearchMatches {
  private static let limit = 200

  private let search: Search
  private let place: ResolvedPath
  private let filter: GlobPattern?
  private let workspace: String
  private let mayShow: (String) -> Bool
  private var splitter = RecordSplitter(separator: UInt8(ascii: "\n"), limit: 64 << 10)
  private var lines: [String] = []
  private var used = 0
  private var isCut = false
  private var isParted = false
  private var isRepaired = false
  /// Lines that match, where these are counted.
  private var count = 0
  private var problems = 0
  /// The first of what the program had to say.
  private var message: String?
  private var hidden: Set<String> = []
  private var unnamed: Set<[UInt8]> = []

  /// - Parameters:
  ///   - search: what is looked for.
  ///   - place: where is searched.
  ///   - filter: of which files matches count.
  ///   - workspace: resolved.
  ///   - mayShow: which files may be shown, by their absolute paths.
  init(
    of search: Search, in place: ResolvedPath, filter: GlobPattern?, workspace: String,
    mayShow: @escaping (String) -> Bool
  ) {
    self.search = search
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

  /// Takes a last record that was not ended.
  mutating func finish() {
    if !isCut, let record = splitter.finish() { _ = take(record) }
  }

  private mutating func take(_ record: [UInt8]) -> Bool {
    guard let end = record.firstIndex(of: 0) else {
      takeRemark(String(decoding: record, as: UTF8.self))
      return true
    }
    guard let name = String(validating: record[..<end], as: UTF8.self) else {
      unnamed.insert(Array(record[..<end]))
      return true
    }
    let path = ResolvedPath(absolute: name, workspace: workspace)
    let prefix = place.absolute == "/" ? 1 : place.absolute.utf8.count + 1
    let fromPlace = String(Substring(path.absolute.utf8.dropFirst(prefix)))
    if filter?.matches(fromPlace.isEmpty ? path.shown : fromPlace) == false { return true }
    let text = record[(end + 1)...]
    let number = text.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    if search.output != .lines, number.elementsEqual("0".utf8) { return true }
    if !mayShow(path.absolute) {
      hidden.insert(path.absolute)
      return true
    }
    switch search.output {
    case .files: return add(path.shown)
    case .count:
      guard add("\(path.shown):\(String(decoding: number, as: UTF8.self))") else { return false }
      count += Int(String(decoding: number, as: UTF8.self)) ?? 0
      return true
    case .lines:
      let sign = text.dropFirst(number.count).first == UInt8(ascii: "-") ? "-" : ":"
      var rest = text.dropFirst(number.count + 1)
      if rest.last == UInt8(ascii: "\r") { rest.removeLast() }
      if String(validating: rest, as: UTF8.self) == nil { isRepaired = true }
      return add(
        path.shown + sign + String(decoding: number, as: UTF8.self) + sign
          + ToolLimits.cut(String(decoding: rest, as: UTF8.self), to: 400))
    }
  }

  private mutating func takeRemark(_ text: String) {
    if text == "--" {
      isParted = true
      return
    }
    if message == nil, !text.isEmpty { message = text }
    if text.contains("os error") || text.contains("ermission denied") { problems += 1 }
  }

  private mutating func add(_ line: String) -> Bool {
    guard lines.count < Self.limit, used + line.utf8.count < ToolLimits.result else {
      isCut = true
      return false
    }
    if isParted, !lines.isEmpty { lines.append("--") }
    isParted = false
    lines.append(line)
    used += line.utf8.count + 1
    return true
  }

  /// What the model is told.
  ///
  /// - Parameters:
  ///   - ending: why not all was searched, where it was not.
  ///   - seconds: how long it was allowed to take.
  func result(after ending: SearchProgram.Ending, seconds: Double) -> ToolResult {
    if lines.isEmpty, ending.failed, problems == 0 {
      return ToolResult(ok: false, output: "the search failed: \(message ?? "the program did not say why")")
    }
    var output = lines
    if lines.isEmpty { output.append("nothing matches \(search.pattern) in \(place.shown)") }
    var remarks: [String] = []
    if search.isPlainText { remarks.append("the pattern is no valid regular expression: it was taken as plain text") }
    if search.output == .count, !lines.isEmpty {
      remarks.append("\(Figures.count(count, "line")) in \(Figures.count(lines.count, "file"))")
    }
    if !hidden.isEmpty {
      remarks.append("matches in \(Figures.count(hidden.count, "file")) left out: secret or forbidden")
    }
    if !unnamed.isEmpty {
      remarks.append("matches in \(Figures.count(unnamed.count, "file")) left out: the name is not UTF-8")
    }
    if isRepaired { remarks.append("bytes that are not UTF-8 are shown as \u{FFFD}") }
    if problems > 0 { remarks.append("not readable: \(Figures.count(problems, "file or folder"))") }
    if ending.hasUnreadable { remarks.append(FileList.unreadable) }
    if isCut { remarks.append("there is more; a narrower pattern, path or glob shows it") }
    switch ending.stop {
    case .deadline:
      remarks.append("ended after \(Figures.count(Int(seconds), "second")) before all was searched; there may be more")
    case .enough where !isCut:
      remarks.append("only \(Figures.grouped(FileList.limit)) files were searched; there may be more")
    case .enough, .cancelled, .tooMuch, nil: break
    }
    if !remarks.isEmpty { output.append("(\(remarks.joined(separator: "; ")))") }
    return ToolResult(ok: true, output: output.joined(separator: "\n"))
  }
}
