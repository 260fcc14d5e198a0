import Testing

@testable import Inference

/// Random lives of agents on a small memory: whatever is shared, evicted, put away, waited for or cut into chunks,
/// each generation gives the tokens that it gives alone.
@Suite struct DecodeScheduleTests {
  struct Arrangement: Sendable, CustomTestStringConvertible {
    var name: String
    var cells: Int
    var sequences: Int
    var batchTokens: Int
    var prefillChunk: Int
    var contextLength = 90
    var agents: Int
    var forgetsParts = true
    var sharesParts = true
    var saving = SavedStates.Budget()
    var losesBeginnings = false
    var testDescription: String { name }

    static let all = [
      Arrangement(name: "roomy", cells: 2000, sequences: 8, batchTokens: 64, prefillChunk: 16, agents: 6),
      Arrangement(name: "tight memory", cells: 130, sequences: 8, batchTokens: 32, prefillChunk: 8, agents: 6),
      Arrangement(
        name: "memory smaller than a context", cells: 70, sequences: 4, batchTokens: 16, prefillChunk: 5, agents: 4),
      Arrangement(
        name: "fewer sequences than agents", cells: 200, sequences: 2, batchTokens: 32, prefillChunk: 7, agents: 7),
      Arrangement(name: "one sequence", cells: 100, sequences: 1, batchTokens: 8, prefillChunk: 1, agents: 3),
      Arrangement(
        name: "tight and refuses to forget", cells: 130, sequences: 4, batchTokens: 32, prefillChunk: 8, agents: 5,
        forgetsParts: false),
      Arrangement(
        name: "tight and loses beginnings", cells: 130, sequences: 4, batchTokens: 32, prefillChunk: 8, agents: 5,
        forgetsParts: false, losesBeginnings: true),
      Arrangement(
        name: "tight and shares whole sequences only", cells: 130, sequences: 4, batchTokens: 32, prefillChunk: 8,
        agents: 5,
        forgetsParts: false, sharesParts: false),
      Arrangement(
        name: "tight and saves in memory", cells: 130, sequences: 8, batchTokens: 32, prefillChunk: 8, agents: 6,
        saving: .init(memory: 4000)),
      Arrangement(
        name: "tight and saves on disk", cells: 130, sequences: 4, batchTokens: 32, prefillChunk: 8, agents: 8,
        saving: .init(memory: 1000, disk: 5000)),
      Arrangement(
        name: "saves on disk at once", cells: 130, sequences: 4, batchTokens: 32, prefillChunk: 8, agents: 8,
        saving: .init(memory: 0, disk: 8000)),
      Arrangement(
        name: "tight, shares whole sequences only and saves", cells: 200, sequences: 3, batchTokens: 32,
        prefillChunk: 8, agents: 6,
        forgetsParts: false, sharesParts: false, saving: .init(memory: 2000, disk: 8000)),
    ]
  }

  @Test(arguments: Arrangement.all)
  func everyGenerationGivesWhatItGivesAlone(_ arrangement: Arrangement) {
    var seen = AgentLives.Seen()
    for seed in 0..<12 {
      var lives = AgentLives(arrangement, seed: UInt64(seed))
      lives.live(turns: 150)
      #expect(lives.problems.isEmpty, "seed \(seed): \(lives.problems.prefix(3))")
      if !lives.problems.isEmpty { return }
      seen.add(lives.seen)
    }
    #expect(seen.finished > 100 && seen.cancelled > 10 && seen.closed > 10)
    #expect(seen.shared > 0 || arrangement.sequences == 1)
    #expect(seen.waiting > 0 || arrangement.sequences == 1)
    #expect(seen.paused > 0 || arrangement.cells > 150 || arrangement.sequences == 1)
    #expect(seen.restored > 0 || arrangement.saving == .init())
    #expect(seen.fetching > 0 || arrangement.saving.disk == 0)
  }

  @Test(arguments: Arrangement.all)
  func stepsThatFailOrFindNoRoomConcernOnlyThoseInThem(_ arrangement: Arrangement) {
    var seen = AgentLives.Seen()
    for seed in 100..<110 {
      var lives = AgentLives(arrangement, seed: UInt64(seed), disturbances: true)
      lives.live(turns: 150)
      #expect(lives.problems.isEmpty, "seed \(seed): \(lives.problems.prefix(3))")
      if !lives.problems.isEmpty { return }
      seen.add(lives.seen)
    }
    #expect(seen.failed > 10 && seen.finished > 50)
  }
}
