import Foundation
package import TerminalUI
import Threading

/// The real terminal on a pseudo-terminal. curses holds global state, so one at a time, whichever suites they are in: whoever
/// comes second waits, and blocks no thread that other tests run on.
package enum CursesTerminal {
  private static let turn = Turn()

  /// Runs `body` with a terminal of this size and the screen it writes on.
  package static func run(
    _ width: Int = 20, _ height: Int = 4, term: String = "xterm-256color", colors: String? = nil,
    counting: ScreenModel.Counting = .clusters, _ body: (NcursesTerminal, PseudoTerminal) throws -> Void
  ) async throws {
    try await alone { try open(width, height, term, colors, counting, body) }
  }

  /// Runs `body` while nobody else uses curses.
  package static func alone(_ body: () throws -> Void) async throws {
    await turn.take()
    let result = Result { try body() }
    await turn.pass()
    try result.get()
  }

  private static func open(
    _ width: Int, _ height: Int, _ term: String, _ colors: String?, _ counting: ScreenModel.Counting,
    _ body: (NcursesTerminal, PseudoTerminal) throws -> Void
  ) throws {
    try useUTF8()
    let screen = try PseudoTerminal(size: Size(width: width, height: height), counting: counting)
    var environment = ["TERM": term, "COLORFGBG": "15;0"]
    environment["COLORTERM"] = colors
    let terminal = try NcursesTerminal(environment: environment, input: screen.device, output: screen.device)
    defer { terminal.close() }
    try body(terminal, screen)
  }

  /// Presents a frame, and sends all of it: a large one has no room on the line at once.
  package static func show(_ surface: Surface, on terminal: NcursesTerminal) {
    terminal.present(surface)
    while terminal.hasOutput { _ = terminal.waitForInput(until: .now.advanced(bySeconds: 0.001)) }
  }

  /// The terminal asks the environment for the locale; once is enough.
  private static func useUTF8() throws {
    guard getenv("LC_ALL").map({ String(cString: $0) })?.uppercased().hasSuffix("UTF-8") != true else { return }
    let isSet = ["C.UTF-8", "en_US.UTF-8"].contains { (name: String) in
      setenv("LC_ALL", name, 1) == 0 && setlocale(LC_CTYPE, "") != nil
    }
    guard isSet else { throw PseudoTerminal.Failure(description: "this machine has no locale with UTF-8") }
  }
}

/// Who may use curses now.
private actor Turn {
  private var isTaken = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  func take() async {
    guard isTaken else {
      isTaken = true
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  /// Passes it on to whoever waits longest.
  func pass() {
    if waiting.isEmpty { isTaken = false } else { waiting.removeFirst().resume() }
  }
}
