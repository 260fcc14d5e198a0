import Foundation
import Testing
import TestSupport
import Threading

@testable import TerminalUI

/// The real thing on a pseudo-terminal.
@Suite("The terminal", .serialized)
struct NcursesTerminalTests {
  private static let style = Style(.text)

  private func surface(_ terminal: NcursesTerminal, _ rows: [String]) -> Surface {
    var surface = Surface(size: terminal.size)
    for (y, row) in rows.enumerated() { surface.put(row, at: Point(x: 0, y: y), style: Self.style) }
    return surface
  }

  /// Presents rows, and expects the screen to become them.
  private func expect(_ rows: [String], _ terminal: NcursesTerminal, _ screen: PseudoTerminal) throws {
    let surface = surface(terminal, rows)
    terminal.present(surface)
    try screen.wait("\(surface.lines)") { $0.lines == surface.lines }
  }

  @Test("What is drawn stands on the screen, and a change replaces it", arguments: [nil, "truecolor"] as [String?])
  func frames(colors: String?) async throws {
    try await CursesTerminal.run(colors: colors) { terminal, screen in
      #expect(terminal.depth == (colors == nil ? .palette256 : .direct))
      #expect(terminal.size == Size(width: 20, height: 4))
      try expect(["hello", "日本語", "┌──┐", "e\u{301}"], terminal, screen)
      try expect(["hallo", "日語", "", "x"], terminal, screen)
      #expect(screen.screen.isAlternate)
    }
  }

  @Test(
    "Graphemes that terminals count differently leave no trace and move nothing",
    arguments: [ScreenModel.Counting.clusters, .scalars])
  func drift(counting: ScreenModel.Counting) async throws {
    try await CursesTerminal.run(counting: counting) { terminal, screen in
      func settled(_ rows: [String], afterwards after: [String]) throws {
        terminal.present(surface(terminal, rows))
        terminal.present(surface(terminal, after))
        let expected = surface(terminal, after).lines
        try screen.wait("\(expected)") { $0.lines == expected }
      }
      try settled(["a👨‍👩‍👧b", "❤️❤️❤️|", "x🇩🇪y", "👍🏽"], afterwards: ["plain", "text", "", "here"])
      try settled(["👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧|end", "", "1️⃣ 2️⃣", ""], afterwards: ["            |end", "", "1  2", ""])
      // What stands beside them is where it belongs, also on a terminal that ran over it.
      terminal.present(surface(terminal, ["a👨‍👩‍👧bcdef", "", "", ""]))
      try screen.wait("the neighbours") { $0.lines[0].hasSuffix("bcdef") && $0.lines[0].first == "a" }
      terminal.present(surface(terminal, ["                 x👨‍👩‍👧", "next", "", ""]))
      try screen.wait("the next row untouched") {
        $0.lines[1] == "next" && $0.lines[0].unicodeScalars.starts(with: "                 x".unicodeScalars)
      }
    }
  }

  @Test("The cursor is where it is wanted, and hidden where it is not")
  func cursor() async throws {
    try await CursesTerminal.run { terminal, screen in
      var surface = surface(terminal, ["abc"])
      surface.cursor = Point(x: 3, y: 0)
      terminal.present(surface)
      try screen.wait("a cursor") { $0.isCursorVisible && $0.cursor == Point(x: 3, y: 0) }
      surface.cursor = nil
      terminal.present(surface)
      try screen.wait("no cursor") { !$0.isCursorVisible }
    }
  }

  @Test("A letter that is added costs a letter, a move and little more")
  func bytes() async throws {
    try await CursesTerminal.run(80, 24) { terminal, screen in
      try expect(["a streamed line"], terminal, screen)
      let before = screen.received
      try expect(["a streamed line goes"], terminal, screen)
      #expect(screen.received - before <= 40)
      let same = screen.received
      terminal.present(surface(terminal, ["a streamed line goes"]))
      terminal.emit("\u{7}")
      try screen.wait("the bell") { $0.bells == 1 }
      #expect(screen.received - same == 1)
    }
  }

  @Test("Keys, pastes and a wake end the wait")
  func input() async throws {
    try await CursesTerminal.run { terminal, screen in
      screen.type("x")
      #expect(terminal.waitForInput(until: nil) == [.key(Key(.character("x")))])
      screen.type("\u{1B}[200~a\nb\u{1B}[201~")
      var events: [InputEvent] = []
      while events.isEmpty { events = terminal.waitForInput(until: nil) }
      #expect(events == [.paste("a\nb")])
      screen.type("\u{1B}")
      #expect(terminal.waitForInput(until: nil) == [.key(Key(.escape))])
      let waker = terminal.waker
      let thread = try WorkerThread(name: "waker") { waker.wake() }
      #expect(terminal.waitForInput(until: nil).isEmpty)
      thread.join()
      #expect(terminal.waitForInput(until: .now).isEmpty)
    }
  }

  @Test("Escape is told although something else ends the wait that it came in")
  func escapeAndWake() async throws {
    try await CursesTerminal.run { terminal, screen in
      screen.type("\u{1B}")
      terminal.waker.wake()
      #expect(terminal.waitForInput(until: nil) == [])
      #expect(terminal.waitForInput(until: .now.advanced(bySeconds: 20)) == [.key(Key(.escape))])
    }
  }

  @Test("A new size is told, and the whole screen drawn anew")
  func resize() async throws {
    try await CursesTerminal.run { terminal, screen in
      try expect(["before", "日本語"], terminal, screen)
      screen.resize(Size(width: 9, height: 3))
      kill(getpid(), SIGWINCH)
      #expect(terminal.waitForInput(until: nil) == [.resize(Size(width: 9, height: 3))])
      #expect(terminal.size == Size(width: 9, height: 3))
      try expect(["after", "日本", "123456789"], terminal, screen)
    }
  }

