import CNcurses
import System

/// Files that nobody else sees, and that are gone with the process. Descriptors; -1 where there can be none.
enum UnnamedFile {
  /// In memory where the system has such files, else as below.
  static func inMemory() -> Int32 {
    let file = agent_tui_memory_file()
    return file >= 0 ? file : onDisk()
  }

  static func onDisk() -> Int32 {
    var path = Array("/tmp/agent-tui-XXXXXX".utf8CString)
    let file = mkstemp(&path)
    guard file >= 0 else { return -1 }
    unlink(path)
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
    return file
  }
}
