import Testing

@testable import Inference

/// Devices and models are numbers here; what libllama does with the plan only a machine with accelerators tells.
@Suite struct LayerPlanTests {
  private static func device(_ name: String, free: Int, total: Int? = nil) -> LayerPlan.Device {
    .init(name: name, free: free, total: total ?? 0)
  }

  private static let demand = LayerPlan.Demand(
    layers: [Int](repeating: 100, count: 10), output: 50, cache: 200, computing: 30)

  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var devices: [LayerPlan.Device]
    var layers: Int
    /// Layers and bytes of each device.
    var shares: [[Int]]
  }

  static let cases = [
    Case(testDescription: "no device", devices: [], layers: 0, shares: []),
    Case(
      testDescription: "room for all: 10 layers of 100 and 20 of KV, 50 for logits, 30 to compute",
      devices: [device("A", free: 1280)], layers: 11, shares: [[11, 1280]]),
    Case(
      testDescription: "a byte too few leaves the first layer", devices: [device("A", free: 1279)], layers: 10,
      shares: [[10, 1160]]),
    Case(
      testDescription: "a sixteenth of a device is nobody's", devices: [device("A", free: 1280, total: 1600)],
      layers: 10, shares: [[10, 1160]]),
    Case(testDescription: "room for logits alone", devices: [device("A", free: 80)], layers: 1, shares: [[1, 80]]),
    Case(testDescription: "room for nothing", devices: [device("A", free: 79)], layers: 0, shares: [[0, 0]]),
    Case(
      testDescription: "two share in proportion to what is free",
      devices: [device("A", free: 1200), device("B", free: 600)], layers: 11, shares: [[8, 990], [3, 320]]),
    Case(
      testDescription: "two that do not hold all",
      devices: [device("A", free: 300), device("B", free: 300)], layers: 4, shares: [[2, 270], [2, 200]]),
    Case(
      testDescription: "one that has no room takes nothing",
      devices: [device("A", free: 0), device("B", free: 1280)], layers: 11, shares: [[0, 0], [11, 1280]]),
  ]

  @Test(arguments: cases)
  func layersGoWhereTheyFit(_ expected: Case) {
    let plan = LayerPlan(Self.demand, devices: expected.devices)
    #expect(plan.layers == expected.layers)
    #expect(plan.shares.map { [$0.layers, $0.bytes] } == expected.shares)
  }

  @Test func noPlanOverfillsADeviceAndNoneThatHasOneLayerMoreFits() {
    var random = RandomNumbers(seed: 7)
    for _ in 0..<500 {
      let demand = LayerPlan.Demand(
        layers: (0..<Int.random(in: 1...40, using: &random)).map { _ in .random(in: 1...200, using: &random) },
        output: .random(in: 0...400, using: &random), cache: .random(in: 0...2000, using: &random),
        computing: .random(in: 0...50, using: &random))
      let devices = (0..<Int.random(in: 0...4, using: &random)).map {
        Self.device("\($0)", free: .random(in: 0...3000, using: &random), total: .random(in: 0...3000, using: &random))
      }
      let plan = LayerPlan(demand, devices: devices)
      #expect(plan.shares.reduce(0) { $0 + $1.layers } == plan.layers)
      #expect(plan.shares.allSatisfy { $0.bytes <= $0.device.usable })
      let cache = demand.cache / demand.layers.count * min(plan.layers, demand.layers.count)
      #expect(plan.layers == 0 || plan.shares.reduce(0) { $0 + $1.bytes } >= demand.computing + cache - demand.cache)
    }
  }

  @Test func planIsSaidWithWhatIsWhere() {
    let (a, b) = (Self.device("CUDA0", free: 1_200), Self.device("CUDA1", free: 600))
    #expect(
      LayerPlan(Self.demand, devices: [a, b]).sentence
        == "of 11 layers 8 on CUDA0 (990 bytes of 1.2 kB free), 3 on CUDA1 (320 bytes of 600 bytes free)")
    #expect(
      LayerPlan(Self.demand, devices: [Self.device("CUDA0", free: 700)]).sentence
        == "of 11 layers 6 on CUDA0 (680 bytes of 700 bytes free), 5 on the processor")
    #expect(
      LayerPlan(Self.demand, devices: []).sentence == "all 11 layers on the processor, as there is no accelerator")
    #expect(
      LayerPlan(Self.demand, devices: [Self.device("CUDA0", free: 9)]).sentence
        == "all 11 layers on the processor, as none fits elsewhere: CUDA0 has 9 bytes free")
  }

  @Test func tensorsAreCountedWhereTheyLie() {
    var weights = LayerPlan.Demand.Weights()
    for (name, bytes) in [
      ("token_embd.weight", 7), ("blk.0.attn_q.weight", 1), ("blk.1.ffn_up.weight", 2), ("blk.1.x", 3),
      ("output_norm.weight", 4), ("rope_freqs.weight", 9),
    ] {
      weights.add(name, bytes)
    }
    #expect(weights.layers == [1, 5])
    #expect(weights.output == 11, "the embeddings make the logits")
    weights.add("output.weight", 5)
    #expect(weights.output == 9)
  }

  @Test func fileOfAModelSaysWhatItWants() throws {
    let config = try TinyModel.plain.config(sequences: 2, context: 256)
    let demand = try #require(LayerPlan.Demand(config.modelPath, cache: 1000, cells: 512, config: config))
    #expect(demand.layers.count == TinyLayers.count && demand.layers.allSatisfy { $0 > 0 })
    #expect(demand.output > 0 && demand.computing > 0)
    #expect(LayerPlan.Demand("/nowhere.gguf", cache: 0, cells: 1, config: config) == nil)
  }
}
