import Testing

@testable import Program

@Suite struct ArgumentParserTests {
  private func parse(_ line: String) throws -> String {
    let parsed = try ArgumentParser.parse(line.split(separator: " ").map(String.init))
    let settings = parsed.settings.map { "\($0.option.name)=\($0.value)" }
    let words = [parsed.session, parsed.source].compactMap { $0 }
    return ([parsed.command.rawValue] + settings + words).joined(separator: " ")
  }

  @Test(arguments: [
    ("", "console"),
    ("--agents 3", "console agents=3"),
    ("--agents=3 --model=a=b", "console agents=3 model=a=b"),
    ("run --task one --task two", "run task=one task=two"),
    ("--agents 2 run --task run", "run agents=2 task=run"),
    ("--task run --agents 1 run", "run task=run agents=1"),
    ("run --task --help", "run task=--help"),
    ("bench --workload decode --format json", "bench workload=decode format=json"),
    ("resume 20260102", "resume 20260102"),
    ("resume -- --odd", "resume --odd"),
    ("pull a/b --sha256 0", "pull sha256=0 a/b"),
    ("sessions -h", "sessions help="),
    ("--version", "console version=true"),
    ("run --system=", "run system="),
  ])
  func `A command line is its command, its options and its words`(line: String, expected: String) throws {
    #expect(try parse(line) == expected)
  }

  @Test(arguments: [
    (
      "rnu",
      "There is no command 'rnu'; there are run, bench, sessions, resume, export, info, prompt, trust, permissions, pull, rpc-worker, config, completions or man; did you mean 'run'?"
    ),
    (
      "xyzzy",
      "There is no command 'xyzzy'; there are run, bench, sessions, resume, export, info, prompt, trust, permissions, pull, rpc-worker, config, completions or man."
    ),
    (
      "run --agnets 3",
      "'agent-tui run' has no option '--agnets'; 'agent-tui run --help' lists them; did you mean --agents?"
    ),
    ("--qqqqqq", "'agent-tui' has no option '--qqqqqq'; 'agent-tui --help' lists them."),
    ("run --theme dark", "'agent-tui run' has no option --theme; it belongs to 'agent-tui', 'agent-tui resume'."),
    ("--task x", "'agent-tui' has no option --task; it belongs to 'agent-tui run'."),
    (
      "--model",
      "--model needs a value: --model PATH, the model, a GGUF file; looked for in the usual caches when not given."
    ),
    ("run --help=yes", "--help takes no value, but 'yes' was given."),
    ("run hello", "'agent-tui run' takes no 'hello'. Give a task with --task 'hello'."),
    ("resume a b", "'agent-tui resume' takes no 'b'."),
    ("pull a b", "'agent-tui pull' takes no 'b'."),
    ("info run", "'agent-tui info' takes no 'run'."),
    ("config", "'agent-tui config' needs a word: schema or check."),
    ("config chek", "'agent-tui config' takes schema or check, not 'chek'; did you mean 'check'?"),
    ("config check a b", "'agent-tui config' takes no 'b'."),
    ("completions", "'agent-tui completions' needs a word: bash, zsh or fish."),
    ("completions tcsh", "'agent-tui completions' takes bash, zsh or fish, not 'tcsh'."),
    ("man man", "'agent-tui man' takes no 'man'."),
  ])
  func `What is wrong is said with what was given and what is accepted`(line: String, sentence: String) throws {
    #expect(throws: UsageError(sentence)) { try parse(line) }
  }

  private func arguments(_ line: String) throws -> ParsedArguments {
    try ArgumentParser.parse(line.split(separator: " ").map(String.init))
  }

  @Test func `The words behind config and completions are taken`() throws {
    #expect(try arguments("config schema").config == .schema)
    #expect(try arguments("config check").config == .check(file: nil))
    #expect(try arguments("config check c.json").config == .check(file: "c.json"))
    #expect(try arguments("completions fish").shell == .fish)
    #expect(try arguments("config --help").config == nil)
  }

  @Test func `Each command's option is one of a name`() {
    for command in Command.allCases {
      let names = OptionTable.options(of: command).map(\.name)
      #expect(Set(names).count == names.count)
    }
  }

  @Test(arguments: Command.allCases)
  func `Help shows every option of a command, in lines that fit`(command: Command) {
    let help = Help.text(for: command)
    for option in OptionTable.options(of: command) {
      #expect(help.contains("  \(option.flag)\(option.value.map { " \($0)" } ?? "")"))
    }
    #expect(help.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(help.contains("usage: \(command.usage)\n"))
  }
}
