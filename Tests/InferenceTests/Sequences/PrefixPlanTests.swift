import Testing

@testable import Inference

@Suite struct PrefixPlanTests {
  private static func resident(_ tokens: [Token]) -> ResidentTokens {
    var ledger = CellLedger(capacity: 1000)
    var resident = ResidentTokens(holder: 1)
    for token in tokens { resident.append(token, in: &ledger) }
    return resident
  }

  private static func neighbour(_ lane: Int, _ tokens: [Token], computing: [Token]? = nil) -> PrefixPlan.Neighbour {
    .init(lane: LaneID(value: lane), resident: resident(tokens), computing: computing)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var prompt: [Token]
    var own: [Token] = []
    var neighbours: [PrefixPlan.Neighbour] = []
    var canShare = true
    var plan: PrefixPlan
  }

  private static let long = Array(1...40 as ClosedRange<Token>)

  static let cases = [
    Case(testDescription: "nothing is there", prompt: [1, 2, 3], plan: .keep(0)),
    Case(testDescription: "its own beginning", prompt: [1, 2, 3, 4], own: [1, 2, 9], plan: .keep(2)),
    Case(testDescription: "the last token is computed again", prompt: [1, 2, 3], own: [1, 2, 3], plan: .keep(2)),
    Case(testDescription: "it holds more than the prompt", prompt: [1, 2, 3], own: [1, 2, 3, 4, 5], plan: .keep(2)),
    Case(testDescription: "one token", prompt: [1], own: [1, 2], neighbours: [neighbour(2, [1, 2])], plan: .keep(0)),
    Case(
      testDescription: "a neighbour holds more", prompt: [1, 2, 3, 4], own: [1, 9],
      neighbours: [neighbour(2, [1, 2, 3, 7])],
      plan: .share(from: LaneID(value: 2), kept: 1, upTo: 3)),
    Case(
      testDescription: "a neighbour holds as much", prompt: [1, 2, 3, 4], own: [1, 2],
      neighbours: [neighbour(2, [1, 2, 9])],
      plan: .keep(2)),
    Case(
      testDescription: "the neighbour with most", prompt: [1, 2, 3, 4, 5],
      neighbours: [neighbour(2, [1]), neighbour(3, [1, 2, 3]), neighbour(4, [1, 2])],
      plan: .share(from: LaneID(value: 3), kept: 0, upTo: 3)),
    Case(
      testDescription: "a neighbour holds the whole prompt", prompt: [1, 2, 3],
      neighbours: [neighbour(2, [1, 2, 3, 4])],
      plan: .share(from: LaneID(value: 2), kept: 0, upTo: 2)),
    Case(
      testDescription: "a neighbour computes it", prompt: long + [50],
      neighbours: [neighbour(2, [1, 2], computing: long + [60])],
      plan: .wait(on: LaneID(value: 2), upTo: 40)),
    Case(
      testDescription: "a neighbour computes too little more to wait for", prompt: long + [50],
      own: Array(long.prefix(25)),
      neighbours: [neighbour(2, [1, 2], computing: long + [60])], plan: .keep(25)),
    Case(
      testDescription: "a neighbour computes just enough more", prompt: long + [50], own: Array(long.prefix(24)),
      neighbours: [neighbour(2, [1, 2], computing: long + [60])], plan: .wait(on: LaneID(value: 2), upTo: 40)),
    Case(
      testDescription: "what it computes is there already", prompt: long + [50],
      neighbours: [neighbour(2, long, computing: long + [60, 61, 62])],
      plan: .share(from: LaneID(value: 2), kept: 0, upTo: 40)),
    Case(
      testDescription: "it computes something else", prompt: long,
      neighbours: [neighbour(2, [], computing: [9] + long)],
      plan: .keep(0)),
    Case(
      testDescription: "without parts only a whole prefix counts", prompt: [1, 2, 3, 4], own: [1, 2, 3],
      neighbours: [neighbour(2, [1, 2, 3])], canShare: false, plan: .keep(3)),
    Case(
      testDescription: "without parts a neighbour that is a prefix as a whole is copied", prompt: [1, 2, 3, 4],
      own: [1],
      neighbours: [neighbour(2, [1, 2, 3, 9]), neighbour(3, [1, 2])], canShare: false,
      plan: .share(from: LaneID(value: 3), kept: 0, upTo: 2)),
    Case(
      testDescription: "without parts one that will be a prefix is waited for", prompt: long + [50],
      neighbours: [neighbour(2, [1, 2], computing: long + [60])], canShare: false,
      plan: .wait(on: LaneID(value: 2), upTo: 40)),
    Case(
      testDescription: "without parts one that is beyond the common part is not waited for", prompt: long + [50],
      neighbours: [neighbour(2, long + [60], computing: long + [60, 61])], canShare: false, plan: .keep(0)),
    Case(
      testDescription: "without parts a part counts nothing", prompt: [1, 2, 3, 4], own: [1, 2, 9], canShare: false,
      plan: .keep(0)),
    Case(
      testDescription: "without parts the whole prompt counts nothing", prompt: [1, 2, 3], own: [1, 2, 3],
      neighbours: [neighbour(2, [], computing: [1, 2, 3])], canShare: false, plan: .keep(0)),
  ]

  @Test(arguments: cases)
  func beginningComesFrom(_ expected: Case) {
    #expect(
      PrefixPlan.decide(
        prompt: expected.prompt, own: Self.resident(expected.own), neighbours: expected.neighbours,
        canShare: expected.canShare) == expected.plan)
  }

  @Test func noPlanPromisesWhatNobodyHasOrComputes() {
    var random = RandomNumbers(seed: 3)
    func beginning() -> [Token] {
      // Long common beginnings, with a difference somewhere.
      var tokens = Self.long.map { $0 % 7 } + Self.long
      tokens.removeLast(Int.random(in: 0..<tokens.count, using: &random))
      if Bool.random(using: &random) { tokens[Int.random(in: tokens.indices, using: &random)] = 99 }
      return tokens
    }
    for _ in 0..<2000 {
      let prompt = beginning()
      let own = Self.resident(beginning())
      let neighbours = (1...4).map { lane -> PrefixPlan.Neighbour in
        let tokens = beginning()
        let isComputing = Bool.random(using: &random)
        return Self.neighbour(
          lane, isComputing ? Array(tokens.prefix(Int.random(in: 0...tokens.count, using: &random))) : tokens,
          computing: isComputing ? tokens : nil)
      }
      let limit = prompt.count - 1
      func common(_ tokens: [Token]) -> Int { min(limit, zip(tokens, prompt).prefix { $0 == $1 }.count) }
      let most = neighbours.map { common($0.resident.tokens) }.max() ?? 0
      switch PrefixPlan.decide(prompt: prompt, own: own, neighbours: neighbours, canShare: true) {
      case .keep(let kept):
        #expect(kept == common(own.tokens) && kept >= most)
      case .share(let lane, let kept, let length):
        #expect(kept == common(own.tokens) && length > kept && length == most)
        #expect(common(neighbours[lane.value - 1].resident.tokens) == length)
      case .wait(let lane, let length):
        let neighbour = neighbours[lane.value - 1]
        #expect(common(neighbour.computing ?? []) == length && length > neighbour.resident.count)
        #expect(length >= max(most, common(own.tokens)) + PrefixPlan.worthWaiting)
      }
    }
  }
}
