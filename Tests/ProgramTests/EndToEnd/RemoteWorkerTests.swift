import Foundation
import Inference
import OrderedJSON
import Testing
import TestSupport
import Threading

/// A model that is spread over workers: real ones, at ports of this machine's loopback address.
@Suite(.serialized) struct RemoteWorkerTests {
  private func run(_ workers: [String], home: String, tokens: Int = 12, agents: Int = 1, tasks: [String]) -> [String] {
    [
      "run", "--model", TestModel.path, "--rpc", workers.joined(separator: ","), "--threads", "1", "--agents",
      "\(agents)", "--max-tokens", "\(tokens)", "--context", "1024", "--temperature", "0", "--tools", "none",
      "--format",
      "jsonl",
    ] + tasks.flatMap { ["--task", $0] }
  }

  private func kinds(_ events: [JSON], _ kind: String) -> [JSON] { events.filter { $0["event"]?.string == kind } }

  @Test func modelOverTwoWorkersWritesTheSameGreedyTextEachTimeAndSharesItsPrefix() throws {
    try Program.withHome { home in
      let workers = try (0..<2).map { _ in try RemoteWorker() }
      let arguments = run(workers.map(\.address), home: home, tasks: ["Say hello.", "Say hello."])
      let endings = try (0..<2).map { _ in try Program.run(arguments, home: home) }
      let finished = try endings.map { kinds(try $0.events(), "run.finished") }
      #expect(endings.map(\.status) == [0, 0], "\(endings.map(\.errors))")
      #expect(finished[0].map { $0["reason"]?.string } == ["max_tokens", "max_tokens"])
      #expect(finished[0].first?["text"]?.string?.isEmpty == false)
      #expect(finished[0].map { $0["text"] } == finished[1].map { $0["text"] })
      let usage = kinds(try endings[0].events(), "usage")
      #expect(usage.map { $0["generated_tokens"]?.integer } == [12, 12])
      #expect((usage.last?["reused_tokens"]?.integer ?? 0) > 0)
    }
  }

