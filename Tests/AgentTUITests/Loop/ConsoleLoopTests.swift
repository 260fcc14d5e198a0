import Agents
import Orchestrator
import TerminalUI
import Testing
import Threading

@testable import AgentTUI

@Suite struct ConsoleLoopTests {
  /// Remembers effects and tells nothing.
  final class RecordingPerformer: EffectPerforming {
    var effects: [Effect] = []
    var answers: [Message] = []

    func perform(_ effect: Effect, for state: ConsoleState) -> [Message] {
      effects.append(effect)
      defer { answers = [] }
      return answers
    }
  }

  /// A loop with everything that it touches, and a clock that is moved by the script.
  final class Bench {
    let terminal: RecordingTerminal
    let fleet: ScriptedFleet
    let performer = RecordingPerformer()
    let news = NewsFlag()
    let inbox: MessageInbox
    let time = Monitor(ConsoleFixture.start)
    var pending: [FleetEvent] = []
    var fetches = 0
    /// Time that goes by with each look at the clock.
    var step = 0.0
    var onFetch: () -> Void = {}
    var loop: ConsoleLoop?

    init(_ script: [[InputEvent]], snapshot: FleetSnapshot? = nil) {
      terminal = RecordingTerminal(size: Size(width: 80, height: 24), script: script)
      fleet = ScriptedFleet(snapshot ?? ConsoleFixture.snapshot(["ada", "bob"], slots: 2))
      inbox = MessageInbox { [news] in news.raise() }
    }

    /// Runs to the end of the script; `eachWait` happens before each wait for input.
    func run() -> ConsoleState {
      let (time, step) = (time, step)
      let loop = ConsoleLoop(
        state: ConsoleState(size: terminal.size), terminal: terminal, fleet: fleet,
        takeEvents: { [unowned self] in
          fetches += 1
          let events = pending
          pending = []
          onFetch()
          return events
        }, inbox: inbox, news: news, performer: performer,
        clock: .init(
          monotonic: {
            time.withLock { time in
              defer { time = time.advanced(bySeconds: step) }
              return time
            }
          }, wall: { ConsoleFixture.wall }))
      self.loop = loop
      loop.run()
      return loop.state
    }
  }

  private func keys(_ names: String) -> [InputEvent] {
    names.split(separator: " ").map { .key(Key(named: String($0))!) }
  }

  @Test func firstFrameIsThereBeforeTheFirstWaitAndBeforeTheModel() {
    let bench = Bench([], snapshot: FleetSnapshot(model: .loading(0), agents: [.init(name: "ada", mode: .ask)]))
    _ = bench.run()
    #expect(bench.terminal.presented.first?.lines.first?.contains("loading") == true)
  }

  @Test func keyIsAnsweredByAFrameInTheSameTurn() {
    let bench = Bench([keys("h i"), keys("enter")])
    let state = bench.run()
    #expect(bench.terminal.presented.count == 3)
    #expect(bench.terminal.presented[1].lines[22].contains("hi"))
    #expect(bench.performer.effects == [.remember("hi"), .submit("hi", .agent("ada")), .quit])
    #expect(state.signal == 1)
  }

  @Test func idleConsoleHasNoDeadlineAndDrawsNothing() {
    let bench = Bench([[], [], []])
    _ = bench.run()
    #expect(bench.terminal.presented.count == 1)
    #expect(bench.terminal.deadlines.first == .some(nil))
  }

  @Test(arguments: [
    [InputEvent.key(Key(named: "ctrl-l")!)], [.key(Key(named: "ctrl-z")!)], [.resize(Size(width: 80, height: 24))],
  ])
  func screenThatSomebodyElseWroteOnIsPresentedAgainThoughNothingHasChanged(input: [InputEvent]) {
    let bench = Bench([input, []])
    _ = bench.run()
    #expect(bench.terminal.presented.count == 2)
    #expect(bench.terminal.presented.first == bench.terminal.presented.last)
  }

  @Test func floodOfEventsIsFetchedOnceAFrame() {
    // A hundred wake-ups at one moment: nothing is fetched before a frame is due.
    let bench = Bench(Array(repeating: [], count: 100))
    bench.news.raise()
    bench.pending = (0..<1000).map {
      FleetEvent(seq: $0, time: 0, agent: "ada", run: "r", kind: .agent(.text("x")))
    }
    let state = bench.run()
    #expect(bench.fetches == 1)
    #expect(bench.terminal.presented.count == 1)
    #expect(bench.terminal.deadlines.last == ConsoleFixture.start.advanced(bySeconds: FramePacer.frameSeconds))
    // And nothing is lost when it ends.
    #expect(state.agents[0].transcript.entries.first?.kind == .text(String(repeating: "x", count: 1000)))
  }

  @Test func eventsThatComeWhenAFrameIsDrawnForAnotherReasonAreNotForgotten() {
    // A key's frame at 80 ms; news just after it; a look at the fleet at 100 ms, before the news' own frame.
    let bench = Bench([[], [], [], keys("esc"), [], [], []])
    bench.step = 0.02
    bench.onFetch = { [unowned bench] in
      guard bench.fetches == 1 else { return }
      bench.pending = [FleetEvent(seq: 1, time: 0, agent: "ada", run: "r", kind: .agent(.text("in time")))]
      bench.news.raise()
    }
    _ = bench.run()
    #expect(bench.terminal.presented.last?.lines.contains { $0.contains("in time") } == true)
  }

  @Test func keyPressedDuringAFloodIsAnsweredAtOnceWithAllThatHasCome() {
    let bench = Bench([[], keys("a")])
    bench.news.raise()
    bench.pending = [FleetEvent(seq: 1, time: 0, agent: "ada", run: "r", kind: .agent(.text("streamed")))]
    _ = bench.run()
    #expect(bench.terminal.presented.last?.lines.contains { $0.contains("streamed") } == true)
  }

  @Test func messageOfAnotherThreadIsTakenIn() {
    let bench = Bench([keys("a")])
    bench.inbox.put(.told("found something"))
    let state = bench.run()
    #expect(state.notice?.text == "found something")
  }

  @Test func refusalIsShownToThePerson() {
    let bench = Bench([keys("esc s")])
    bench.performer.answers = [.refused("no")]
    var snapshot = ConsoleFixture.snapshot(["ada"], slots: 1)
    snapshot.agents[0].isRunning = true
    _ = bench.run()
    #expect(bench.terminal.presented.count >= 2)
  }
}
