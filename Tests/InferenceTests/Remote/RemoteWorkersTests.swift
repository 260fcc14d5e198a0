import Testing
import Threading

@testable import Inference

@Suite struct RemoteWorkersTests {
  private static let a = WorkerAddress(host: "a", port: 1)
  private static let b = WorkerAddress(host: "b", port: 2)

  @Test(arguments: [
    ([a], [a, b], "the remote worker a:1 is gone: it ended, or the connection to it broke"),
    ([a, b], [a, b], "the remote workers a:1, b:2 are gone: they ended, or the connections to them broke"),
    ([], [a], "the remote worker a:1 sent what cannot be understood"),
    ([], [a, b], "one of the remote workers a:1, b:2 sent what cannot be understood"),
  ])
  func sentenceNamesThoseThatAreGone(gone: [WorkerAddress], all: [WorkerAddress], start: String) {
    #expect(
      RemoteWorkers.sentence(gone: gone, all: all) == "\(start); the model cannot go on without its part")
  }

  @Test(arguments: [
    ("/b/vendor/ggml/src/ggml-rpc/ggml-rpc.cpp:500: Remote RPC server crashed or returned malformed response", true),
    ("ggml-rpc.cpp:1: GGML_ASSERT(queue.push(msg)) failed", true),
    ("/b/ggml/src/ggml.c:414: fatal error about ggml-rpc", false), ("", false),
  ])
  func onlyWhatTheRPCClientGivesUpOverIsALoss(message: String, isLoss: Bool) {
    #expect(AbortGuard.concernsWorker(message) == isLoss)
  }

  @Test(
    arguments: [
      ([a, b, a], nil, "rpcServers names the remote worker a:1 twice; give each once"),
      (
        [a], 0,
        "gpuLayers 0 leaves nothing for the remote workers of rpcServers; give a number of layers, or neither of them"
      ),
      (
        (1...17).map { WorkerAddress(host: "a", port: $0) }, nil,
        "rpcServers names 17 remote workers, and a model is spread over 16 at most"
      ),
    ] as [([WorkerAddress], Int?, String)])
  func whatCannotBeIsRefusedBeforeAnybodyIsConnectedTo(workers: [WorkerAddress], layers: Int?, sentence: String) {
    var config = InferenceConfig(modelPath: "/no/such/model.gguf")
    config.rpcServers = workers
    config.gpuLayers = layers
    let error = #expect(throws: InferenceError.self) { try InferenceEngine.load(config) }
    #expect(error?.code == .invalidConfiguration)
    #expect(error?.message == sentence)
    #expect(error?.settings.contains(.rpcServers) == true)
  }
}
