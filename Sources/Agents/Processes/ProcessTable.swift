// Who descends from whom. A command's processes may leave its group and its session; their parents they cannot choose.

import System

/// The processes of this machine at one moment.
struct ProcessTable: Sendable, Equatable {
  /// A process.
  struct Entry: Sendable, Equatable {
    var pid: pid_t
    var parent: pid_t
    var group: pid_t
    var session: pid_t
    /// It has ended, and its parent has not asked for its status yet.
    var isZombie: Bool
  }

  var entries: [Entry]

  /// All that descend from a process and have not ended, without itself; parents before their children.
  ///
  /// - Parameter depth: from which generation on; 1 is its children.
  func descendants(of ancestor: pid_t, fromGeneration depth: Int = 1) -> [pid_t] {
    let children = Dictionary(grouping: entries, by: \.parent)
    var (found, generation, level, seen): ([pid_t], [pid_t], Int, Set<pid_t>) = ([], [ancestor], 0, [ancestor])
    while !generation.isEmpty {
      level += 1
      // A number may have been given anew while the table was read: then it would go round in a circle.
      let next = generation.flatMap { children[$0] ?? [] }.filter { seen.insert($0.pid).inserted }
      if level >= depth { found += next.filter { !$0.isZombie }.map(\.pid) }
      generation = next.map(\.pid)
    }
    return found
  }

  /// All of a group or of a session that have not ended.
  func members(of group: pid_t) -> [pid_t] {
    entries.filter { !$0.isZombie && ($0.group == group || $0.session == group) }.map(\.pid)
  }
}

#if canImport(Darwin)
  extension ProcessTable {
    /// As it is now.
    static func now() -> ProcessTable {
      var pids = [pid_t](repeating: 0, count: max(1024, Int(proc_listallpids(nil, 0)) + 128))
      let count = proc_listallpids(&pids, Int32(pids.count * MemoryLayout<pid_t>.stride))
      let size = Int32(MemoryLayout<proc_bsdinfo>.size)
      return ProcessTable(
        entries: pids.prefix(max(0, Int(count))).compactMap { pid in
          var facts = proc_bsdinfo()
          guard proc_pidinfo(pid, PROC_PIDTBSDINFO, 0, &facts, size) == size else { return nil }
          return Entry(
            pid: pid, parent: pid_t(facts.pbi_ppid), group: pid_t(facts.pbi_pgid), session: getsid(pid),
            isZombie: facts.pbi_status == UInt32(SZOMB))
        })
    }

    /// The children of this process.
    static func ownChildren() -> [pid_t] { now().entries.filter { $0.parent == getpid() }.map(\.pid) }
  }
#else
  extension ProcessTable {
    /// As it is now.
    static func now() -> ProcessTable {
      ProcessTable(
        entries: names(in: "/proc").compactMap { name in
          guard pid_t(name) != nil, let text = SystemText.read("/proc/\(name)/stat") else { return nil }
          return Entry(parsing: text)
        })
    }

    /// The children of this process, adopted ones and those that have ended included. Far quicker than the table where
    /// the kernel lists them.
    static func ownChildren() -> [pid_t] {
      guard access("/proc/self/task/\(getpid())/children", R_OK) == 0 else {
        return now().entries.filter { $0.parent == getpid() }.map(\.pid)
      }
      return names(in: "/proc/self/task").flatMap { thread in
        (SystemText.read("/proc/self/task/\(thread)/children") ?? "").split(separator: " ").compactMap { pid_t($0) }
      }
    }

    private static func names(in folder: String) -> [String] {
      guard let stream = opendir(folder) else { return [] }
      defer { closedir(stream) }
      var names: [String] = []
      while let entry = readdir(stream) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
          String(cString: UnsafeRawPointer(pointer).assumingMemoryBound(to: CChar.self))
        }
        if name.utf8.first.map({ (48...57).contains($0) }) == true { names.append(name) }
      }
      return names
    }
  }
#endif

extension ProcessTable.Entry {
  /// From a line of `/proc/PID/stat`. The program's name, in parentheses, may hold anything, parentheses too.
  init?(parsing text: String) {
    guard let pid = text.split(separator: " ", maxSplits: 1).first.flatMap({ pid_t($0) }),
      let end = text.utf8.lastIndex(of: UInt8(ascii: ")"))
    else { return nil }
    let fields = text[text.utf8.index(after: end)...].split(separator: " ")
    guard fields.count > 3, let parent = pid_t(fields[1]), let group = pid_t(fields[2]), let session = pid_t(fields[3])
    else { return nil }
    self.init(pid: pid, parent: parent, group: group, session: session, isZombie: ["Z", "X"].contains(fields[0]))
  }
}
