import Foundation
import OrderedJSON
import TestSupport

/// The real binary, run to its end with a home of its own.
struct Program {
  /// What it printed and how it ended.
  struct Ending {
    var status: Int32
    var output: String
    var errors: String

    /// Its output as event lines.
    func events() throws -> [JSON] {
      try output.split(separator: "\n").map { try JSON(parsing: String($0)) }
    }
  }

  static let binary: String =
    ProcessInfo.processInfo.environment["AGENT_TUI_TEST_BINARY"] ?? Checkout.path(".build/debug/agent-tui")

  /// A new folder that is home, workspace and everything else for one test; of a name of its own where none is given.
  static func withHome<Result>(named name: String? = nil, _ body: (String) throws -> Result) throws -> Result {
    let home = FileManager.default.temporaryDirectory.appendingPathComponent(name ?? "agent-tui-\(UUID())").path
    try FileManager.default.createDirectory(atPath: "\(home)/work", withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: home) }
    return try body(home)
  }

  /// The events of the one session that was kept below a home; empty where none was.
  static func journal(in home: String) throws -> [JSON] {
    let folder = "\(home)/.local/state/agent-tui/sessions"
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
    guard let file = files.first(where: { $0.hasSuffix(".jsonl") }) else { return [] }
    return try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8).split(separator: "\n").map {
      try JSON(parsing: String($0))
    }.filter { $0["seq"] != nil }
  }

  /// Runs it to its end, with `more` in its environment. `during` gets the process and its output so far, whenever more has come.
  ///
  /// - Parameters:
  ///   - limit: what a shell does before it becomes the program.
  ///   - pipe: a command that reads its output.
  static func run(
    _ arguments: [String], home: String, input text: String = "", environment more: [String: String] = [:],
    limit: String? = nil, pipe: String? = nil,
    during: (Process, _ output: String) -> Void = { _, _ in }
  ) throws -> Ending {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: binary)
    process.arguments = arguments
    if limit != nil || pipe != nil {
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      let script = (limit.map { "\($0); " } ?? "") + (pipe.map { "\"$0\" \"$@\" | \($0)" } ?? "exec \"$0\" \"$@\"")
      process.arguments = ["-c", script, binary] + arguments
    }
    process.currentDirectoryURL = URL(fileURLWithPath: "\(home)/work")
    var environment = ProcessInfo.processInfo.environment.filter {
      !$0.key.hasPrefix("AGENT_TUI") && !$0.key.hasPrefix("XDG")
    }
    environment["HOME"] = home
    environment.merge(more) { $1 }
    process.environment = environment
    // Messages go to a file: two pipes read one after the other could fill up and stop the program.
    let errors = "\(home)/errors"
    try Data().write(to: URL(fileURLWithPath: errors))
    process.standardError = FileHandle(forWritingAtPath: errors)
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    input.fileHandleForWriting.write(Data(text.utf8))
    try input.fileHandleForWriting.close()
    var bytes = Data()
    while case let more = output.fileHandleForReading.availableData, !more.isEmpty {
      bytes += more
      during(process, String(decoding: bytes, as: UTF8.self))
    }
    process.waitUntilExit()
    return Ending(
      status: process.terminationReason == .uncaughtSignal
        ? 128 + process.terminationStatus : process.terminationStatus,
      output: String(decoding: bytes, as: UTF8.self),
      errors: try String(contentsOfFile: errors, encoding: .utf8))
  }
}
