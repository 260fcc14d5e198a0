import Testing

@testable import Inference

@Suite struct StepPlannerTests {
  private static func candidate(
    _ lane: Int, prefill: Int = 0, began: Int? = nil, isShort: Bool = false, toCompute: Int = 0, overtaken: Int = 0
  ) -> StepPlanner.Candidate {
    .init(
      lane: LaneID(value: lane), prefillLeft: prefill, began: began ?? lane, isShort: isShort, toCompute: toCompute,
      overtaken: overtaken)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var candidates: [StepPlanner.Candidate]
    var batch = 100
    var chunk = 10
    var outputs = 8
    var room = 1000
    var rotation = 0
    /// Lane and rows of each share.
    var shares: [[Int]]
  }

  static let cases = [
    Case(testDescription: "nobody", candidates: [], shares: []),
    Case(testDescription: "no room", candidates: [candidate(1), candidate(2, prefill: 5)], room: 0, shares: []),
    Case(
      testDescription: "each that generates gets a row", candidates: [candidate(2), candidate(1)],
      shares: [[1, 1], [2, 1]]),
    Case(
      testDescription: "prefill alone takes the batch", candidates: [candidate(1, prefill: 500)], shares: [[1, 100]]),
    Case(
      testDescription: "prefill beside others is a chunk", candidates: [candidate(1), candidate(2, prefill: 500)],
      shares: [[1, 1], [2, 10]]),
    Case(
      testDescription: "the chunk goes to whoever has the least left",
      candidates: [candidate(1), candidate(2, prefill: 7, began: 9), candidate(3, prefill: 8, began: 4)],
      shares: [[1, 1], [2, 7], [3, 3]]),
    Case(
      testDescription: "of equals to whoever began first",
      candidates: [candidate(1), candidate(2, prefill: 8, began: 9), candidate(3, prefill: 8, began: 4)],
      shares: [[1, 1], [3, 8], [2, 2]]),
    Case(
      testDescription: "whoever was overtaken for too long has half",
      candidates: [
        candidate(1, prefill: 500, toCompute: 1000, overtaken: 51), candidate(2, prefill: 80), candidate(3, prefill: 9),
      ], shares: [[3, 9], [2, 41], [1, 50]]),
    Case(
      testDescription: "and until then nothing",
      candidates: [candidate(1, prefill: 500, toCompute: 1000, overtaken: 50), candidate(2, prefill: 200)],
      shares: [[2, 100]]),
    Case(
      testDescription: "a short prompt is not cut",
      candidates: [candidate(1), candidate(2, prefill: 80, isShort: true), candidate(3, prefill: 500)],
      shares: [[1, 1], [2, 80], [3, 10]]),
    Case(
      testDescription: "short prompts take so many rows together",
      candidates: [candidate(1), candidate(2, prefill: 100, isShort: true), candidate(3, prefill: 100, isShort: true)],
      batch: 512, shares: [[1, 1], [2, 100], [3, 27]]),
    Case(
      testDescription: "what a short prompt takes is not taken from a long one's chunk",
      candidates: [candidate(1), candidate(2, prefill: 500), candidate(3, prefill: 60, isShort: true)], batch: 512,
      shares: [[1, 1], [3, 60], [2, 10]]),
    Case(
      testDescription: "short prompts share a batch",
      candidates: [candidate(1, prefill: 30), candidate(2, prefill: 90)],
      shares: [[1, 30], [2, 70]]),
    Case(
      testDescription: "room bounds the batch", candidates: [candidate(1), candidate(2), candidate(3, prefill: 9)],
      room: 4,
      shares: [[1, 1], [2, 1], [3, 2]]),
    Case(
      testDescription: "room for fewer than generate", candidates: [candidate(1), candidate(2)], room: 1,
      shares: [[1, 1]]),
    Case(
      testDescription: "more generate than outputs: it goes round", candidates: (1...5).map { candidate($0) },
      outputs: 2,
      rotation: 9, shares: [[5, 1], [1, 1]]),
    Case(
      testDescription: "without an output left a prefill stops before its last row",
      candidates: [candidate(1), candidate(2, prefill: 6)], outputs: 1, shares: [[1, 1], [2, 5]]),
    Case(
      testDescription: "a last row alone waits for an output", candidates: [candidate(1), candidate(2, prefill: 1)],
      outputs: 1, shares: [[1, 1]]),
    Case(
      testDescription: "only so many prefills end in a step",
      candidates: [candidate(1, prefill: 3), candidate(2, prefill: 3), candidate(3, prefill: 3)], outputs: 2,
      shares: [[1, 3], [2, 3], [3, 2]]),
    Case(
      testDescription: "a prefill of exactly what is left ends", candidates: [candidate(1), candidate(2, prefill: 10)],
      shares: [[1, 1], [2, 10]]),
  ]

