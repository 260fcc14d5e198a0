import Agents
import TestSupport
import Testing

@testable import AgentTUI
@testable import TerminalUI

/// The console on the real terminal.
@Suite struct StreamingSizesTests {
  /// What the models write meanwhile: letters, wide ones, and what terminals disagree on.
  private static let words = ["a ", "word ", "**bold** ", "東京 ", "❤️ ", "e\u{301}\n", "- item\n", "`code` "]

  @Test("A thousand sizes at random while agents stream: after every frame the screen is that frame, cell by cell")
  func streamingSizes() async throws {
    try await CursesTerminal.run(120, 36) { terminal, screen in
      var random = SeededGenerator(4)
      let names = ["ada", "bob", "cyd", "dot"]
      var state = ConsoleFixture.console(names, size: terminal.size)
      for name in names { state.begin(name, "go") }
      for step in 0..<1000 {
        var share = Double.random(in: 0...1, using: &random)
        for _ in 0..<3 { share *= share }
        let size = Size(width: 10 + Int(170 * share), height: 3 + Int(57 * share))
        screen.resize(size)
        terminal.takeSize()
        _ = state.update(.input(.resize(size)))
        // A frame for the size, then some that change it in places.
        for frame in 0..<3 {
          let surface = ScreenView.surface(state)
          CursesTerminal.show(surface, on: terminal)
          try screen.wait("frame \(frame) of step \(step), \(size):\n\(surface.lines.joined(separator: "\n"))") {
            $0.lines == surface.lines
          }
          for name in names { state.tell(name, .text(Self.words.randomElement(using: &random) ?? "")) }
        }
      }
    }
  }
}
