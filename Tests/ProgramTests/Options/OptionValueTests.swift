import Agents
import AgentTUI
import Inference
import System
import Testing

@testable import Program

@Suite struct OptionValueTests {
  private func resolve(_ arguments: [String]) throws -> ResolvedOptions {
    let none = OptionResolver(environment: ProgramEnvironment(variables: [:], directory: "/ws")) {
      path throws(SmallFile.Failure) in throw SmallFile.Failure(path: path, reason: "none", isMissing: true)
    }
    return try none.resolve(arguments)
  }

  @Test func `Nothing given is what the manual says`() throws {
    let options = try resolve([])
    #expect(options == ResolvedOptions(workspace: "/ws"))
    #expect(options.agents == 4)
    #expect(options.slotCount == 4)
    #expect(options.permissionMode == .ask)
  }

  @Test func `Every option of the console and the run sets what it names`() throws {
    let options = try resolve([
      "run", "--model", "m.gguf", "--agents", "8", "--slots", "2", "--context", "4096", "--kv-budget", "1.5G",
      "--threads", "3", "--gpu-layers", "0", "--device", "CPU", "--rpc", "a:1", "--rpc", "b:2, c.d:65535", "--system",
      "Be brief.",
      "--chat-template", "chatML", "--workspace", "sub/../w", "--permission-mode", "accept-edits", "--allow",
      "bash(git *)", "--deny", "read(.env)", "--tools", "read, bash", "--tool-choice", "required", "--max-tokens", "32",
      "--max-iterations", "5", "--temperature", "0", "--top-k", "10", "--top-p", "0.5", "--min-p", "0.1",
      "--repeat-penalty", "1.1", "--seed", "18446744073709551615", "--format", "jsonl", "--log", "l.txt", "--task", "x",
      "--tasks-file", "t.txt", "--flash-attention", "on", "--cache-type-k", "q8_0", "--cache-type-v", "q4_0", "--mlock",
      "--batch", "256", "--prefill-chunk", "32", "--backend-path", "lib", "--tool-form", "native", "--parallel-calls",
      "off", "--sandbox", "required", "--sandbox-network", "--sandbox-env", "GITHUB_TOKEN", "--sandbox-read", "../data",
    ])
    var expected = ResolvedOptions(workspace: "/ws/w")
    expected.command = .run
    expected.model = "/ws/m.gguf"
    expected.agents = 8
    expected.slots = 2
    expected.context = 4096
    expected.kvBudget = 1_500_000_000
    expected.threads = 3
    expected.gpuLayers = 0
    expected.device = "CPU"
    expected.rpc = [
      WorkerAddress(host: "a", port: 1), WorkerAddress(host: "b", port: 2), WorkerAddress(host: "c.d", port: 65535),
    ]
    expected.system = "Be brief."
    expected.chatTemplate = "chatML"
    expected.permissionMode = .acceptEdits
    expected.choosesPermissionMode = true
    expected.sandbox = SandboxSettings(
      mode: .required, hasNetwork: true, environment: ["GITHUB_TOKEN"], readable: ["/data"])
    expected.rules = [
      try PermissionRule("bash(git *)", ruling: .allow), try PermissionRule("read(.env)", ruling: .deny),
    ]
    expected.tools = ["read", "bash"]
    expected.toolChoice = "required"
    expected.maxTokens = 32
    expected.maxIterations = 5
    expected.sampling = .init(temperature: 0, topK: 10, topP: 0.5, minP: 0.1, repeatPenalty: 1.1, seed: .max)
    expected.format = .jsonl
    expected.log = "/ws/l.txt"
    expected.tasks = ["x"]
    expected.tasksFile = "/ws/t.txt"
    expected.flashAttention = .on
    expected.keyType = .q8_0
    expected.valueType = .q4_0
    expected.lockMemory = true
    expected.backendPath = "/ws/lib"
    expected.batch = 256
    expected.prefillChunk = 32
    expected.toolForm = .native
    expected.choosesToolForm = true
    expected.parallelCalls = .off
    #expect(options == expected)
  }

