import System
import Threading

/// The files below a folder that are not ignored and may be shown: by ripgrep where it is installed, which is faster, else
/// by walking the folders.
struct FileList {
  /// Files that are looked at; more than any project that a model could take in.
  static let limit = 50_000
  /// Seconds that a search may take.
  static let seconds = 60.0

  /// Paths from the folder.
  private(set) var paths: [String] = []
  /// How many were left out because they may not be shown.
  private(set) var hidden = 0
  /// How many were left out because their name is not UTF-8: no call could name them.
  private(set) var unnamed = 0
  /// Whether some folders could not be looked into.
  private(set) var hasUnreadable = false
  /// Whether there were more than `limit`.
  private(set) var isCut = false
  /// Whether the search ended by itself, and was not stopped, or out of time.
  private(set) var isWhole = false

  /// What is said of folders that could not be looked into, whoever looked.
  static let unreadable = "some folders could not be read"

  private init() {}

  /// Lists the files that match; stops early when cancelled.
  ///
  /// - Parameters:
  ///   - pattern: nil lists all.
  ///   - ripgrep: its file; nil walks the folders itself.
  ///   - seconds: how long it may take.
  init(
    below folder: String, matching pattern: GlobPattern?, ripgrep: String?, seconds: Double = seconds,
    context: ToolContext
  ) throws(ChildError) {
    if let ripgrep, let list = try Self.asked(ripgrep, folder, pattern, seconds, context) {
      self = list
      return
    }
    let (cancellation, mayShow) = (context.cancellation, context.mayShow)
    let end = MonotonicTime.now.advanced(bySeconds: seconds)
    var list = FileList()
    var isStopped = false
    let passed = FolderWalk.files(below: folder) { path in
      isStopped = cancellation.isCancelled || MonotonicTime.now >= end
      return !isStopped && list.add(path, folder, pattern, mayShow)
    }
    (list.unnamed, list.hasUnreadable) = (passed.unnamed, passed.unreadable > 0)
    list.isWhole = !isStopped && !cancellation.isCancelled
    self = list
  }

  /// What ripgrep lists; nil where it does not understand what it is asked, an old one.
  private static func asked(
    _ ripgrep: String, _ folder: String, _ pattern: GlobPattern?, _ seconds: Double, _ context: ToolContext
  ) throws(ChildError) -> FileList? {
    var splitter = RecordSplitter(separator: 0, limit: Int(PATH_MAX))
    let child = ChildProcess(
      executable: ripgrep, arguments: ["--files", "--null", "--no-messages"] + Self.scope(of: folder), folder: folder,
      deadline: seconds)
    var list = FileList()
    let outcome = try child.run(cancellation: context.cancellation) { bytes in
      for record in splitter.append(bytes) {
        guard let path = String(validating: record, as: UTF8.self) else {
          list.unnamed += 1
          continue
        }
        if !list.add(path, folder, pattern, context.mayShow) { return .enough }
      }
      return .more
    }
    // 1: no file, 2: not every folder could be read.
    if outcome.end == .exited(status: 2) {
      if list.paths.isEmpty, list.hidden == 0 { return nil }
      list.hasUnreadable = true
    }
    if case .exited = outcome.end { list.isWhole = outcome.stop == nil }
    return list
  }

  /// What ripgrep is to look at below a folder, as `IgnoreRules` has it.
  static func scope(of folder: String) -> [String] {
    ["--no-config", "--hidden", "--no-ignore-global", "--glob=!.git"]
      + (IgnoreRules.isInRepository(folder) ? [] : ["--no-require-git", "--no-ignore-parent"])
  }

  private mutating func add(_ path: String, _ folder: String, _ pattern: GlobPattern?, _ mayShow: (String) -> Bool)
    -> Bool
  {
    guard pattern?.matches(path) != false else { return true }
    if !mayShow("\(folder)/\(path)") {
      hidden += 1
      return true
    }
    guard paths.count < Self.limit else {
      isCut = true
      return false
    }
    paths.append(path)
    return true
  }

  /// What is to be said of what is not in it, each a part of a sentence.
  ///
  /// - Parameter seconds: how long it was allowed to take.
  func remarks(seconds: Double = seconds) -> [String] {
    var remarks: [String] = []
    if hidden > 0 { remarks.append("\(Figures.count(hidden, "file")) left out: secret or forbidden") }
    if unnamed > 0 { remarks.append("\(Figures.count(unnamed, "name")) left out: not UTF-8; bash can show them") }
    if hasUnreadable { remarks.append(Self.unreadable) }
    if !isWhole, !isCut {
      remarks.append("ended after \(Figures.count(Int(seconds), "second")) before all was searched; there may be more")
    }
    return remarks
  }
}
