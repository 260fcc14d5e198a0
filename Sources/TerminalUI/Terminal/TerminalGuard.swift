// Whatever ends the process, the terminal is left as it was: a normal end, an error, TERM, HUP, a crash. The
// handlers are C; their state is what `agent_tui_guard_begin` returned, and has no other name (see the shim).

import CNcurses
import System

/// Owns the signals and the promise to give the terminal back. One at a time; main thread.
final class TerminalGuard {
  private let state: UnsafeMutablePointer<agent_tui_guard>
  private let errors: Int32

  /// Remembers the modes of the terminal and takes the signals.
  ///
  /// - Parameters:
  ///   - terminal: its descriptor, which stays the caller's.
  ///   - line: the descriptor by which it is written to; the caller's, and open as long as this is.
  ///   - wake: written to when a signal came, to end a poll.
  init(terminal: Int32, line: Int32, wake: Int32) throws(TerminalError) {
    guard let state = agent_tui_guard_begin(terminal, line, wake) else {
      throw .noTerminal(which: "standard input")
    }
    self.state = state
    // Without it standard error stays where it is.
    errors = UnnamedFile.onDisk()
    _ = fcntl(errors, F_SETFL, O_APPEND)
  }

  /// Sets the modes that the console needs: each key at once, and nothing done to what goes out.
  func setModes() { agent_tui_guard_set_modes(state) }

  /// Writes what gives the terminal back; within a second or so.
  ///
  /// - Parameter isFull: whether its line is full of what nobody needs any more.
  func giveBack(_ bytes: [UInt8], isFull: Bool) {
    bytes.withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) { bytes in
        if let start = bytes.baseAddress { agent_tui_guard_give_back(state, start, Int32(bytes.count), isFull) }
      }
    }
  }

  /// From now on, every end of the process writes `sequence` and resets the modes. Standard error goes to a file
  /// meanwhile, where it would go to the screen, and is shown afterwards.
  func arm(restoring sequence: String) {
    var sequence = sequence
    sequence.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { bytes in
        if let start = bytes.baseAddress { agent_tui_guard_arm(state, start, Int32(bytes.count)) }
      }
    }
    if errors >= 0 { agent_tui_keep_errors(state, errors) }
  }

  /// The terminal has been given back: nothing is to be restored now.
  func disarm() {
    agent_tui_guard_disarm(state)
    agent_tui_guard_reset_modes(state)
    agent_tui_show_errors(state)
  }

  /// Gives the signals back.
  func end() {
    disarm()
    agent_tui_guard_end(state)
    if errors >= 0 { close(errors) }
  }

  /// Whether the size may have changed since the last question.
  func takeResized() -> Bool { agent_tui_take_resized(state) }

  /// Whether somebody asked the process to stop (SIGTSTP) since the last question.
  func takeStopped() -> Bool { agent_tui_take_stopped(state) }

  /// The signal that asks the process to end, once one has come.
  var terminated: Int32? {
    let signal = agent_tui_terminated(state)
    return signal == 0 ? nil : signal
  }

  /// Stops the process as Ctrl-Z does in a shell; returns when it goes on.
  static func stopProcess() { agent_tui_stop() }
}
