import Agents
import Orchestrator
import Testing

@testable import AgentTUI

/// A window of five rows onto ten entries of three rows each: 0.0, 0.1, 0.2, 1.0 … 9.2.
@Suite struct TranscriptWindowTests {
  private let window: TranscriptWindow = {
    var transcript = Transcript()
    for seq in 1...10 {
      transcript.take(
        FleetEvent(
          seq: seq, time: 0, agent: "ada", run: "r1", kind: .agent(.contextCompacted(tokensBefore: seq, tokensAfter: 1))
        ),
        now: ConsoleFixture.start)
    }
    return TranscriptWindow(transcript: transcript, height: 5) { _ in 3 }
  }()

  /// The row of this number, from 0.
  private func row(_ number: Int) -> TranscriptAnchor { TranscriptAnchor(entry: number / 3, row: number % 3) }

  /// The number of a window's first row; nil while it follows.
  private func number(_ scroll: Scroll) -> Int? {
    guard case .held(let anchor) = scroll else { return nil }
    return anchor.entry * 3 + anchor.row
  }

  @Test func endIsSeenInTheLastRow() {
    #expect(window.first == row(0) && window.last == row(29))
    #expect(window.followingTop == row(25) && window.top(.follow) == row(25))
  }

  @Test(arguments: 0..<30, [-40, -7, -1, 0, 1, 2, 7, 40])
  func movingGoesSoManyRowsAndSaysWhatIsLeft(from: Int, by: Int) {
    let (anchor, left) = window.move(row(from), by: by)
    let end = max(0, min(29, from + by))
    #expect(anchor == row(end))
    #expect(left == from + by - end)
  }

  /// From a first row, by rows: the first row then, nil where it follows.
  @Test(arguments: [
    (20, -3, 17), (20, 4, 24), (20, 5, nil), (20, 50, nil), (3, -9, 0), (0, -1, 0), (24, 1, nil), (24, 0, 24),
    (nil, -1, 24), (nil, -40, 0), (nil, 3, nil),
  ])
  func scrollingFollowsAgainAtTheEnd(from: Int?, by: Int, top: Int?) {
    let (scroll, left) = window.scrolled(from.map { .held(row($0)) } ?? .follow, by: by)
    #expect(number(scroll) == top)
    #expect(left == 0)
  }

  /// A first row and a row that is to be seen: the first row then.
  @Test(arguments: [
    (10, 10, 10), (10, 14, 10), (10, 15, 11), (10, 9, 9), (10, 0, 0), (10, 29, 25), (nil, 25, 25), (nil, 29, 25),
    (nil, 24, 24),
  ])
  func revealingMovesTheLeast(from: Int?, wanted: Int, top: Int) {
    #expect(number(window.revealing(row(wanted), from: from.map { .held(row($0)) } ?? .follow)) == top)
  }

  /// A row that is to be seen about a third from the top: the first row then, nil where it follows.
  @Test(arguments: [(10, 9), (1, 0), (0, 0), (25, 24), (26, nil), (29, nil)])
  func matchIsShownAThirdFromTheTop(wanted: Int, top: Int?) {
    #expect(number(window.showing(row(wanted))) == top)
  }
}
