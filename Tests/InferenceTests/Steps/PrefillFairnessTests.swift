import Testing

@testable import Inference

/// Steps are planned for prompts that come at random; nothing is computed.
@Suite struct PrefillFairnessTests {
  /// Prompts in the steps of a planner.
  private struct Simulation {
    struct Prompt {
      var tokens: Int
      var left: Int
      var arrival: Int
      var overtaken = 0
      /// Step in which its first rows were computed, and the one in which its last were.
      var began: Int?
      var done: Int?
    }

    let planner = StepPlanner(batchTokens: 512, maxOutputs: 64)
    var prompts: [Prompt] = []
    /// Those that are not done.
    var open: [Int] = []
    var step = 0

    mutating func arrive(_ tokens: Int) {
      open.append(prompts.count)
      prompts.append(Prompt(tokens: tokens, left: tokens, arrival: step))
    }

    mutating func advance() {
      step += 1
      let candidates = open.map { index in
        StepPlanner.Candidate(
          lane: LaneID(value: index), prefillLeft: prompts[index].left, began: index,
          isShort: prompts[index].tokens <= StepPlanner.mostShortRows, toCompute: prompts[index].tokens,
          overtaken: prompts[index].overtaken)
      }
      let shares = planner.plan(candidates, room: .max, chunk: .max)
      for (lane, rows) in PrefillOrder.overtakings(of: candidates, in: shares) { prompts[lane.value].overtaken += rows }
      for share in shares {
        let index = share.lane.value
        prompts[index].began = prompts[index].began ?? step
        prompts[index].left -= share.rows
        if prompts[index].left == 0 { prompts[index].done = step }
      }
      open.removeAll { prompts[$0].left == 0 }
    }

    /// Steps until a prompt was computed, those of its arrival not counted.
    func wait(of index: Int) -> Int { (prompts[index].done ?? .max) - prompts[index].arrival }
  }

  /// Prompts of `tokens` come at random beside one of 50,000: `load` rows for each hundred that a step has.
  private func beside(long: Int, tokens: ClosedRange<Int>, load: Int, seed: Int) -> Simulation {
    var random = RandomNumbers(seed: UInt64(seed))
    var simulation = Simulation()
    simulation.arrive(long)
    var owed = 0
    while simulation.prompts[0].done == nil, simulation.step < 2000 {
      owed += simulation.planner.batchTokens * Int.random(in: 0...2 * load, using: &random)
      while owed >= 100 * tokens.lowerBound {
        let size = Int.random(in: tokens, using: &random)
        owed -= 100 * size
        simulation.arrive(size)
      }
      simulation.advance()
    }
    return simulation
  }

  @Test func shortPromptsBesideALongOneStartAtOnceAndCostItWhatTheyAre() {
    for seed in 0..<20 {
      let simulation = beside(long: 50_000, tokens: 30...120, load: 4, seed: seed)
      let alone = (50_000 + 511) / 512
      #expect(Double(simulation.wait(of: 0)) <= 1.05 * Double(alone), "seed \(seed)")
      let waits = simulation.prompts.indices.dropFirst().filter { simulation.prompts[$0].arrival < simulation.step - 4 }
        .map { simulation.wait(of: $0) }
      #expect(waits.count > 10)
      #expect(waits.max() ?? .max <= 4, "seed \(seed)")
    }
  }

  @Test func longPromptIsNotKeptWaitingByMoreShortOnesThanThereIsTimeFor() {
    for seed in 0..<3 {
      let simulation = beside(long: 50_000, tokens: 30...120, load: 150, seed: seed)
      // Overtaken for a twentieth of its tokens, which is 5 steps, then half of each step is its own.
      #expect(simulation.wait(of: 0) <= 2 * 98 + 8, "seed \(seed)")
    }
  }

  @Test func meanWaitIsShorterThanInTheOrderOfComing() {
    var (fair, inOrder) = (0, 0)
    for seed in 0..<20 {
      var random = RandomNumbers(seed: UInt64(seed))
      var simulation = Simulation()
      var backlog = 0
      for _ in 0..<60 {
        if Int.random(in: 0..<4, using: &random) == 0 {
          let tokens = Int.random(in: 0..<3, using: &random) == 0 ? 4000 : Int.random(in: 20...300, using: &random)
          simulation.arrive(tokens)
          backlog += tokens
          inOrder += (backlog + 511) / 512
        }
        simulation.advance()
        backlog = max(0, backlog - 512)
      }
      while !simulation.open.isEmpty, simulation.step < 2000 { simulation.advance() }
      fair += simulation.prompts.indices.reduce(0) { $0 + simulation.wait(of: $1) }
    }
    #expect(Double(fair) < 0.8 * Double(inOrder))
  }

  @Test func onlyRowsThatAPromptHadAUseForCountAsOvertaking() {
    func candidate(_ lane: Int, _ left: Int) -> StepPlanner.Candidate {
      .init(lane: LaneID(value: lane), prefillLeft: left, began: lane)
    }
    let found = PrefillOrder.overtakings(
      of: [candidate(1, 100), candidate(2, 60), candidate(3, 0), candidate(4, 30)],
      in: [
        .init(lane: LaneID(value: 3), rows: 1, isDecode: true), .init(lane: LaneID(value: 4), rows: 30),
        .init(lane: LaneID(value: 2), rows: 50),
      ])
    #expect(found == [LaneID(value: 1): 80, LaneID(value: 2): 10])
  }
}
