// A model that must first find out what there is spends its first steps on it, and a small one guesses instead. So it is
// told before a task: what lies in the workspace, and what those files hold that the task names.

import System

/// What the model is told before a task; the decisions, without the files.
struct Briefing: Equatable {
  /// Characters of a file that is shown whole.
  static let wholeFile = 3_000
  /// Lines that are shown of a longer one.
  static let headLines = 5
  /// Lines of data that are shown whole: a model that sees more of them reckons by heart in place of running a command.
  static let tableLines = 20
  /// Characters of files in all.
  static let allFiles = 8_000
  /// Names in the list of files.
  static let names = 40
  /// Source files of a workspace that is so small that they are all shown, and their bytes in all.
  static let smallWorkspaceFiles = 8
  static let smallWorkspaceBytes = 4_000

  /// Words of a task that may name files, in the order in which they stand there, each once.
  static func candidates(in task: String) -> [String] {
    var seen: Set<String> = []
    return task.split { !isPart($0) }.compactMap { word in
      var word = word
      while let last = word.last, ".:,)".contains(last) { word = word.dropLast() }
      while let first = word.first, "(@".contains(first) { word = word.dropFirst() }
      if word.hasPrefix("./") { word = word.dropFirst(2) }
      let name = String(word)
      return name.isEmpty || !seen.insert(name).inserted ? nil : name
    }
  }

  private static func isPart(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || "_-./+@()".contains(character)
  }

  /// Endings of files that hold code.
  private static let sourceEndings: Set<String> = [
    "c", "cc", "cpp", "cs", "css", "go", "h", "hpp", "html", "java", "js", "jsx", "kt", "lua", "m", "php", "pl", "py",
    "r", "rb", "rs", "scala", "sh", "sql", "swift", "ts", "tsx", "vue", "zig",
  ]

  /// Endings of files that hold data, a record a line.
  private static let dataEndings: Set<String> = ["csv", "dat", "jsonl", "log", "ndjson", "out", "psv", "tsv", "txt"]

  /// Whether a file holds code, by its name.
  static func isSource(_ name: String) -> Bool { sourceEndings.contains(ending(of: name)) }

  /// Whether a file holds tests, by its name.
  static func isTest(_ name: String) -> Bool {
    let words = name.lowercased().split { !$0.isLetter }
    return words.contains { word in ["test", "tests", "spec", "specs"].contains { word.hasSuffix($0) } }
  }

  private static func isData(_ name: String) -> Bool { dataEndings.contains(ending(of: name)) }

  private static func ending(of name: String) -> String {
    name.lastIndex(of: ".").map { name[$0...].dropFirst().lowercased() } ?? ""
  }

  /// Files that are shown although the task does not name them: all code of a workspace that is small.
  static func unnamed(_ files: [(name: String, bytes: Int)], named: [String]) -> [String] {
    guard files.count <= smallWorkspaceFiles else { return [] }
    var total = 0
    for file in files {
      let (sum, isTooLarge) = total.addingReportingOverflow(file.bytes)
      guard !isTooLarge, sum <= smallWorkspaceBytes else { return [] }
      total = sum
    }
    return files.map(\.name).filter { !named.contains($0) }.sorted()
  }

  /// The list of a workspace's files: all of them where they are few, else what lies at its top.
  static func list(_ files: [String], isCut: Bool = false) -> String {
    guard !files.isEmpty else { return "There are no files here yet." }
    if files.count <= names { return "Files here: " + files.sorted().map(quoted).joined(separator: " ") }
    var folders: [String: Int] = [:]
    var top: [String] = []
    for file in files {
      guard let slash = file.firstIndex(of: "/") else {
        top.append(file)
        continue
      }
      folders[String(file[..<slash]), default: 0] += 1
    }
    let shown =
      folders.sorted { $0.key < $1.key }.map { "\(quoted($0.key))/ (\(Figures.count($0.value, "file")))" }
      + top.sorted().map(quoted)
    let more = shown.count > names ? " … (\(shown.count - names) more)" : ""
    let total = isCut ? "more than \(Figures.grouped(files.count))" : Figures.grouped(files.count)
    return "Files here (\(total) in all): " + shown.prefix(names).joined(separator: " ") + more
  }

  /// What a file holds: all of it, or its beginning and how long it is.
  ///
  /// - Parameters:
  ///   - task: what is to be done: lines that hold what it speaks of are shown too, unless the file is data.
  ///   - form: how the model changes files.
  static func text(
    of file: String, _ content: String, task: String = "", form: ToolForm = .blocks, room: Int = wholeFile
  ) -> (text: String, isWhole: Bool) {
    // A file keeps its line endings, however the model writes them; what it is shown has plain ones.
    let content = content.replacing("\r\n", with: "\n")
    let isTable = isData(file) && content.utf8.count { $0 == UInt8(ascii: "\n") } > tableLines
    if content.unicodeScalars.count <= min(room, wholeFile), !isTable {
      return (content.isEmpty ? "\(file) is empty." : "\(file) holds:\n" + fenced(content), true)
    }
    let lines = content.split(separator: "\n", omittingEmptySubsequences: false)
    let total = lines.count - (content.hasSuffix("\n") ? 1 : 0)
    let shown = min(headLines, total)
    let head = fenced(lines.prefix(shown).map { ToolLimits.cut(String($0), to: 200) }.joined(separator: "\n"))
    let rest = total - shown
    var end = rest > 0 ? "\nThe other \(Figures.grouped(rest)) are not shown: work on the file with commands." : ""
    let passages = isData(file) ? Passages() : Passages(of: lines, for: task, skipping: shown)
    if !passages.lines.isEmpty {
      let found = passages.lines.map { "\($0.number): \($0.text)" }.joined(separator: "\n")
      end =
        "\nLines further down that hold what the task speaks of, with their numbers:\n" + fenced(found)
        + "\nThe rest is not shown. Do not write the whole file: "
        + (form == .blocks
          ? "change these lines with a command, such as sed -i 's/old/new/' \(quoted(file))." : "edit these lines.")
    }
    let text =
      "\(file)\(separator(in: lines[0], of: file)) has \(Figures.count(total, "line")). The first \(shown):\n" + head
      + end
    return (text, false)
  }

  /// What a model forgets to tell its commands.
  private static func separator(in line: Substring, of file: String) -> String {
    guard isData(file) else { return "" }
    if line.contains("\t") { return " (fields separated by tabs)" }
    if line.contains(",") { return " (fields separated by commas)" }
    return line.contains(";") ? " (fields separated by semicolons)" : ""
  }

  /// Between lines of backticks, more of them than the text has in a row.
  private static func fenced(_ text: String) -> String {
    var longest = 2
    var run = 0
    for byte in text.utf8 {
      run = byte == UInt8(ascii: "`") ? run + 1 : 0
      longest = max(longest, run)
    }
    let ticks = String(repeating: "`", count: longest + 1)
    return "\(ticks)\n\(text)\(text.hasSuffix("\n") ? "" : "\n")\(ticks)"
  }

  private static func quoted(_ name: String) -> String { name.contains(" ") ? "'\(name)'" : name }
}
