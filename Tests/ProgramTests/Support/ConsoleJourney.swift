import Foundation
import OrderedJSON
import TerminalUI
import Testing
import TestSupport
import Threading

@testable import Program

/// The console as a person has it: the real binary in a real terminal, with a home of its own. What is done and what is
/// seen reads in order; what does not come to be seen fails with the screen as it was.
final class ConsoleJourney: Sendable {
  enum Key: String {
    case enter = "\r"
    case escape = "\u{1B}"
    case tab = "\t"
    case up = "\u{1B}[A"
    case down = "\u{1B}[B"
    case interrupt = "\u{3}"
    case palette = "\u{10}"
    case deleteToStart = "\u{15}"
    case suspend = "\u{1A}"
    case redraw = "\u{C}"
    /// Escape as terminals send it that know a sequence for it, after which nothing is waited for.
    case escapeAtOnce = "\u{1B}[27u"
  }

  /// What runs in the terminal and starts the console.
  enum Host {
    case nothing
    /// An interactive shell, with its jobs.
    case shell
    case tmux
  }

  let terminal: PseudoTerminal
  /// The folder that is home and holds the workspace.
  let home: String
  /// The modes of the line before the program started.
  private let modes: PseudoTerminal.Modes
  private let process: pid_t
  private let host: Host
  /// Waiting in vain takes this many seconds: far more than anything here needs on a busy machine.
  private let patience = 90.0

  /// Opens the console with `options`, and ends it after `journey` however that went.
  ///
  /// - Parameters:
  ///   - files: what lies in the workspace, or elsewhere in the home (`../NAME`), before it starts.
  ///   - pace: how the terminal takes what is sent.
  static func opened(
    at size: Size, _ options: [String], environment: [String: String] = [:], files: [String: String] = [:],
    in host: Host = .nothing, pace: PseudoTerminal.Pace = .fast, _ journey: (ConsoleJourney) throws -> Void
  ) throws {
    // A path in a picture is to be the same each time.
    try Program.withHome(named: KeptPicture.areMade ? "agent-tui-home" : nil) { home in
      for (name, text) in files {
        let file = URL(fileURLWithPath: "\(home)/work/\(name)").standardizedFileURL
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
      }
      let terminal = try PseudoTerminal(size: size, pace: pace)
      let console = try ConsoleJourney(terminal, options, environment, in: host, home: home)
      defer { console.end() }
      try journey(console)
    }
  }

  private init(
    _ terminal: PseudoTerminal, _ options: [String], _ environment: [String: String], in host: Host, home: String
  ) throws {
    (self.home, self.terminal, self.host) = (home, terminal, host)
    modes = terminal.modes
    let variables = [
      "HOME": home, "PATH": "/usr/local/bin:/usr/bin:/bin", "TERM": "xterm-256color", "LC_ALL": "C.UTF-8",
    ].merging(environment) { $1 }
    let command = [Program.binary] + options
    let words =
      switch host {
      case .nothing: command
      case .shell: ["/bin/bash", "--norc", "--noprofile", "-i"]
      case .tmux: ["tmux", "-S", "\(home)/tmux", "-f", "/dev/null", "new-session", "--"] + command
      }
    process = try terminal.spawn(
      words[0], Array(words.dropFirst()), environment: variables, directory: "\(home)/work")
    if case .shell = host { terminal.type(command.map { "'\($0)'" }.joined(separator: " ") + "\r") }
  }

  /// Options that give every journey the real model at a small size.
  static func model(agents: Int, context: Int = 1024, tools: String = "none", maxTokens: Int) -> [String] {
    [
      "--model", TestModel.path, "--threads", "1", "--agents", "\(agents)", "--context", "\(context)", "--tools", tools,
      "--max-tokens", "\(maxTokens)", "--system", "You are brief.", "--seed", "7",
    ]
  }