  @Test(arguments: cases)
  func stepHolds(_ expected: Case) {
    let planner = StepPlanner(batchTokens: expected.batch, maxOutputs: expected.outputs)
    let shares = planner.plan(
      expected.candidates, room: expected.room, chunk: expected.chunk, rotation: expected.rotation)
    #expect(shares.map { [$0.lane.value, $0.rows] } == expected.shares)
    let reversed = planner.plan(
      expected.candidates.reversed(), room: expected.room, chunk: expected.chunk, rotation: expected.rotation)
    #expect(reversed == shares, "the order of the candidates does not count")
  }

  @Test func shortPromptsAndThoseWhoGenerateTakeTurnsWhereStepsAreSeparate() {
    let planner = StepPlanner(batchTokens: 512, separates: true, maxOutputs: 8)
    let candidates = [
      Self.candidate(1), Self.candidate(2, prefill: 100, isShort: true), Self.candidate(3, prefill: 100, isShort: true),
      Self.candidate(4, prefill: 500),
    ]
    func shares(_ candidates: [StepPlanner.Candidate], decodedLast: Bool) -> [[Int]] {
      planner.plan(candidates, room: 1000, chunk: 10, decodedLast: decodedLast).map { [$0.lane.value, $0.rows] }
    }
    #expect(shares(candidates, decodedLast: false) == [[1, 1], [4, 10]])
    #expect(shares(candidates, decodedLast: true) == [[2, 100], [3, 100]])
    let others = (5...6).map { Self.candidate($0) }
    #expect(shares(candidates + others, decodedLast: true) == [[2, 100], [3, 28]], "more generate than wait")
    // Without a short prompt nobody waits for a turn, and without somebody who generates nobody has to.
    #expect(shares([candidates[0], candidates[3]], decodedLast: true) == [[1, 1], [4, 10]])
    #expect(shares(Array(candidates[1...]), decodedLast: false) == [[2, 100], [3, 100], [4, 312]])
  }

  @Test func everyStepKeepsItsBoundsAndDoesWorkIfItCan() {
    var random = RandomNumbers(seed: 1)
    for _ in 0..<3000 {
      let planner = StepPlanner(
        batchTokens: .random(in: 1...40, using: &random), separates: .random(using: &random),
        maxOutputs: .random(in: 1...8, using: &random))
      let chunk = Int.random(in: 1...20, using: &random)
      let room = Int.random(in: 0...50, using: &random)
      let candidates = (0..<Int.random(in: 0...10, using: &random)).map {
        Self.candidate(
          $0, prefill: max(0, .random(in: -10...60, using: &random)), began: .random(in: 0..<99, using: &random),
          isShort: .random(using: &random), toCompute: 60, overtaken: .random(in: 0...6, using: &random))
      }
      let shares = planner.plan(
        candidates, room: room, chunk: chunk, decodedLast: .random(using: &random),
        rotation: .random(in: 0...99, using: &random))
      let left = Dictionary(uniqueKeysWithValues: candidates.map { ($0.lane, $0.prefillLeft) })
      let ending = shares.filter { left[$0.lane] == 0 || left[$0.lane] == $0.rows }.count
      let isGenerating = shares.contains { left[$0.lane] == 0 }
      let long = Set(candidates.filter { !$0.isShort }.map(\.lane))
      let prefill = shares.filter { left[$0.lane] != 0 && long.contains($0.lane) }.reduce(0) { $0 + $1.rows }
      #expect(Set(shares.map(\.lane)).count == shares.count)
      #expect(shares.allSatisfy { $0.rows >= 1 && $0.rows <= max(1, left[$0.lane] ?? 0) })
      #expect(shares.reduce(0) { $0 + $1.rows } <= min(planner.batchTokens, room))
      #expect(ending <= planner.maxOutputs)
      #expect(!isGenerating || prefill <= chunk)
      #expect(shares.allSatisfy { $0.isDecode == (left[$0.lane] == 0) })
      #expect(!shares.isEmpty || candidates.isEmpty || room == 0)
    }
  }

  @Test func nobodyStarves() {
    var random = RandomNumbers(seed: 2)
    for _ in 0..<50 {
      let planner = StepPlanner(batchTokens: 16, separates: .random(using: &random), maxOutputs: 3)
      var decodedLast = false
      var left = (0..<8).map { _ in Int.random(in: 0...40, using: &random) }
      var generated = [Int](repeating: 0, count: left.count)
      for step in 0..<400 {
        // Whoever has generated enough is done, and makes room for those whose prompt needs an output.
        let candidates = left.indices.filter { generated[$0] < 20 }.map {
          Self.candidate($0, prefill: left[$0], isShort: $0 % 2 == 0)
        }
        let shares = planner.plan(candidates, room: 1000, chunk: 4, decodedLast: decodedLast, rotation: step)
        decodedLast = shares.contains { $0.isDecode }
        for share in shares {
          let lane = share.lane.value
          if left[lane] <= share.rows { generated[lane] += 1 }
          left[lane] = max(0, left[lane] - share.rows)
        }
      }
      #expect(generated == [Int](repeating: 20, count: left.count))
    }
  }
}
