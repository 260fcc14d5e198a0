import Foundation
import TerminalUI
import Testing
import TestSupport

@testable import Program

/// The real program in a pseudo-terminal, without a model: how it begins, and how it leaves the terminal.
@Suite("The terminal's life")
struct TerminalLifeTests {
  /// Starts the console with a home of its own, and waits for its first frame.
  private func withConsole(
    _ size: Size = Size(width: 80, height: 24), environment more: [String: String] = [:],
    _ body: (PseudoTerminal, pid_t) throws -> Void
  ) throws {
    try Program.withHome { home in
      try Self.switchTheMouseOn(home: home)
      let terminal = try PseudoTerminal(size: size)
      let process = try terminal.spawn(
        Program.binary, environment: environment(home: home).merging(more) { $1 }, directory: "\(home)/work")
      defer { kill(process, SIGKILL) }
      try terminal.wait(for: "type a task")
      try body(terminal, process)
    }
  }

  /// All of it, so that all of it has to be switched off again.
  private static func switchTheMouseOn(home: String) throws {
    try FileManager.default.createDirectory(
      atPath: "\(home)/.config/agent-tui", withIntermediateDirectories: true)
    try #"{"mouse": {"scroll": true, "click": true, "select": true}}"#.write(
      toFile: "\(home)/.config/agent-tui/config.json", atomically: true, encoding: .utf8)
  }

  private func environment(home: String) -> [String: String] {
    ProcessInfo.processInfo.environment.filter { ["PATH", "LD_LIBRARY_PATH", "TMPDIR"].contains($0.key) }
      .merging(["HOME": home, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"]) { $1 }
  }

  /// What a shell needs: echo and lines, its own screen, a cursor, no mark around pastes, a mouse of its own.
  private func expectTerminalAsBefore(_ terminal: PseudoTerminal) throws {
    #expect(terminal.isCooked)
    try terminal.wait("the shell's screen") {
      !$0.isAlternate && $0.isCursorVisible && !$0.isPasteBracketed && !$0.isMouseReported
    }
  }

  @Test("While the console runs, the terminal is its own")
  func running() throws {
    try withConsole { terminal, _ in
      #expect(!terminal.isCooked)
      #expect(terminal.screen.isAlternate && terminal.screen.isPasteBracketed && terminal.screen.isMouseReported)
    }
  }

  @Test(
    "A crash leaves the terminal as it was, and the parent sees which signal it was",
    arguments: [SIGABRT, SIGSEGV, SIGILL, SIGTRAP])
  func crash(signal: Int32) throws {
    try withConsole { terminal, process in
      kill(process, signal)
      try #expect(terminal.waitForExit() == 128 + signal)
      try expectTerminalAsBefore(terminal)
    }
  }

  @Test("Asked to end, it ends, and leaves the terminal as it was", arguments: [SIGTERM, SIGHUP])
  func ended(signal: Int32) throws {
    try withConsole { terminal, process in
      kill(process, signal)
      _ = try terminal.waitForExit()
      try expectTerminalAsBefore(terminal)
    }
  }

  @Test("Stopped by Ctrl-Z, the terminal is the shell's; gone on, the picture is back")
  func stopped() throws {
    try Program.withHome { home in
      try Self.switchTheMouseOn(home: home)
      let terminal = try PseudoTerminal(size: Size(width: 80, height: 24))
      let shell = try terminal.spawn(
        "/bin/bash", ["--norc", "--noprofile", "-i"], environment: environment(home: home), directory: home)
      defer { kill(shell, SIGKILL) }
      terminal.type("'\(Program.binary)'\r")
      try terminal.wait(for: "type a task")
      terminal.type("\u{1A}")
      try terminal.wait("the shell's screen") {
        $0.text.contains("Stopped") && !$0.isAlternate && $0.isCursorVisible && !$0.isMouseReported
      }
      terminal.type("fg\r")
      try terminal.wait("the console's screen") {
        $0.isAlternate && $0.text.contains("type a task") && $0.isMouseReported
      }
      terminal.type("going on")
      try terminal.wait(for: "going on")
    }
  }

  @Test("At every size there is a picture that fits, and the program goes on")
  func sizes() throws {
    try withConsole { terminal, process in
      for (width, height) in [(120, 36), (50, 15), (20, 5), (10, 3), (200, 60), (80, 24)] {
        terminal.resize(Size(width: width, height: height))
        kill(process, SIGWINCH)
      }
      terminal.type("still here")
      try terminal.wait(for: "still here")
    }
  }

  @Test("A terminal that can do nothing is refused in a sentence, with the status for a wrong use")
  func dumb() throws {
    try Program.withHome { home in
      let terminal = try PseudoTerminal(size: Size(width: 80, height: 24))
      try terminal.spawn(Program.binary, environment: environment(home: home).merging(["TERM": "dumb"]) { $1 })
      try #expect(terminal.waitForExit() != 0)
      try terminal.wait(for: "agent-tui run")
      #expect(terminal.isCooked)
    }
  }

  @Test("Without UTF-8 everything on the screen is ASCII")
  func ascii() throws {
    try withConsole(environment: ["LC_ALL": "C"]) { terminal, _ in
      let isASCII = terminal.screen.text.utf8.allSatisfy { $0 < 0x80 }
      #expect(isASCII)
    }
  }
}