  private func end() {
    if (try? terminal.waitForExit(seconds: 0)) == nil { kill(process, SIGKILL) }
    guard case .tmux = host else { return }
    // Its server is nobody's child.
    let tmux = Process()
    tmux.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    tmux.arguments = ["tmux", "-S", "\(home)/tmux", "kill-server"]
    tmux.standardError = FileHandle.nullDevice
    try? tmux.run()
    tmux.waitUntilExit()
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

  /// From here on the terminal takes nothing, and its line is full: the console has begun a frame, or holds one.
  func fillsTheLine() throws {
    terminal.takes(.held)
    let end = MonotonicTime.now.advanced(bySeconds: patience)
    while terminal.hasRoom {
      presses(.redraw)
      guard MonotonicTime.now < end else {
        throw PseudoTerminal.Failure(description: "the line does not become full")
      }
      // Nothing tells when it is written to: it is looked at again.
      poll(nil, 0, 5)
    }
  }

  /// Waits until there is room on a line that takes nothing: what it held was thrown away.
  func clearsTheLine() throws {
    let end = MonotonicTime.now.advanced(bySeconds: patience)
    while !terminal.hasRoom {
      guard MonotonicTime.now < end else { throw PseudoTerminal.Failure(description: "the line stays full") }
      poll(nil, 0, 5)
    }
  }

  /// Does what the command palette calls so.
  func commands(_ name: String) throws {
    presses(.palette)
    try sees("Commands")
    types(name)
    try sees("the command '\(name)'") { $0.lines.contains { $0.contains("› \(name)") } }
    presses(.enter)
  }

  /// Loads the model of a file that is in no list.
  func loads(_ path: String) throws {
    try commands("Choose the model")
    try sees("Another file")
    presses(.enter)
    try sees("path of a GGUF model")
    gives(path)
  }

  /// One of the mouse's reports, at a place from 0: 0 and 32 are a press and a movement, 64 and 65 the wheel.
  func points(_ button: Int, at place: Point, isRelease: Bool = false) {
    types("\u{1B}[<\(button);\(place.x + 1);\(place.y + 1)\(isRelease ? "m" : "M")")
  }

  /// Keeps what is on the screen as a picture, where pictures are made.
  func isPictured(as name: String, renewed: KeptPicture.Renewal = .whenOtherThanFigures) throws {
    KeptPicture.keep(try sees("a whole frame") { _ in true }, as: name, renewed: renewed)
  }

  func isKilled(by signal: Int32) { kill(process, signal) }

  /// Quits, out of the composer if one is there, and expects a good end.
  func quits(fromPanes: Bool = false) throws {
    if !fromPanes { try goesToThePanes() }
    types("q")
    try ends(with: 0)
  }

  /// Answers from the panes what is asked of the person in the first pane: it is another command than the model's.
  func runsInstead(_ command: String) throws {
    types("e")
    try sees("run instead")
    presses(.deleteToStart)
    gives(command)
  }

  /// Has the only agent, which is to begin with a command, run this one. Ends among the panes.
  func letsRun(_ command: String) throws {
    try seesSlots(0, of: 1)
    gives("List the files here with the command: ls")
    try sees("approval: bash")
    try goesToThePanes()
    try runsInstead(command)
  }

  /// Searches from the panes, in the pane that has the focus.
  func searches(for text: String) throws {
    types("/")
    try sees("search:")
    presses(.deleteToStart)
    gives(text)
  }

  /// Stops from the panes what the agent of the first pane would go on with, where it does not end by itself.
  func stopsTheRest() throws {
    let screen = try sees("an end, or another question") { screen in
      ["done", "stopped", "approval"].contains { screen.title(ofPane: 1).contains($0) }
    }
    if screen.title(ofPane: 1).contains("approval") { types("s") }
    try sees("the end of the run") { screen in
      ["done", "stopped"].contains { screen.title(ofPane: 1).contains($0) }
    }
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
      $0.isCursorVisible && !$0.isAlternate && !$0.isPasteBracketed && !$0.isMouseReported
    }
    #expect(terminal.modes == modes)
    #expect(terminal.isCooked)
  }

  /// What stands in a file of the workspace.
  func file(_ name: String) throws -> String {
    try String(contentsOfFile: "\(home)/work/\(name)", encoding: .utf8)
  }

  /// The session's journal.
  func journal() throws -> [JSON] { try Program.journal(in: home) }

  /// Waits until the journal is as `condition` wants it: what happens, whatever the screen shows of it.
  func journalHolds(_ what: String, _ condition: ([JSON]) -> Bool) throws {
    let end = MonotonicTime.now.advanced(bySeconds: patience)
    while true {
      // Its last line may be half written.
      let events = (try? journal()) ?? []
      if condition(events) { return }
      guard MonotonicTime.now < end else {
        throw PseudoTerminal.Failure(
          description: "waited in vain for \(what); the journal's end:\n"
            + events.suffix(5).map(\.text).joined(separator: "\n") + "\nthe screen:\n\(terminal.screen.text)")
      }
      // Nothing tells when a file grows: it is looked at again.
      poll(nil, 0, 20)
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
