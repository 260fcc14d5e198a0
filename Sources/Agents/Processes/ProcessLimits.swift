import System

/// What each process of a command may take, handed down from the shell that runs the command; no process can raise it.
struct ProcessLimits: Sendable, Equatable {
  /// Bytes of one file.
  var fileSize: Int64 = 8 << 30
  /// Bytes of memory of one process that it may write; nil: no limit.
  var memory: Int64? = Self.usualMemory
  /// Processes and threads; nil where they would be counted together with all others of this user.
  var processes: Int?

  /// Commands for a shell, that go in front of what it runs. Where the system knows one of them not, the others hold.
  var shellText: String {
    var words = ["ulimit -c 0", "ulimit -f \(fileSize >> 10)"]
    if let memory { words.append("ulimit -d \(memory >> 10)") }
    if let processes { words.append("ulimit -u \(processes)") }
    return "{ " + words.joined(separator: "; ") + "; } 2>/dev/null"
  }

  /// Three quarters of what the machine has.
  private static let usualMemory: Int64? = {
    let pages = sysconf(Int32(_SC_PHYS_PAGES))
    let size = sysconf(Int32(_SC_PAGESIZE))
    return pages > 0 && size > 0 ? Int64(pages) / 4 * 3 * Int64(size) : nil
  }()
}
