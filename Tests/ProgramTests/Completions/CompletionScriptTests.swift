import Foundation
import Testing

@testable import Program

@Suite struct CompletionScriptTests {
  /// What bash offers for a line at whose end somebody presses Tab, in a folder with `model.gguf` and the folder `themes`.
  private func bash(_ line: String) throws -> [String] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("agent-tui-\(UUID())")
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("themes"), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data().write(to: folder.appendingPathComponent("model.gguf"))
    // Bash parts a line at '=' as well; the function is called as it calls it.
    let words = line.replacing("=", with: " = ").split(separator: " ", omittingEmptySubsequences: true).map(String.init)
    let all = line.hasSuffix(" ") ? words + [""] : words
    let script =
      CompletionScript.text(for: .bash) + """

        compopt() { return 1; }
        COMP_WORDS=(\(all.map { CompletionScript.quoted($0) }.joined(separator: " ")))
        COMP_CWORD=\(all.count - 1)
        _agent_tui
        printf '%s\\n' "${COMPREPLY[@]}"
        """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["--norc", "-c", script]
    process.currentDirectoryURL = folder
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test(arguments: [
    ("agent-tui ru", ["run"]), ("agent-tui --agents 3 ses", ["sessions"]), ("agent-tui --agents=3 ses", ["sessions"]),
    ("agent-tui --permission-mode a", ["ask", "accept-edits", "auto"]),
    ("agent-tui --permission-mode=p", ["plan"]), ("agent-tui run --format ", ["text", "jsonl"]),
    ("agent-tui bench --format ", ["text", "json"]), ("agent-tui run --task", ["--task", "--tasks-file"]),
    ("agent-tui bench --task", []), ("agent-tui --model m", ["model.gguf"]), ("agent-tui --workspace ", ["themes"]),
    ("agent-tui pull s", ["small"]), ("agent-tui config ", ["schema", "check"]),
    ("agent-tui config check m", ["model.gguf"]), ("agent-tui completions ", ["bash", "zsh", "fish"]),
    ("agent-tui --agents ", []), ("agent-tui run --no-such", []), ("agent-tui trust t", ["themes"]),
    ("agent-tui --permission-mode plan man --v", ["--version"]),
  ])
  func `Bash offers what can stand there`(line: String, offered: [String]) throws {
    #expect(try bash(line) == offered)
  }

  @Test func `Bash offers every option of every command, and no other`() throws {
    for command in Command.allCases {
      #expect(try bash("\(command.spelling) -") == OptionTable.options(of: command).map(\.flag), "\(command)")
    }
  }

  @Test func `Zsh and fish know every option of every command`() {
    let (zsh, fish) = (CompletionScript.text(for: .zsh), CompletionScript.text(for: .fish))
    for command in Command.allCases {
      let branch =
        command == .console
        ? zsh : String(zsh[(zsh.range(of: "        \(command.rawValue))\n")?.upperBound ?? zsh.endIndex)...])
      let own = branch.prefix(upTo: branch.range(of: "&& re")?.lowerBound ?? branch.endIndex)
      for option in OptionTable.options(of: command) {
        #expect(own.contains("\(option.flag)\(option.value == nil ? "[" : "=[")"), "zsh: \(command) \(option.flag)")
        let condition =
          command == .console ? "not __fish_seen_subcommand_from" : "'__fish_seen_subcommand_from \(command.rawValue)'"
        let line = fish.split(separator: "\n").contains {
          $0.contains(condition) && $0.contains(" -l \(option.name) ")
        }
        #expect(line, "fish: \(command) \(option.flag)")
      }
    }
  }

  @Test(arguments: [("a", "'a'"), ("another's", "'another'\\''s'"), ("", "''")])
  func `Quotes in a text stay in it`(text: String, quoted: String) {
    #expect(CompletionScript.quoted(text) == quoted)
  }
}
