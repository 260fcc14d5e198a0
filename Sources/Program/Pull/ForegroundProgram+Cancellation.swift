import AgentTUI
import System
import Threading

extension ForegroundProgram {
  /// Runs a program with our terminal and waits for it; it is asked to end once `cancellation` is cancelled. Returns its
  /// exit status, 128 and the signal where one ended it; 127 when it cannot be started.
  static func run(_ command: [String], cancellation: Cancellation) -> Int32 {
    guard !cancellation.isCancelled else { return 128 + SIGTERM }
    guard let child = spawn(command, input: nil) else { return 127 }
    cancellation.withHandler({ kill(child, SIGTERM) }) {
      // Not taken note of before the handler is gone: its number must not be another process's by then.
      var information = siginfo_t()
      while waitid(P_PID, id_t(child), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
    }
    return wait(for: child)
  }
}
