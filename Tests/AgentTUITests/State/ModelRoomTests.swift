import Inference
import Testing

@testable import AgentTUI

@Suite struct ModelRoomTests {
  struct Case {
    var machine = 16
    var isSpread = false
    /// Gigabytes of weights and of KV of the one that is loaded; nil: none is.
    var loaded: (weights: Int, cache: Int)?
    var bytes: Int
    var cache: Int?
    var reason: String?
  }

  @Test(arguments: [
    Case(bytes: 15),
    Case(bytes: 16, reason: "larger than the 17.2 GB of this machine"),
    Case(machine: 0, bytes: 400),
    Case(isSpread: true, bytes: 400),
    Case(loaded: (4, 2), bytes: 8, cache: 2),
    Case(
      loaded: (4, 2), bytes: 8, cache: 3,
      reason: "needs 11.8 GB, and the one that is loaded leaves 10.7 GB; start again with --model"),
    Case(
      loaded: (14, 4), bytes: 1,
      reason: "needs 1.1 GB, and the one that is loaded leaves 0 bytes; start again with --model"),
    Case(loaded: (4, 2), bytes: 10),
    Case(isSpread: true, loaded: (14, 4), bytes: 14),
  ])
  func `A model fits beside the one that is loaded, weights and KV of both`(example: Case) {
    var room = ModelRoom(machineMemory: example.machine << 30, isSpread: example.isSpread)
    if let loaded = example.loaded {
      var facts = ModelFacts(path: "/m/loaded.gguf", name: "loaded")
      (facts.bytes, facts.kvBytes) = (UInt64(loaded.weights << 30), loaded.cache << 30)
      room.loaded = facts
    }
    var candidate = ModelCandidate(name: "x", path: "/m/x.gguf", bytes: example.bytes << 30, origin: .own)
    candidate.cacheBytes = example.cache.map { $0 << 30 }
    #expect(room.reason(against: candidate) == example.reason)
  }

  @Test func `The one that is loaded, and one that its file speaks against, cannot be chosen`() {
    var room = ModelRoom(machineMemory: 0, isSpread: true, loaded: ModelFacts(path: "/m/x.gguf"))
    var candidate = ModelCandidate(name: "x", path: "/m/x.gguf", bytes: 1, origin: .own)
    #expect(room.reason(against: candidate) == "it is the one that is loaded")
    room.loaded = nil
    candidate.refusal = "--context 9 is too much"
    #expect(room.reason(against: candidate) == "--context 9 is too much")
  }

  @Test func `What is no model says so before it is chosen`() throws {
    let file = ModelCandidate(name: "x", path: "/dev/null", bytes: 0, origin: .own)
    let checked = file.checked(for: InferenceConfig(modelPath: file.path))
    #expect(checked.refusal == "it is no file but a pipe or a device; give the path of a GGUF file")
  }
}
