import Threading

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The files below a folder that are not ignored and may be shown: by ripgrep where it is installed.
struct FileList {
  /// Files that are looked at; more than any project that a model could take in.
  static let limit = 50_000

  /// Paths from the folder.
  private(set) var paths: [String] = []
  /// How many were left out because they may not be shown.
  private(set) var hidden = 0
  /// Whether there were more than `limit`.
  private(set) var isCut = false
  /// Whether the search ended by itself, and was not stopped, or out of time.
  private(set) var isWhole = false

  private init() {}

  /// Lists the files that match; stops early when cancelled.
  ///
  /// - Parameters:
  ///   - pattern: nil lists all.
  ///   - ripgrep: its file; nil walks the folders itself.
  init(
    below folder: String, matching pattern: GlobPattern?, ripgrep: String?, context: ToolContext
  ) throws(ChildError) {
    let (cancellation, mayShow) = (context.cancellation, context.mayShow)
    guard let ripgrep else {
      var list = FileList()
      FolderWalk.files(below: folder) { list.add($0, folder, pattern, mayShow) && !cancellation.isCancelled }
      list.isWhole = !cancellation.isCancelled
      self = list
      return
    }
    var splitter = RecordSplitter(separator: 0, limit: Int(PATH_MAX))
    let child = ChildProcess(
      executable: ripgrep,
      arguments: ["--no-config", "--files", "--null", "--hidden", "--no-messages", "--glob=!.git"],
      folder: folder, deadline: 60)
    var list = FileList()
    let outcome = try child.run(cancellation: cancellation) { bytes in
      for record in splitter.append(bytes) {
        if !list.add(String(decoding: record, as: UTF8.self), folder, pattern, mayShow) { return .enough }
      }
      return .more
    }
    // 1: no file, 2: not every folder could be read.
    if case .exited = outcome.end { list.isWhole = outcome.stop == nil }
    self = list
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
}