  @Test("An answer about the background is taken, and the console told to draw")
  func background() async throws {
    try await CursesTerminal.run { terminal, screen in
      #expect(terminal.isDark == true)
      screen.type("\u{1B}]11;rgb:ffff/ffff/ffff\u{1B}\\")
      #expect(terminal.waitForInput(until: nil) == [.resize(terminal.size)])
      #expect(terminal.isDark == false)
    }
  }

  @Test("A request to end is told once")
  func termination() async throws {
    try await CursesTerminal.run { terminal, _ in
      kill(getpid(), SIGTERM)
      #expect(terminal.waitForInput(until: nil) == [.terminated(signal: SIGTERM)])
      #expect(terminal.waitForInput(until: .now).isEmpty)
    }
  }

  @Test("Suspended and closed, the terminal is as it was; afterwards the picture is back")
  func suspension() async throws {
    try await CursesTerminal.run { terminal, screen in
      let before = screen.modes
      #expect(!screen.isCooked)
      try expect(["picture"], terminal, screen)
      #expect(screen.screen.isPasteBracketed)
      terminal.suspended {
        #expect(screen.isCooked)
        #expect(throws: Never.self) {
          try screen.wait("the shell's screen") { !$0.isAlternate && $0.isCursorVisible && !$0.isPasteBracketed }
        }
      }
      #expect(screen.modes.local == before.local)
      try expect(["picture"], terminal, screen)
      terminal.close()
      #expect(screen.isCooked)
      try screen.wait("the shell's screen") { !$0.isAlternate && $0.isCursorVisible && !$0.isPasteBracketed }
    }
  }

  /// Draws one frame after the other until the line of a terminal that takes nothing has no room.
  private func fill(_ terminal: NcursesTerminal, _ screen: PseudoTerminal) {
    var number = 0
    while screen.hasRoom || !terminal.hasOutput {
      number += 1
      terminal.redraw()
      let rows = (0..<24).map { "row \($0) of frame \(number) " + String(repeating: "x", count: 50) }
      terminal.present(surface(terminal, rows))
    }
  }

  @Test("A full line is waited for by nobody: keys are read, and of the frames that came meanwhile the last is shown")
  func fullLine() async throws {
    try await CursesTerminal.run(80, 24) { terminal, screen in
      try expect(["before"], terminal, screen)
      screen.takes(.held)
      fill(terminal, screen)
      screen.type("x")
      #expect(terminal.waitForInput(until: nil) == [.key(Key(.character("x")))])
      for number in 0..<1000 { terminal.present(surface(terminal, ["frame \(number)"])) }
      terminal.emit(ControlSequences.bell)
      terminal.emit(ControlSequences.copy("kept"))
      #expect(terminal.hasOutput)
      let before = screen.received
      screen.takes(.fast)
      CursesTerminal.show(surface(terminal, ["frame 999"]), on: terminal)
      try screen.wait("the last frame") { $0.lines[0] == "frame 999" && $0.lines[1] == "" && $0.bells == 1 }
      #expect(screen.screen.commands == ["52;c;\(Base64.encode("kept".utf8))"])
      // What the line held, the rest of a frame, and the last one.
      #expect(screen.received - before < 40_000)
      try expect(["after"], terminal, screen)
    }
  }

  @Test("Closed while its line is full, the terminal is as it was, whatever was cut off")
  func closedFull() async throws {
    try await CursesTerminal.run(80, 24) { terminal, screen in
      try expect(["before"], terminal, screen)
      screen.takes(.held)
      fill(terminal, screen)
      terminal.close()
      #expect(screen.isCooked)
      screen.takes(.fast)
      try screen.wait("the shell's screen") { !$0.isAlternate && $0.isCursorVisible && !$0.isPasteBracketed }
      #expect(screen.screen.text.allSatisfy { $0 == "\n" })
    }
  }

  @Test("The shell's end of the terminal waits as it did: only our own does not")
  func openFile() async throws {
    try await CursesTerminal.run { _, screen in
      #expect(fcntl(screen.device, F_GETFL) & O_NONBLOCK == 0)
    }
  }

  @Test("A theme that changes repaints everything in it")
  func palette() async throws {
    try await CursesTerminal.run(colors: "truecolor") { terminal, screen in
      try expect(["abc"], terminal, screen)
      let before = screen.received
      terminal.palette = Palette(entries: [
        .text: .init(foreground: .rgb(red: 1, green: 2, blue: 3), background: .indexed(4))
      ])
      try expect(["abc"], terminal, screen)
      terminal.emit("\u{7}")
      try screen.wait("the bell") { $0.bells == 1 }
      #expect(screen.received > before + 20)
    }
  }

  @Test("What is no terminal, or cannot move its cursor, is refused in a sentence that names agent-tui run")
  func refusals() async throws {
    try await CursesTerminal.alone {
      let screen = try PseudoTerminal(size: Size(width: 20, height: 4))
      for (environment, input) in [
        (["TERM": "dumb"], screen.device), ([:], screen.device), (["TERM": "no-such-terminal"], screen.device),
        (["TERM": "xterm"], -1),
      ] as [([String: String], Int32)] {
        let error = #expect(throws: TerminalError.self) {
          _ = try NcursesTerminal(environment: environment, input: input, output: screen.device)
        }
        #expect(error?.description.contains("agent-tui run") == true)
      }
      #expect(screen.isCooked)
    }
  }
}
