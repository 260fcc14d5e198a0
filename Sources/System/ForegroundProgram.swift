/// Programs that the console starts for the person: an editor, a clipboard tool.
package enum ForegroundProgram {
  /// Runs a program with our terminal and waits for it. Returns its exit status; 127 when it cannot be started.
  package static func run(_ command: [String]) -> Int32 {
    guard let child = spawn(command, input: nil) else { return 127 }
    return wait(for: child)
  }

  /// Runs a program that reads `text`; what it writes is dropped. Returns its exit status; 127 when it cannot be started.
  package static func feed(_ command: [String], _ text: String) -> Int32 {
    let pipe: (read: Int32, write: Int32)
    do throws(SystemError) { pipe = try Descriptors.pipe() } catch { return 127 }
    let child = spawn(command, input: pipe.read)
    close(pipe.read)
    guard let child else {
      close(pipe.write)
      return 127
    }
    // What does not want all of it has said so with its status.
    _ = Descriptors.write(text.utf8, to: pipe.write)
    close(pipe.write)
    return wait(for: child)
  }

  /// Starts a program with our terminal, or with `input` and without one; nil when it cannot be started.
  package static func spawn(_ command: [String], input: Int32?) -> pid_t? {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
    #else
      var actions = posix_spawn_file_actions_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let input {
      posix_spawn_file_actions_adddup2(&actions, input, 0)
      posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
      posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    }
    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) }
    arguments.append(nil)
    defer { for argument in arguments { free(argument) } }
    var child = pid_t()
    guard let program = command.first, posix_spawnp(&child, program, &actions, nil, arguments, environ) == 0 else {
      return nil
    }
    return child
  }

  /// Waits for a child's end. Its exit status; 128 and the signal where one ended it.
  package static func wait(for child: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 {
      if errno != EINTR { return 127 }
    }
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
  }
}
