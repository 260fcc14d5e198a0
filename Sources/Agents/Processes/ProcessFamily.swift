// All processes of one command: found by their parents, by their mark, by their group and session, and signalled one by
// one. A group alone is not enough: `setsid`, GNU `timeout` and the shell's `set -m` each make another.

import Threading

import System

/// The processes that a command has started, the first one included.
struct ProcessFamily: Sendable {
  /// The first one, leader of a session and of a group.
  let child: pid_t
  let mark: ProcessMark?
  /// Whether the first two are the sandbox's own: these end of themselves with what they hold, and take it along where
  /// they are killed.
  let isConfined: Bool

  /// Signals all of them. To be called while the first one is not reaped: until then its number is nobody else's.
  func signal(_ number: Int32) {
    guard isConfined, number != SIGKILL else {
      kill(-child, number)
      for pid in members() where pid != child { kill(pid, number) }
      return
    }
    let inside = ProcessTable.now().descendants(of: child, fromGeneration: 2)
    for pid in inside { kill(pid, number) }
    if inside.isEmpty { kill(-child, number) }
  }

  /// Those that live; the first one only as long as it has children, or is in the table.
  private func members() -> [pid_t] {
    let table = ProcessTable.now()
    var found = Set(table.descendants(of: child)).union(table.members(of: child))
    for orphan in orphans() { found.formUnion([orphan] + table.descendants(of: orphan)) }
    return found.subtracting([getpid()]).sorted()
  }

  /// Children of this program that carry the mark and are not the first one: their parents have ended. Those that have
  /// ended themselves are reaped here.
  ///
  /// What this program starts otherwise at the very moment at which a command begins (an editor, a worker) may have come
  /// by the mark, too. It is in this program's own session, into which nothing of a command ever comes.
  private func orphans() -> [pid_t] {
    guard let mark else { return [] }
    let own = getsid(0)
    return ProcessTable.ownChildren().filter { pid in
      guard pid != child, getsid(pid) != own, mark.isCarried(by: pid) else { return false }
      var status: Int32 = 0
      return waitpid(pid, &status, WNOHANG) == 0
    }
  }

  /// Where memory ends for the whole machine, the system ends these first; what is started later inherits that.
  func goFirst() {
    #if !canImport(Darwin)
      let descriptor = open("/proc/\(child)/oom_score_adj", O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { return }
      var digits = Array("900".utf8)
      _ = write(descriptor, &digits, digits.count)
      close(descriptor)
    #endif
  }

  /// Whether any that live were left to this program.
  var hasOrphans: Bool { !orphans().isEmpty }

  /// Reaps what has ended of those that were left to this program.
  func reapOrphans() { _ = orphans() }

  /// Ends what is left when the first one is gone and reaped: asks, and after a moment kills.
  ///
  /// - Parameters:
  ///   - patience: seconds between asking and killing.
  ///   - limit: seconds after which what cannot be killed, since it hangs in the kernel, is given up.
  /// - Returns: whether anything was left that had to be ended.
  func endRemains(patience: Double = 0.3, limit: Double = 1.3) -> Bool {
    guard !isConfined else {
      endSandbox(patience: patience, limit: limit)
      return false
    }
    let begun = MonotonicTime.now
    var asked: Set<pid_t> = []
    while true {
      let left = remains()
      guard !left.isEmpty else { return !asked.isEmpty }
      let now = MonotonicTime.now
      if now >= begun.advanced(bySeconds: limit) { return true }
      if now >= begun.advanced(bySeconds: patience) {
        for pid in left { kill(pid, SIGKILL) }
        asked.formUnion(left)
      } else {
        for pid in left where asked.insert(pid).inserted {
          kill(pid, SIGTERM)
          kill(pid, SIGCONT)
        }
      }
      poll(nil, 0, 5)
    }
  }

  /// A sandbox's own first process was left to this program, and takes all others along when it ends: it is doing so
  /// already, or is killed.
  private func endSandbox(patience: Double, limit: Double) {
    let begun = MonotonicTime.now
    while true {
      let left = orphans()
      let now = MonotonicTime.now
      if left.isEmpty || now >= begun.advanced(bySeconds: limit) { return }
      if now >= begun.advanced(bySeconds: patience) {
        for pid in left { kill(pid, SIGKILL) }
      }
      poll(nil, 0, 1)
    }
  }

  private func remains() -> [pid_t] {
    let orphans = orphans()
    // A group keeps its number as long as one of it lives.
    guard !orphans.isEmpty || kill(-child, 0) == 0 else { return [] }
    let table = ProcessTable.now()
    var left = Set(table.members(of: child))
    for orphan in orphans { left.formUnion([orphan] + table.descendants(of: orphan)) }
    return left.sorted()
  }
}
