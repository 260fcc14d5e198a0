import Foundation
import Testing

@testable import TerminalUI

@Suite("Multiplexers")
struct MultiplexerTests {
  @Test(
    "One is known by its variables, the inner one by the terminal's name",
    arguments: [
      (["TERM": "xterm-256color"], nil),
      (["TERM": "tmux-256color", "TMUX": "/tmp/tmux-0/default,1,0"], .tmux),
      (["TERM": "screen", "TMUX": "/tmp/tmux-0/default,1,0"], .tmux),
      (["TERM": "screen.xterm-256color", "STY": "1.pts-0"], .screen),
      (["TERM": "tmux-256color", "TMUX": "/tmp/tmux-0/default,1,0", "STY": "1.pts-0"], .tmux),
      (["TERM": "screen", "TMUX": "/tmp/tmux-0/default,1,0", "STY": "1.pts-0"], .screen),
    ] as [([String: String], Multiplexer?)])
  func environment(variables: [String: String], multiplexer: Multiplexer?) {
    #expect(Multiplexer(environment: variables) == multiplexer)
  }

  @Test("Through tmux every ESC is doubled")
  func tmux() {
    #expect(Multiplexer.tmux.wrapped("\u{1B}]9;a\u{7}") == "\u{1B}Ptmux;\u{1B}\u{1B}]9;a\u{7}\u{1B}\\")
  }

  @Test("Through GNU screen it goes in pieces, which are the sequence again when they are put together")
  func screen() {
    let sequence = ControlSequences.copy(String(repeating: "a", count: 900))
    let pieces = Multiplexer.screen.wrapped(sequence).components(separatedBy: "\u{1B}P").dropFirst()
    #expect(pieces.count == 3)
    #expect(pieces.allSatisfy { $0.hasSuffix("\u{1B}\\") && $0.count <= 502 })
    #expect(pieces.map { String($0.dropLast(2)) }.joined() == sequence)
  }

  @Test("tmux is given a copy as it is, GNU screen a wrapped one")
  func copies() {
    #expect(Multiplexer.tmux.copy("foo") == "\u{1B}]52;c;Zm9v\u{7}")
    #expect(Multiplexer.screen.copy("foo") == "\u{1B}P\u{1B}]52;c;Zm9v\u{7}\u{1B}\\")
  }
}