  @Test func infoListsTheDevicesOfTheWorkers() throws {
    try Program.withHome { home in
      let workers = try (0..<2).map { _ in try RemoteWorker() }
      let ending = try Program.run(
        [
          "info", "--model", TestModel.path, "--rpc", workers[0].address, "--rpc", workers[1].address, "--context",
          "256",
          "--format", "json",
        ], home: home)
      let devices = try JSON(parsing: ending.output)["devices"]?["devices"]?.array?.compactMap(\.string) ?? []
      for (number, worker) in workers.enumerated() {
        #expect(
          devices.contains { $0.hasPrefix("RPC\(number): remote worker \(worker.address), ") }, "\(ending.output)")
      }
    }
  }

  @Test func workerThatDiesWhileTheModelWritesFailsTheRunsWithItsNameAndLeavesTheJournalWhole() throws {
    try Program.withHome { home in
      let workers = try (0..<2).map { _ in try RemoteWorker() }
      var isDead = false
      let tasks = (1...3).map { "Write a very long book, volume \($0)." }
      let ending = try Program.run(
        run(workers.map(\.address), home: home, tokens: 900, agents: 2, tasks: tasks), home: home
      ) { _, output in
        guard !isDead, output.contains(#""event":"text""#) else { return }
        isDead = true
        workers[1].end(SIGKILL)
      }
      #expect(ending.status == 1)
      let events = try ending.events()
      let finished = kinds(events, "run.finished")
      let sentence =
        "the remote worker \(workers[1].address) is gone: it ended, or the connection to it broke; the model cannot go on without its part"
      #expect(finished.map { $0["reason"]?.string } == ["failed", "failed", "failed"])
      #expect(finished.map { $0["error"]?.string } == [sentence, sentence, sentence])
      #expect(events.last?["event"]?.string == "session.finished")
      #expect(events.map { $0["seq"]?.integer } == (1...events.count).map { $0 })
      #expect(try Program.journal(in: home) == events)
      #expect(ending.errors.contains(sentence))
      // The other one was told that nobody is there any more, and serves the next one.
      #expect(try Program.run(run([workers[0].address], home: home, tasks: ["Say hello."]), home: home).status == 0)
    }
  }

  /// Bytes to one of two workers: some of the connecting, some of the weights, most of them.
  @Test(arguments: [40, 200, 100_000, 30_000_000], [0, 1])
  func workerThatDiesWhileTheModelIsLoadedIsNamedAndEndsTheProgramWithOne(bytes: Int, place: Int) throws {
    try Program.withHome { home in
      let workers = try (0..<2).map { _ in try RemoteWorker() }
      let wire = try CutWire(to: workers[place].port, cutAfter: bytes)
      var addresses = workers.map(\.address)
      addresses[place] = wire.address
      let ending = try Program.run(run(addresses, home: home, tasks: ["x"]), home: home)
      #expect(ending.status == 1, "\(ending.errors)")
      #expect(ending.errors.contains("the remote worker \(wire.address) is gone"), "\(ending.errors)")
    }
  }

  @Test func programThatEndsAfterItsWorkerDiedUnnoticedEnds() throws {
    let worker = try RemoteWorker()
    var config = InferenceConfig(modelPath: TestModel.path, sequences: 1, contextLength: 256)
    config.rpcServers = [try #require(WorkerAddress(worker.address))]
    config.threads = 1
    let engine = try InferenceEngine.load(config)
    worker.end(SIGKILL)
    engine.shutdown()
  }

  @Test func modelCanBeLoadedAgainOverWorkersOfWhichOneDied() throws {
    let workers = try (0..<2).map { _ in try RemoteWorker() }
    var config = InferenceConfig(modelPath: TestModel.path, sequences: 2, contextLength: 256)
    config.rpcServers = try workers.map { try #require(WorkerAddress($0.address)) }
    config.threads = 1
    let request = GenerationRequest(prompt: [.text("Once upon a time")], sampling: .init(temperature: 0), maxTokens: 8)
    func generate(_ engine: InferenceEngine) throws -> String {
      let permit = try engine.scheduler.acquire(label: "test")
      let sequence = try engine.openSequence(named: "test")
      return try sequence.generate(request, permit: permit, cancellation: Cancellation()) { _ in }.text
    }
    let first = try InferenceEngine.load(config)
    let text = try generate(first)
    workers[1].end(SIGKILL)
    #expect(throws: InferenceError.self) { try generate(first) }
    let error = #expect(throws: InferenceError.self) { try generate(first) }
    #expect(error?.code == .workerLost)
    first.shutdown()
    let again = try RemoteWorker(port: workers[1].port)
    let second = try InferenceEngine.load(config)
    #expect(try generate(second) == text)
    second.shutdown()
    again.end(SIGTERM)
  }

  @Test func addressAtWhichNothingListensIsRefusedBeforeAnythingIsLoaded() throws {
    try Program.withHome { home in
      let address = "127.0.0.1:\(RemoteWorker.freePort())"
      let ending = try Program.run(run([address], home: home, tasks: ["x"]), home: home)
      #expect(ending.status == 1)
      #expect(
        ending.errors
          == "agent-tui: the remote worker \(address) does not answer: nothing listens there; start 'agent-tui rpc-worker' with --listen \(address) on that machine\n"
      )
      #expect(kinds(try ending.events(), "run.started").isEmpty)
    }
  }

  @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
  func workerEndsAtASignalWithItsStatus(signal: Int32, status: Int32) throws {
    #expect(try RemoteWorker().end(signal) == status)
  }

  @Test func workerWhosePortIsInUseSaysSoAndEndsWithOne() throws {
    try Program.withHome { home in
      let taken = Listener()
      let ending = try Program.run(["rpc-worker", "--listen", taken.address], home: home)
      #expect(ending.status == 1)
      #expect(
        ending.errors
          == "agent-tui: --listen \(taken.address): the port is in use; choose another one, or end what listens there\n"
      )
      #expect(ending.output.isEmpty)
    }
  }

  @Test(
    arguments: [
      (["--listen", "192.0.2.1:50052"], 1, "--listen 192.0.2.1:50052: this machine has no such address"),
      (
        ["--cache", "/no/such/folder"], 2, "--cache: /no/such/folder is no folder that can be written to; make it first"
      ),
      (["--listen", "50052"], 2, "--listen: '50052' is not accepted; give HOST:PORT, such as 192.168.1.7:50052."),
    ] as [([String], Int32, String)])
  func workerThatCannotBeginSaysWhyInOneSentence(options: [String], status: Int32, sentence: String) throws {
    try Program.withHome { home in
      let ending = try Program.run(["rpc-worker"] + options, home: home)
      #expect(ending.status == status)
      #expect(ending.errors == "agent-tui: \(sentence)\n")
      #expect(ending.output.isEmpty)
    }
  }

  @Test func deviceThatIsNotThereIsRefusedWithThoseOfTheWorkers() throws {
    try Program.withHome { home in
      let worker = try RemoteWorker()
      let ending = try Program.run(run([worker.address], home: home, tasks: ["x"]) + ["--device", "RPC7"], home: home)
      #expect(ending.status == 2)
      #expect(ending.errors.contains("there is no device 'RPC7'; there are "))
      #expect(ending.errors.contains("RPC0: \(worker.address)"))
    }
  }
}
