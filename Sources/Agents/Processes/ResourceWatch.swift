// What no limit of a single process can hold: how many processes a command has together, and what it takes of the disk.
// Looked at a few times a second while it runs, by two calls that cost some millionths of a second; the processes are
// only counted where the whole machine has become many more.

import Threading

import System

/// Bounds of a command as a whole.
struct ResourceBounds: Sendable, Equatable {
  /// Processes at the same time.
  var processes = 1024
  /// Bytes by which the free space of the disk may shrink.
  var disk: Int64 = 16 << 30
  /// Bytes of the disk that stay free.
  var spare: Int64 = 512 << 20
  /// The folder whose disk is looked at.
  var folder: String

  /// What is exceeded; nil where nothing is.
  ///
  /// - Parameters:
  ///   - free: bytes that are free now; nil where that is not known.
  ///   - before: the same when the command began.
  func excess(processes count: Int, free: Int64?, before: Int64?) -> String? {
    if count > processes { return "it had more than \(Figures.grouped(processes)) processes at the same time" }
    guard let free, let before else { return nil }
    if before - free > disk { return "the disk lost more than \(Figures.bytes(Int(disk))) while it ran" }
    // One that was full before is not this command's doing, unless it goes on filling it.
    if free < spare, before - free > spare / 4 {
      return "less than \(Figures.bytes(Int(spare))) of the disk were left free"
    }
    return nil
  }
}

/// Looks at what a running command takes.
struct ResourceWatch {
  /// Seconds between two looks.
  static let interval = 0.1

  private let bounds: ResourceBounds
  private let before: Int64?
  private let tasksBefore: Int

  /// Begins with a command.
  init(_ bounds: ResourceBounds) {
    self.bounds = bounds
    before = Self.free(in: bounds.folder)
    tasksBefore = Self.tasks() ?? 0
  }

  /// What is exceeded now; nil where nothing is.
  func excess(of family: ProcessFamily) -> String? {
    let grown = (Self.tasks() ?? .max) - tasksBefore
    // Threads are counted here, and processes there: no command has more of these than of those.
    let count = grown > bounds.processes ? ProcessTable.now().descendants(of: family.child).count : 0
    return bounds.excess(processes: count, free: Self.free(in: bounds.folder), before: before)
  }

  private static func free(in folder: String) -> Int64? {
    var facts = statvfs()
    guard statvfs(folder, &facts) == 0 else { return nil }
    return Int64(clamping: UInt64(facts.f_bavail).multipliedReportingOverflow(by: UInt64(facts.f_frsize)).partialValue)
  }

  /// Threads of the whole machine; nil where the system does not say.
  private static func tasks() -> Int? {
    #if canImport(Darwin)
      return Int(proc_listallpids(nil, 0))
    #else
      guard let text = SystemText.read("/proc/loadavg") else { return nil }
      return text.split(separator: " ").dropFirst(3).first?.split(separator: "/").last.flatMap { Int($0) }
    #endif
  }
}
