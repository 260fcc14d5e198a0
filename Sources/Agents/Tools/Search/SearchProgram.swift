// Ripgrep looks through folders by itself. Where it is missing, `grep` is given the files that ripgrep would look at, so
// that both find the same; of its dialects the one that is nearest to ripgrep's comes first. What both print has one
// form: the path, a zero byte, the line's number, `:` or `-`, the line.

import Threading

/// A program that searches files.
struct SearchProgram: Sendable {
  private enum Dialect: String {
    case ripgrep = "-e"
    case perl = "-P"
    case extended = "-E"
  }

  /// How a search came to its end.
  struct Ending: Equatable {
    /// Why it was ended before its time; nil where all was searched.
    var stop: ChildOutcome.Stop?
    /// Whether something could not be searched.
    var failed = false
    /// Whether some folders could not be looked into, which the program was not asked about.
    var hasUnreadable = false
  }

  /// Bytes of the paths that one call of `grep` is given; every system takes so much.
  private static let argumentLimit = 100_000

  private let executable: String
  private let dialect: Dialect
  private let isRipgrep: Bool

  private init(_ executable: String, _ dialect: Dialect) {
    self.executable = executable
    self.dialect = dialect
    isRipgrep = dialect == .ripgrep
  }

  /// Ripgrep, or `grep` in its best dialect; nil where there is neither.
  init?(ripgrep: String?, cancellation: Cancellation) throws(ChildError) {
    if let ripgrep {
      self.init(ripgrep, .ripgrep)
      return
    }
    guard let grep = Program.find("grep") else { return nil }
    self.init(grep, .perl)
    // Not every one is built with it.
    if try !takes("x", cancellation: cancellation) { self.init(grep, .extended) }
  }

  /// Whether a pattern is a regular expression.
  func takes(_ pattern: String, cancellation: Cancellation) throws(ChildError) -> Bool {
    let child = ChildProcess(
      executable: executable, arguments: arguments(for: Search(pattern: pattern)) + ["--", "/dev/null"], folder: "/",
      deadline: 10)
    return try child.run(cancellation: cancellation) { _ in .more }.end != .exited(status: 2)
  }

  /// Searches a file, or the files below a folder.
  ///
  /// - Parameters:
  ///   - filter: of which files only what matches is wanted.
  ///   - seconds: how long it may take.
  ///   - output: gets what is printed, and says whether more is wanted.
  /// - Returns: why it was ended before its time, and whether something went wrong.
  func run(
    _ search: Search, in place: ResolvedPath, isFolder: Bool, filter: GlobPattern?, seconds: Double,
    cancellation: Cancellation, output: (UnsafeRawBufferPointer) -> ChildProcess.Appetite
  ) throws(ChildError) -> Ending {
    let end = MonotonicTime.now.advanced(bySeconds: seconds)
    let fixed = arguments(for: search)
    guard isFolder, !isRipgrep else {
      return try run(
        fixed + (isFolder ? FileList.scope(of: place.absolute) : []) + ["--", place.absolute], end, cancellation, output
      )
    }
    // What may not be shown is looked for in the matches: the model is told how many files that concerns.
    let context = ToolContext(workspace: "/", cancellation: cancellation, mayShow: { _ in true }) { _ in }
    let list = try FileList(
      below: place.absolute, matching: filter, ripgrep: nil, seconds: seconds, context: context)
    var paths = list.paths.map(\.pathNames).sorted { $0.precedes($1) }
      .map { "\(place.absolute == "/" ? "" : place.absolute)/\($0.joined(separator: "/"))" }[...]
    paths.removeAll { Self.isBinary($0) }
    var failed = false
    while !paths.isEmpty {
      var batch: [String] = []
      var size = 0
      while let path = paths.first, batch.isEmpty || size + path.utf8.count < Self.argumentLimit {
        batch.append(path)
        size += path.utf8.count + 1
        paths.removeFirst()
      }
      let ending = try run(fixed + ["--"] + batch, end, cancellation, output)
      if ending.failed { failed = true }
      if let stop = ending.stop { return Ending(stop: stop, failed: failed) }
    }
    return Ending(
      stop: list.isWhole ? nil : cancellation.isCancelled ? .cancelled : list.isCut ? .enough : .deadline,
      failed: failed, hasUnreadable: list.hasUnreadable)
  }

  private func run(
    _ arguments: [String], _ end: MonotonicTime, _ cancellation: Cancellation,
    _ output: (UnsafeRawBufferPointer) -> ChildProcess.Appetite
  ) throws(ChildError) -> Ending {
    let child = ChildProcess(
      executable: executable, arguments: arguments, folder: "/", deadline: max(0, end.seconds(since: .now)),
      settings: ["LC_ALL=C.UTF-8"])
    let outcome = try child.run(cancellation: cancellation, output: output)
    // 0: found, 1: nothing found, 2: something went wrong, perhaps besides finding something.
    return Ending(
      stop: outcome.stop, failed: outcome.stop == nil && ![0, 1].contains { outcome.end == .exited(status: $0) })
  }

  private func arguments(for search: Search) -> [String] {
    var arguments =
      isRipgrep
      ? ["--no-heading", "--with-filename", "--color=never", "--null", "--sort=path", "--encoding=none", "--no-config"]
      // What is no text is left out before.
      : ["-Ha", "--null", "--color=never"]
    switch search.output {
    case .lines: arguments += ["-n"] + (search.context > 0 ? ["-C", "\(search.context)"] : [])
    // Of files that match the first line is enough to be told; how many there are is asked of both in one form.
    case .files, .count: arguments.append("-c")
    }
    if search.ignoresCase { arguments.append("-i") }
    if search.isPlainText {
      arguments.append("-F")
    } else if !isRipgrep {
      arguments.append(dialect.rawValue)
    }
    return arguments + ["-e", search.pattern]
  }

  /// Whether a file is no text: ripgrep's test, for both.
  static func isBinary(_ path: String) -> Bool {
    var isBinary = false
    let file = TextFile(path: ResolvedPath(absolute: path, workspace: "/"))
    // What cannot be read, the search says.
    try? file.read { piece in
      isBinary = piece.contains(0)
      return false
    }
    return isBinary
  }
}

extension [String] {
  /// Whether a path of these names comes before another one, folder by folder, byte by byte.
  fileprivate func precedes(_ other: [String]) -> Bool {
    lexicographicallyPrecedes(other) { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