  @Test func `Every option of the bench sets what it names`() throws {
    let options = try resolve([
      "bench", "--workload", "decode", "--design", "contexts", "--prefix", "0", "--turn", "1", "--generate", "2",
      "--turns", "3", "--residents", "4", "--waiters", "5",
    ])
    #expect(
      options.bench
        == .init(
          workload: .decode, design: .contexts, prefix: 0, turn: 1, generate: 2, turns: 3, residents: 4, waiters: 5))
  }

  @Test(arguments: [
    (["--agents", "0"], "--agents: '0' is not accepted; give a whole number from 1 to 255."),
    (["--agents", "four"], "--agents: 'four' is not accepted; give a whole number from 1 to 255."),
    (["--slots", "-1"], "--slots: '-1' is not accepted; give a whole number from 1 to 255."),
    (["--temperature", "hot"], "--temperature: 'hot' is not accepted; give a number from 0.0 to 10.0."),
    (["--temperature", "nan"], "--temperature: 'nan' is not accepted; give a number from 0.0 to 10.0."),
    (["--top-p", "1.5"], "--top-p: '1.5' is not accepted; give a number from 0.0 to 1.0."),
    (["--seed", "-1"], "--seed: '-1' is not accepted; give a whole number from 0 to 18446744073709551615."),
    (["--kv-budget", "3X"], "--kv-budget: '3X' is not accepted; give a size such as 512M, 1.5G or a number of bytes."),
    (
      ["--kv-budget", "1e30"],
      "--kv-budget: '1e30' is not accepted; give a size such as 512M, 1.5G or a number of bytes."
    ),
    (
      ["--rpc", "host"],
      "--rpc: 'host' is not accepted; give HOST:PORT, such as 192.168.1.7:50052, or several between commas."
    ),
    (
      ["--rpc", ":1"],
      "--rpc: ':1' is not accepted; give HOST:PORT, such as 192.168.1.7:50052, or several between commas."
    ),
    (
      ["--cache-type-k", "q8_1"],
      "--cache-type-k: 'q8_1' is not accepted; give f16, q8_0, q4_0 or f32; did you mean 'q8_0'?"
    ),
    (["--flash-attention", "yes"], "--flash-attention: 'yes' is not accepted; give auto, on or off."),
    (["--mlock=yes"], "--mlock takes no value, but 'yes' was given."),
    (["--batch", "7"], "--batch: '7' is not accepted; give a whole number from 8 to 65536."),
    (["--prefill-chunk", "0"], "--prefill-chunk: '0' is not accepted; give a whole number from 1 to 65536."),
    (
      ["bench", "--workload", "resident"],
      "--workload: 'resident' is not accepted; give decode, swarm, newcomer, residents, permits or transcript; did you mean 'residents'?"
    ),
    (["bench", "--residents", "0"], "--residents: '0' is not accepted; give a whole number from 1 to 255."),
    (["--tools", ","], "--tools: ',' is not accepted; give names between commas."),
    (["pull", "x", "--sha256", "abc"], "--sha256: 'abc' is not accepted; give 64 hexadecimal digits."),
    (["--model", ""], "--model: '' is not accepted; give the path of a GGUF file."),
    (
      ["--permission-mode", "aks"],
      "--permission-mode: 'aks' is not accepted; give plan, ask, accept-edits or auto; did you mean 'ask'?"
    ),
    (["run", "--format", "json"], "--format: 'json' is not accepted; give text or jsonl; did you mean 'jsonl'?"),
    (["bench", "--format", "yaml"], "--format: 'yaml' is not accepted; give text or json."),
    (
      ["--allow", "bash("],
      "--allow: 'bash(' is not a permission rule: the bracket is not closed; write a tool's name or *, and a pattern in brackets if need be, as in read, bash(git diff *) or edit(src/**)."
    ),
    (
      ["--deny", "bsh(rm *)"],
      "--deny: 'bsh(rm *)' is not a permission rule: there is no tool 'bsh', only read, write, edit, list, glob, grep, bash, todo, ask, job, task and *; write a tool's name or *, and a pattern in brackets if need be, as in read, bash(git diff *) or edit(src/**)."
    ),
  ])
  func `A value that is not accepted is said with what is`(arguments: [String], sentence: String) throws {
    #expect(throws: UsageError(sentence)) { try resolve(arguments) }
  }

  @Test func `What says how it is computed reaches the engine`() throws {
    let options = try resolve([
      "--flash-attention", "off", "--cache-type-k", "q4_0", "--cache-type-v", "f32", "--mlock", "--batch", "64",
      "--prefill-chunk", "7",
    ])
    var expected = InferenceConfig(modelPath: "m")
    expected.flashAttention = .off
    expected.keyType = .q4_0
    expected.valueType = .f32
    expected.lockMemory = true
    expected.batchTokens = 64
    expected.prefillChunk = 7
    expected.names = .options
    #expect(try options.inferenceConfig(model: "m") == expected)
    var plain = InferenceConfig(modelPath: "m")
    plain.names = .options
    #expect(try resolve([]).inferenceConfig(model: "m") == plain)
  }

  @Test(arguments: [
    ("1024", 1024), ("1k", 1000), ("512M", 512_000_000), ("1.5GB", 1_500_000_000), ("2GiB", 2_147_483_648),
    ("1KiB", 1024), ("10b", 10),
  ])
  func `A size counts by 1000, and with an i by 1024`(text: String, bytes: Int) throws {
    #expect(try ValueParser.bytes(text) == bytes)
  }
}
