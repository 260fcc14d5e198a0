import Foundation
import Testing

@testable import Agents

/// Lines that are understood are given to bash and to dash, with nothing but recorders to be found: what is started must
/// be what was shown. A small part of `scripts/fuzz-permissions`, in a folder that is thrown away.
@Suite struct RecordedShellTests {
  /// Generates the same numbers each time.
  private struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ state >> 29
    }
  }

  private static let programs = ["ls", "git", "rm", "touch", "cat", "evil"]
  private static let words = [
    "x", "$X", "\"$X\"", "${X:-rm}", "$(rm x)", "`touch y`", "\"$(cat)\"", "'$(rm)'", "\\$(rm)", "$((1))", "<(rm)",
    "{rm,x}",
    "*", "~", "a=1", "'a[$(rm)]'", "#", "# rm", "\\", "\"", "'", "> f", "2>&1", "<<E\nrm\nE\n", "<<'E'\n$(rm)\nE\n",
    "&> f",
    "$'rm'", "\\\n", "{}", "!", "[", "]", "2> f", "$(git | rm)", "\"a b\"", "-x", "${X##*/}", "`", "$(",
  ]
  private static let glue = [" ; ", ";", "&&", " || ", "|", "\n", " |& ", ";;", " ", "&\\\n&", " \\\n", "\t"]
  private static let around = [
    ("", ""), ("", ""), ("", ""), ("if ", "; then rm; fi"), ("for i in a b; do ", "; done"), ("(", ")"), ("{ ", "; }"),
    ("eval '", "'"), ("X='rm'; ", ""), ("A=1 ", ""), ("! ", ""), ("command ", ""), ("f() { ", "; }; f"),
    ("[ -n x ] && ", ""),
    ("a=(", ")"), ("case x in x) ", ";; esac"), ("trap '", "' EXIT"), ("exec ", ""), ("while ", "; do break; done"),
  ]

  private static func line(_ random: inout Generator) -> String {
    var line = ""
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      var command = programs.randomElement(using: &random) ?? ""
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        command += " " + (words.randomElement(using: &random) ?? "")
      }
      let (start, end) = around.randomElement(using: &random) ?? ("", "")
      line += (line.isEmpty ? "" : glue.randomElement(using: &random) ?? "") + start + command + end
    }
    return line
  }

  @Test func whatIsStartedIsWhatWasShown() throws {
    let sandbox = try Sandbox()
    let folder = sandbox.path + "/programs"
    for name in Self.programs {
      try sandbox.write("#!/bin/sh\necho \(name) >> '\(sandbox.path)/log'\n", to: "programs/\(name)")
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(folder)/\(name)")
    }
    try FileManager.default.createDirectory(atPath: sandbox.path + "/work", withIntermediateDirectories: true)
    var random = Generator(state: 42)
    var tried = 0
    for _ in 0..<600 {
      let line = Self.line(&random)
      let analysis = CommandAnalysis(line)
      guard analysis.doubt == nil else { continue }
      tried += 1
      for shell in ["/bin/bash", "/bin/dash"] where FileManager.default.isExecutableFile(atPath: shell) {
        let started = try self.started(line, by: shell, in: sandbox.path)
        let shown = Set(analysis.parts.compactMap { part in part.words.first { $0.variable == nil }?.text })
        #expect(started.isSubset(of: shown), "\(shell): \(line)")
      }
    }
    #expect(tried > 100)
  }

  private func started(_ line: String, by shell: String, in folder: String) throws -> Set<String> {
    try Data().write(to: URL(fileURLWithPath: folder + "/log"))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: shell)
    process.arguments = ["-c", line]
    process.environment = ["PATH": folder + "/programs", "HOME": folder + "/work"]
    process.currentDirectoryURL = URL(fileURLWithPath: folder + "/work")
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let log = try String(contentsOfFile: folder + "/log", encoding: .utf8)
    return Set(log.split(separator: "\n").map(String.init))
  }
}
