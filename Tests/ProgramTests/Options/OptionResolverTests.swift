import Agents
import AgentTUI
import Inference
import OrderedJSON
import System
import Testing

@testable import Program

@Suite struct OptionResolverTests {
  private let person = "/home/ada/.config/agent-tui/config.json"
  private let project = "/ws/.agent-tui.json"

  private func resolve(
    _ arguments: [String] = [], files: [String: String] = [:], variables: [String: String] = [:]
  ) throws -> ResolvedOptions {
    let environment = ProgramEnvironment(
      variables: variables.merging(["HOME": "/home/ada"]) { given, _ in given }, directory: "/ws")
    let resolver = OptionResolver(environment: environment) { path throws(SmallFile.Failure) in
      guard let text = files[path] else {
        throw SmallFile.Failure(path: path, reason: "No such file or directory", isMissing: true)
      }
      return Array(text.utf8)
    }
    return try resolver.resolve(arguments)
  }

  @Test func `The command line beats the environment, that the project's file, that the person's`() throws {
    let files = [
      person: #"{"agents": 1, "slots": 1, "max-tokens": 1, "seed": 1}"#,
      project: #"{"agents": 2, "slots": 2, "max-tokens": 2}"#,
    ]
    let variables = ["AGENT_TUI_AGENTS": "3", "AGENT_TUI_SLOTS": "3"]
    let options = try resolve(["--agents", "4"], files: files, variables: variables)
    #expect(options.agents == 4)
    #expect(options.slots == 3)
    #expect(options.maxTokens == 2)
    #expect(options.sampling.seed == 1)
    #expect(options.warnings == [])
  }

