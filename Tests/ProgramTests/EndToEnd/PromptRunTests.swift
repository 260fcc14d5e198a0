import Foundation
import OrderedJSON
import Testing
import TestSupport

/// `agent-tui prompt` as a person starts it.
@Suite struct PromptRunTests {
  private static let template =
    "{{ bos_token }}{% for m in messages %}[{{ m.role }}]{{ m.content }}{% if m.role == 'tool' %}\n"
    + "{{ raise_exception('no results here') }}{% endif %}{% endfor %}{% for t in tools or [] %}({{ t.function.name }}){% endfor %}"
    + "{{ 'think' if enable_thinking }}{% if add_generation_prompt %}>{% endif %}{{ eos_token }}"

  private func run(_ arguments: [String], input: String = "", files: [String: String] = [:]) throws -> Program.Ending {
    try Program.withHome { home in
      for (name, text) in files.merging(["t.jinja": Self.template], uniquingKeysWith: { given, _ in given }) {
        try text.write(toFile: "\(home)/work/\(name)", atomically: true, encoding: .utf8)
      }
      return try Program.run(["prompt"] + arguments, home: home, input: input)
    }
  }

  private static let messages = "[{\"role\": \"user\", \"content\": \"Hé\"}]"

  @Test(arguments: [
    ([], "<b>[user]Hé><e>"), (["--no-generation-prompt"], "<b>[user]Hé<e>"),
    (["--reasoning", "on"], "<b>[user]Héthink><e>"),
    (["--reasoning", "off"], "<b>[user]Hé><e>"), (["--tools", "tools.json"], "<b>[user]Hé(f)><e>"),
  ])
  func messagesAreRenderedByTheFile(_ more: [String], _ expected: String) throws {
    let files = ["tools.json": "[{\"function\": {\"name\": \"f\"}}]"]
    let base = ["--chat-template", "t.jinja", "--messages", "-", "--bos", "<b>", "--eos", "<e>"]
    let ending = try run(base + more, input: Self.messages, files: files)
    #expect(ending.output == expected && ending.status == 0, "\(ending)")
  }

  @Test func messagesAndToolsCanStandInOneObject() throws {
    let object = "{\"messages\": \(Self.messages), \"tools\": [{\"function\": {\"name\": \"g\"}}]}"
    let ending = try run(["--chat-template", "t.jinja", "--messages", "m.json"], files: ["m.json": object])
    #expect(ending.output == "[user]Hé(g)>" && ending.status == 0, "\(ending)")
    #expect(
      try run(["--chat-template", "chatML", "--messages", "-"], input: Self.messages).output
        == "<|im_start|>user\nHé<|im_end|>\n<|im_start|>assistant\n")
  }

  @Test func templateThatRefusesIsASentenceWithItsLine() throws {
    let ending = try run(
      ["--chat-template", "t.jinja", "--messages", "-"], input: "[{\"role\": \"tool\", \"content\": \"x\"}]")
    #expect(ending.status == 1 && ending.output.isEmpty)
    #expect(ending.errors == "agent-tui: The chat template refuses the messages: line 2: no results here\n")
  }

  @Test(arguments: [
    ([], "", "needs --messages FILE"), (["--messages", "nowhere.json"], "", "cannot read"),
    (["--messages", "-"], "{", "1:2: expected a member's name"), (["--messages", "-"], "3", "takes a JSON list"),
    (["--messages", "-"], "{\"tools\": []}", "has no list 'messages'"),
    (["--messages", "-", "--tools", "t.jinja"], "[]", "--tools: cannot read"),
    (["--messages", "-", "--reasoning", "perhaps"], "[]", "'perhaps' is not accepted"),
  ])
  func whatIsWrongIsUsageWithASentence(_ arguments: [String], _ input: String, _ words: String) throws {
    let ending = try run(["--chat-template", "t.jinja"] + arguments, input: input)
    #expect(ending.status == 2 && ending.output.isEmpty && ending.errors.contains(words), "\(ending)")
  }

  @Test func templateThatIsNoneIsUsageWithItsLine() throws {
    let ending = try run(
      ["--chat-template", "bad.jinja", "--messages", "-"], input: "[]", files: ["bad.jinja": "a\n{% if %}"])
    #expect(ending.status == 2 && ending.errors.contains("line 2: expected an expression, found '%}'"), "\(ending)")
  }

  @Test func tokensOfAModelAreLinesOfNumbersAndPieces() throws {
    let ending = try run(
      ["--model", TestModel.path, "--messages", "-", "--tokens", "--no-generation-prompt"],
      input: "[{\"role\": \"system\", \"content\": \"<|im_end|>\"}]")
    let lines = ending.output.split(separator: "\n").map { $0.split(separator: "\t") }
    #expect(ending.status == 0 && lines.allSatisfy { $0.count == 2 && Int($0[0]) != nil }, "\(ending)")
    let pieces = try lines.map { try JSON(parsing: String($0[1])).string ?? "" }
    #expect(pieces.joined() == "<|im_start|>system\n<|im_end|><|im_end|>\n")
    #expect(pieces.first == "<|im_start|>" && pieces.filter { $0 == "<|im_end|>" }.count == 1)
  }
}
