import Threading

/// How far a measurement is, for the line that a person sees meanwhile.
final class BenchProgress: Sendable {
  private let line: ProgressLine?
  private let turns = Monitor(TurnCount())

  /// - Parameter line: nil where nobody sees it.
  init(_ line: ProgressLine?) {
    self.line = line
  }

  /// Says this.
  func show(_ text: String) { line?.show(text) }

  /// The model is being loaded; 0 to 1.
  func load(_ fraction: Double) { line?.show("loading \(Int(fraction * 100))%") }

  /// Agents begin.
  ///
  /// - Parameter what: said in front, where there are several measurements in one.
  func begin(agents: Int, turns count: Int, what: String = "") {
    show(
      turns.withLock { turns in
        turns = TurnCount(agents: agents, turns: count, what: what)
        return turns.text
      })
  }

  /// An agent (0, 1, …) has taken another turn.
  func finishTurn(of agent: Int) {
    show(
      turns.withLock { turns in
        turns.finish(agent)
        return turns.text
      })
  }
}

/// Which turn the slowest agents are at, and how many have taken it.
struct TurnCount: Sendable, Equatable {
  private let turns: Int
  private let what: String
  private var taken: [Int]

  init(agents: Int = 0, turns: Int = 0, what: String = "") {
    self.turns = turns
    self.what = what
    taken = Array(repeating: 0, count: agents)
  }

  mutating func finish(_ agent: Int) {
    if taken.indices.contains(agent) { taken[agent] += 1 }
  }

  /// `turn 2 of 3, 5 of 8 agents`.
  var text: String {
    let turn = min((taken.min() ?? 0) + 1, turns)
    let done = taken.count { $0 >= turn }
    return "\(what)turn \(turn) of \(turns), \(done) of \(taken.count) agents"
  }
}