  @Test func `Every setting has its variable, and an empty one counts as not set`() throws {
    let options = try resolve(variables: [
      "AGENT_TUI_MODEL": "/m.gguf", "AGENT_TUI_PERMISSION_MODE": "plan", "AGENT_TUI_ALLOW": "read\nbash(ls)",
      "AGENT_TUI_THEME": "",
    ])
    #expect(options.model == "/m.gguf")
    #expect(options.permissionMode == .plan)
    #expect(options.rules.map(\.text) == ["read", "bash(ls)"])
    #expect(options.theme == nil)
    #expect(throws: UsageError("AGENT_TUI_AGENTS: 'x' is not accepted; give a whole number from 1 to 255.")) {
      try resolve(variables: ["AGENT_TUI_AGENTS": "x"])
    }
  }

  @Test func `Rules add up in the order of who is weaker, so that the last word is the stronger's`() throws {
    let options = try resolve(
      ["--allow", "bash(make)"],
      files: [person: #"{"deny": ["read(.env)", "bash"], "allow": "bash(ls)"}"#, project: #"{"deny": ["edit"]}"#])
    #expect(
      options.rules.map(\.description) == [
        "deny read(.env)", "deny bash", "allow bash(ls)", "deny edit", "allow bash(make)",
      ])
  }

  @Test(arguments: [
    (#"{"log": "/home/ada/.bashrc"}"#, "\"log\" in /ws/.agent-tui.json: '/home/ada/.bashrc'"),
    (#"{"workspace": "/"}"#, "\"workspace\" in /ws/.agent-tui.json: '/'"),
  ])
  func `What a project's file cannot say is passed over, and that is said`(file: String, start: String)
    throws
  {
    let options = try resolve(files: [project: file])
    let plain = try resolve()
    #expect(options.warnings.count == 1)
    #expect(
      options.warnings.first?.hasPrefix(start + " is passed over: a project's file cannot say it") == true)
    var silent = options
    silent.warnings = []
    silent.project = nil
    #expect(silent == plain)
  }

  @Test func `A project's file narrows the mode and the tools`() throws {
    let options = try resolve(files: [
      person: #"{"permission-mode": "auto", "tools": ["read", "edit", "bash"]}"#,
      project: #"{"permission-mode": "plan", "tools": "grep,read,edit", "max-tokens": 9}"#,
    ])
    #expect(options.permissionMode == .plan)
    #expect(options.tools == ["read", "edit"])
    #expect(options.maxTokens == 9)
    #expect(options.project?.widenings == ["tools \"grep,read,edit\""])
  }

  @Test func `The project's file is that of the workspace`() throws {
    let options = try resolve(["--workspace", "~/p"], files: ["/home/ada/p/.agent-tui.json": #"{"agents": 9}"#])
    #expect(options.agents == 9)
    #expect(options.workspace == "/home/ada/p")
  }

  @Test func `A settings file that is named must be there, the usual one need not`() throws {
    #expect(
      try resolve(["--config", "/c.json"], files: ["/c.json": #"{"agents": 7}"#, person: #"{"agents": 1}"#]).agents == 7
    )
    #expect(throws: UsageError("The settings cannot be used: cannot read /c.json: No such file or directory.")) {
      try resolve(["--config", "/c.json"])
    }
  }

  @Test(arguments: [
    ("{", "/home/ada/.config/agent-tui/config.json:1:"),
    ("[]", "/home/ada/.config/agent-tui/config.json: a settings file is a JSON object, this is an array."),
    (
      #"{"agents": true}"#,
      "\"agents\" in /home/ada/.config/agent-tui/config.json: true is not accepted; give a string or a number."
    ),
    (
      #"{"mlock": []}"#,
      "\"mlock\" in /home/ada/.config/agent-tui/config.json: '' is not accepted; give true or false."
    ),
    (
      #"{"mlock": 2}"#,
      "\"mlock\" in /home/ada/.config/agent-tui/config.json: '2' is not accepted; give true or false."
    ),
    (
      #"{"agents": 0}"#,
      "\"agents\" in /home/ada/.config/agent-tui/config.json: '0' is not accepted; give a whole number from 1 to 255."
    ),
  ])
  func `A broken settings file is refused with its place, but not when help is asked for`(file: String, start: String)
    throws
  {
    let error = try #require(throws: UsageError.self) { try resolve(files: [person: file]) }
    #expect(error.description.hasPrefix(start))
    #expect(try resolve(["--help"], files: [person: file]).wantsHelp)
  }

  @Test(
    arguments: [
      (nil, nil, [], false), (nil, nil, ["--mlock"], true), ("true", nil, [], true), ("true", "0", [], false),
      ("false", "yes", [], true), ("true", "no", ["--mlock"], true),
    ] as [(String?, String?, [String], Bool)])
  func `An option without a value is a truth in the file and a word in the environment`(
    file: String?, variable: String?, arguments: [String], isOn: Bool
  ) throws {
    let options = try resolve(
      arguments, files: file.map { [person: "{\"mlock\": \($0)}"] } ?? [:],
      variables: variable.map { ["AGENT_TUI_MLOCK": $0] } ?? [:])
    #expect(options.lockMemory == isOn)
  }

  @Test func `A measurement is what its command line says`() throws {
    let options = try resolve(
      ["bench"], files: [person: #"{"agents": 6, "slots": 2, "cache-type-k": "q8_0"}"#],
      variables: ["AGENT_TUI_AGENTS": "7", "AGENT_TUI_TURNS": "9"])
    #expect(options.givenAgents == nil)
    #expect(options.slots == nil)
    #expect(options.bench == .init())
    // How it is computed is not an amount.
    #expect(options.keyType == .q8_0)
  }

  @Test func `A setting that there is not is passed over with the nearest name`() throws {
    let options = try resolve(files: [person: #"{"themes": "dark", "keys": {"q": "none"}, "format": "jsonl"}"#])
    #expect(
      options.warnings == [
        "/home/ada/.config/agent-tui/config.json: there is no setting 'themes'; did you mean 'theme'?"
      ])
    #expect(options.settings == ["keys": ["q": "none"]])
  }

  @Test func `The console's own settings are not taken from a project`() throws {
    let options = try resolve(files: [project: #"{"keys": {"q": "none"}}"#])
    #expect(options.settings == JSONObject())
    #expect(
      options.warnings == ["/ws/.agent-tui.json: 'keys' belongs into your own settings and is passed over here."])
  }

  @Test func `A schema for answers is read at the start, and refused there with its place`() throws {
    let path = "/ws/s.json"
    let options = try resolve(["run", "--json-schema", "s.json"], files: [path: #"{"type": "integer"}"#])
    #expect(try options.answerSchema == JSONSchema(["type": "integer"]))
    #expect(throws: UsageError("--json-schema: cannot read /ws/s.json: No such file or directory.")) {
      try resolve(["run", "--json-schema", "s.json"])
    }
    let sentence = "/ws/s.json cannot be used: #/items/minimum: minimum 3 leaves nothing below maximum 1"
    #expect(throws: UsageError("--json-schema: \(sentence).")) {
      try resolve(["run", "--json-schema", "s.json"], files: [path: #"{"items": {"minimum": 3, "maximum": 1}}"#])
    }
  }

  @Test func `A system prompt is read from the file that is named`() throws {
    #expect(try resolve(["--system", "@p.txt"], files: ["/ws/p.txt": "Be kind."]).system == "Be kind.")
    #expect(throws: UsageError("--system: cannot read /ws/p.txt: No such file or directory.")) {
      try resolve(["--system", "@p.txt"])
    }
  }

  @Test func `A project's file that cannot be read is passed over, and that is said`() throws {
    let resolver = OptionResolver(environment: ProgramEnvironment(variables: ["HOME": "/h"], directory: "/ws")) {
      path throws(SmallFile.Failure) in
      throw SmallFile.Failure(path: path, reason: "Permission denied", isMissing: !path.hasPrefix("/ws"))
    }
    #expect(
      try resolver.resolve([]).warnings == [
        "The project's settings are passed over: cannot read /ws/.agent-tui.json: Permission denied."
      ])
  }
}
