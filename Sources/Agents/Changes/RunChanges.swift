import System

/// What one run of an agent has changed, for people.
public struct RunChanges: Sendable, Equatable, Identifiable {
  /// Identifies the run among those of all agents.
  public var id: Int
  /// What it was to do.
  public var task: String
  /// In the order in which they were first written.
  public var files: [ChangedFile]
  /// Whether a part of what it wrote is no longer kept.
  public var isCut: Bool

  /// What is to be known beside them: what of its changes could not be followed.
  public var notes: [String]

  /// What one run changed, file by file.
  public init(id: Int, task: String, files: [ChangedFile], isCut: Bool = false, notes: [String] = []) {
    self.id = id
    self.task = task
    self.files = files
    self.isCut = isCut
    self.notes = notes
  }
}

/// What a run has made of one file.
public struct ChangedFile: Sendable, Equatable, Identifiable {
  /// Identifies the change among all.
  public var id: Int
  /// Rises when the run writes the file again, and when a part of it is undone.
  public var revision: Int
  /// Relative to the workspace where it can be.
  public var path: String
  /// Whether it was not there before the run.
  public var isNew: Bool
  /// Whether it is not there any more after the run.
  public var isRemoved: Bool
  /// Lines added.
  public var added: Int
  /// Lines removed.
  public var removed: Int
  /// The hunks of the diff, each from its `@@` on. One that is a sentence stands for a change that has no diff.
  public var hunks: [String]
  /// Why it cannot be undone now; nil when it can.
  public var obstacle: String?

  /// What a run made of one file.
  public init(
    id: Int, revision: Int = 0, path: String, isNew: Bool = false, isRemoved: Bool = false, added: Int, removed: Int,
    hunks: [String],
    obstacle: String? = nil
  ) {
    self.id = id
    self.revision = revision
    self.path = path
    self.isNew = isNew
    self.isRemoved = isRemoved
    self.added = added
    self.removed = removed
    self.hunks = hunks
    self.obstacle = obstacle
  }
}

/// What a person wants undone.
public enum ChangeUndo: Sendable, Equatable {
  /// A hunk, counted from 0, of a changed file as it was shown.
  case hunk(Int, file: Int, revision: Int)
  /// All that a run changed.
  case run(Int)
}

extension ChangedFile {
  /// Bytes of a hunk that are shown.
  static let shownHunk = 64 << 10

  init(_ record: ChangeHistory.Record, obstacle: String?) {
    let diff = record.diff
    var hunks = diff?.hunks.map { Self.cut($0.text) } ?? []
    if hunks.isEmpty { hunks = [Self.sentence(for: record)] }
    if let modes = Self.modes(of: record), record.before.content != record.after.content { hunks[0] += "\\ \(modes)\n" }
    self.init(
      id: record.id, revision: record.revision, path: record.path.shown, isNew: record.before.content == .absent,
      isRemoved: record.after.content == .absent, added: diff?.added ?? 0, removed: diff?.removed ?? 0, hunks: hunks,
      obstacle: obstacle)
  }

  /// What stands for a change without a diff.
  private static func sentence(for record: ChangeHistory.Record) -> String {
    switch (record.before.content, record.after.content) {
    case (let before, let after) where before == after && before != .unkept: modes(of: record) ?? "nothing"
    case (.absent, .bytes(let bytes)) where bytes.isEmpty: "a new file, empty"
    case (.absent, .bytes(let bytes)): "a new file that is no text, \(Figures.bytes(bytes.count))"
    case (.absent, _): "a new file, too large to be kept"
    case (.bytes(let bytes), .absent) where bytes.isEmpty: "removed an empty file"
    case (.bytes(let bytes), .absent): "removed a file that was no text, \(Figures.bytes(bytes.count))"
    case (.bytes(let bytes), .bytes): "replaced what is no text, \(Figures.bytes(bytes.count)) before"
    case (.bytes, .unkept): "replaced by what is too large to be kept"
    case (.unkept, .absent): "removed a file that was too large to be kept"
    case (.unkept, _): "replaced a file that was too large to be kept"
    }
  }

  /// `permissions 644 → 755`, where these changed.
  private static func modes(of record: ChangeHistory.Record) -> String? {
    guard let before = record.before.mode, let after = record.after.mode, before != after else { return nil }
    return "permissions \(record.before.modeText), now \(record.after.modeText)"
  }

  private static func cut(_ hunk: String) -> String {
    guard hunk.utf8.count > shownHunk else { return hunk }
    let bytes = hunk.utf8
    let head = bytes[..<(bytes.prefix(shownHunk).lastIndex(of: UInt8(ascii: "\n")) ?? bytes.startIndex)]
    let rest = bytes[head.endIndex...].count { $0 == UInt8(ascii: "\n") }
    return String(Substring(head)) + "\n\\ \(Figures.count(rest, "more line")) not shown\n"
  }
}
