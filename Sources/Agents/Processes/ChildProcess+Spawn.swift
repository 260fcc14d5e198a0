// How a child begins: in its own session, in its folder, with nothing of ours but the pipe.

import System

extension ChildProcess {
  #if canImport(Darwin)
    private typealias FileActions = posix_spawn_file_actions_t?
    private typealias Attributes = posix_spawnattr_t?
  #else
    private typealias FileActions = posix_spawn_file_actions_t
    private typealias Attributes = posix_spawnattr_t
  #endif

  /// Starts it; both of its outputs go to `output`.
  func spawn(writingTo output: Int32) throws(ChildError) -> pid_t {
    var information = stat()
    guard stat(folder, &information) == 0 else {
      throw ChildError(description: "the folder \(folder) cannot be entered: \(String(cString: strerror(errno)))")
    }
    #if canImport(Darwin)
      var actions: FileActions = nil
      var attributes: Attributes = nil
    #else
      var actions = FileActions()
      var attributes = Attributes()
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_adddup2(&actions, output, 2)
    try Self.addFolder(folder, &actions)
    Self.setSignals(&attributes)
    // A session of its own (`POSIX_SPAWN_SETSID`, which the headers hide on Linux) is a group of its own too.
    #if canImport(Darwin)
      let flags = 0x0400 | POSIX_SPAWN_CLOEXEC_DEFAULT | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
    #else
      let flags = 0x80 | Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK)
      // Libraries open files without closing them on exec; where the system can, it closes them all here.
      if let symbol = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np") {
        typealias AddCloseFrom = @convention(c) (UnsafeMutablePointer<FileActions>, Int32) -> Int32
        _ = unsafeBitCast(symbol, to: AddCloseFrom.self)(&actions, 3)
      }
    #endif
    posix_spawnattr_setflags(&attributes, Int16(flags))
    return try Self.spawn(
      executable, [executable] + arguments, ChildEnvironment.entries(passing: passing, setting: settings), &actions,
      &attributes)
  }

  private static func addFolder(_ folder: String, _ actions: inout FileActions) throws(ChildError) {
    #if canImport(Darwin)
      posix_spawn_file_actions_addchdir_np(&actions, folder)
    #else
      // Hidden by the headers, too.
      typealias AddFolder = @convention(c) (UnsafeMutablePointer<FileActions>, UnsafePointer<CChar>) -> Int32
      guard let symbol = dlsym(nil, "posix_spawn_file_actions_addchdir_np") else {
        throw ChildError(description: "this system's C library cannot start a program in another folder")
      }
      _ = unsafeBitCast(symbol, to: AddFolder.self)(&actions, folder)
    #endif
  }

  /// What this program ignores or blocks, its children do not.
  private static func setSignals(_ attributes: inout Attributes) {
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    sigdelset(&signals, SIGKILL)
    sigdelset(&signals, SIGSTOP)
    posix_spawnattr_setsigdefault(&attributes, &signals)
  }
  private static func spawn(
    _ executable: String, _ arguments: [String], _ environment: [String], _ actions: inout FileActions,
    _ attributes: inout Attributes
  ) throws(ChildError) -> pid_t {
    guard !arguments.contains(where: { $0.utf8.contains(0) }) else {
      throw ChildError(description: "a command cannot hold a zero byte")
    }
    let argumentTexts = arguments.map { strdup($0) } + [nil]
    let environmentTexts = environment.map { strdup($0) } + [nil]
    defer { for text in argumentTexts + environmentTexts { free(text) } }
    var child: pid_t = 0
    var status: Int32 = 0
    // A program that has just been written is busy as long as a child that was forked meanwhile, and has not become its
    // own program yet, holds the file: that is over in a moment.
    for attempt in 0..<8 {
      status = posix_spawn(&child, executable, &actions, &attributes, argumentTexts, environmentTexts)
      guard status == ETXTBSY else { break }
      usleep(1000 << attempt)
    }
    guard status == 0 else {
      throw ChildError(description: "\(executable) cannot be started: \(String(cString: strerror(status)))")
    }
    return child
  }
}
