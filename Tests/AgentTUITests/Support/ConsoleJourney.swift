import Foundation
import OrderedJSON
import Testing

@testable import AgentTUI

/// The console as a person has it: the real binary in a real terminal, with a home of its own. What is done and what is
/// seen reads in order; what does not come to be seen fails with the screen as it was.
final class ConsoleJourney: Sendable {
  enum Key: String {
    case enter = "\r"
    case interrupt = "\u{3}"
    case deleteToStart = "\u{15}"
  }

  let terminal: PseudoTerminal
  /// The folder that is home and holds the workspace.
  let home: String
  /// The modes of the line before the program started.
  private let modes: termios
  private let process: pid_t
  /// Waiting in vain takes this many seconds: far more than anything here needs on a busy machine.
  private let patience = 90.0

  /// Opens the console with `options`, and ends it after `journey` however that went.
  static func opened(
    at size: Size, _ options: [String], environment: [String: String] = [:],
    _ journey: (ConsoleJourney) throws -> Void
  ) throws {
    try Program.withHome { home in
      let console = try ConsoleJourney(size, options, environment, home: home)
      defer { console.end() }
      try journey(console)
    }
  }

  private init(_ size: Size, _ options: [String], _ environment: [String: String], home: String) throws {
    self.home = home
    terminal = try PseudoTerminal(size: size)
    modes = terminal.modes
    let variables = [
      "HOME": home, "PATH": "/usr/local/bin:/usr/bin:/bin", "TERM": "xterm-256color", "LC_ALL": "C.UTF-8",
    ]
    process = try terminal.spawn(
      Program.binary, options, environment: variables.merging(environment) { $1 }, directory: "\(home)/work")
  }

  /// Options that give every journey the real model at a small size.
  static func model(agents: Int, context: Int = 1024, tools: String = "none", maxTokens: Int) -> [String] {
    [
      "--model", Program.model, "--threads", "1", "--agents", "\(agents)", "--context", "\(context)", "--tools", tools,
      "--max-tokens", "\(maxTokens)", "--system", "You are brief.", "--seed", "7",
    ]
  }

  private func end() {
    if (try? terminal.waitForExit(seconds: 0)) == nil { kill(process, SIGKILL) }
  }

  // MARK: done

  func types(_ text: String) { terminal.type(text) }

  func presses(_ key: Key) { terminal.type(key.rawValue) }

  func gives(_ task: String) {
    types(task)
    presses(.enter)
  }

  /// Leaves the composer, and is there before the next key: one that came with it would be Alt and that key.
  func goesToThePanes() throws {
    terminal.type("\u{1B}")
    try sees("to write a task")
  }

  func resizes(to width: Int, _ height: Int) {
    terminal.resize(Size(width: width, height: height))
    kill(process, SIGWINCH)
  }

  func isKilled(by signal: Int32) { kill(process, signal) }

  /// Quits from the panes, and expects a good end.
  func quits() throws {
    try goesToThePanes()
    types("q")
    try ends(with: 0)
  }

  // MARK: seen

  @discardableResult
  func sees(_ text: String) throws -> ScreenModel { try terminal.wait(for: text, seconds: patience) }

  /// The header's slots: a mark for each, and the figures.
  @discardableResult
  func seesSlots(_ active: Int, of max: Int) throws -> ScreenModel {
    let marks = String(repeating: "●", count: active) + String(repeating: "○", count: max - active)
    return try sees("slots \(marks) \(active)/\(max)")
  }

  @discardableResult
  func sees(_ what: String, _ condition: (ScreenModel) -> Bool) throws -> ScreenModel {
    try terminal.wait(what, seconds: patience, until: condition)
  }

  /// Ends with this exit status: 128 and the signal where one ended it.
  func ends(with expected: Int32) throws {
    let status = try terminal.waitForExit(seconds: patience)
    #expect(status == expected, "\(terminal.screen.text)")
  }

  /// The terminal is as the program found it: its line, its cursor, its screen.
  func seesTheTerminalAsItWas() throws {
    try sees("the main screen, with a cursor") {
      $0.isCursorVisible && !$0.isAlternate && !$0.isPasteBracketed
    }
    var (before, after) = (modes, terminal.modes)
    let isSame = withUnsafeBytes(of: &before) { before in withUnsafeBytes(of: &after) { before.elementsEqual($0) } }
    #expect(isSame)
    #expect(terminal.isCooked)
  }

  /// The session's journal.
  func journal() throws -> [JSON] {
    let folder = "\(home)/.local/state/agent-tui/sessions"
    guard let file = try FileManager.default.contentsOfDirectory(atPath: folder).first else { return [] }
    return try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8).split(separator: "\n").map {
      try JSON(parsing: String($0))
    }
  }

  /// One field of all events of one kind, as text.
  func journal(_ kind: String, _ field: String) throws -> [String] {
    try journal().filter { $0["event"]?.string == kind }.map { $0[field]?.string ?? $0[field]?.text ?? "" }
  }
}

extension ScreenModel {
  /// What stands in the title of a framed pane; empty where it is not on screen.
  func title(ofPane number: Int) -> String {
    for line in lines {
      if let title = line.split(separator: "┌").first(where: { $0.hasPrefix(" \(number) ") }) { return String(title) }
    }
    return ""
  }

  /// Whether the agent of a framed pane has ended its run.
  func isDone(pane number: Int) -> Bool { title(ofPane: number).contains("done") }

  /// The rows of a framed pane.
  func rows(ofPane number: Int) -> [String] {
    for (top, line) in lines.enumerated() {
      let titles = line.split(separator: "┌")
      guard let column = titles.firstIndex(where: { $0.hasPrefix(" \(number) ") }) else { continue }
      return lines[(top + 1)...].prefix { !$0.hasPrefix("└") }.map { row in
        // │ a ││ b │ is parted into nothing, a, nothing, b, nothing.
        let parts = row.split(separator: "│", omittingEmptySubsequences: false)
        return parts.indices.contains(2 * column + 1) ? String(parts[2 * column + 1]) : ""
      }
    }
    return []
  }

  /// What a model has said in a pane since it decodes: its letters, without the rows of the person.
  func letters(ofPane number: Int) -> String {
    let title = title(ofPane: number)
    guard ["decode", "done", "stopped"].contains(where: title.contains) else { return "" }
    return rows(ofPane: number).filter { !$0.hasPrefix(" > ") }.joined().filter(\.isLetter)
  }
}
