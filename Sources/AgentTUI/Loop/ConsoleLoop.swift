// The main thread: waits for keys, for the fleet and for the clock; lets `update` decide; has its effects performed;
// draws. It alone touches the terminal, and it never waits for engine, tool or disk.

import Orchestrator
import System
import TerminalUI
import Threading

/// Runs a console until it quits.
final class ConsoleLoop {
  /// What the loop reads the time from; tests bring their own.
  struct Clock: Sendable {
    var monotonic: @Sendable () -> MonotonicTime
    /// Milliseconds since 1970.
    var wall: @Sendable () -> Int64

    /// The system's clocks.
    static let system = Clock(monotonic: { .now }, wall: WallClock.milliseconds)
  }

  private(set) var state: ConsoleState
  private let terminal: any Terminal
  private let fleet: any FleetControl
  private let takeEvents: () -> [FleetEvent]
  private let inbox: MessageInbox
  private let performer: any EffectPerforming
  private let clock: Clock
  private let news: NewsFlag
  private var pacer = FramePacer()
  /// What was presented last; nil where the terminal is to get a frame though it be the same one.
  private var shown: Surface?
  private var isDark: Bool?
  private var hasShownNotice = false

  /// - Parameters:
  ///   - takeEvents: what the fleet has told since the last time.
  ///   - inbox: messages from other threads.
  ///   - news: raised by whoever has put something into one of the two, before waking the terminal.
  init(
    state: ConsoleState, terminal: any Terminal, fleet: any FleetControl, takeEvents: @escaping () -> [FleetEvent],
    inbox: MessageInbox, news: NewsFlag, performer: any EffectPerforming, clock: Clock = .system
  ) {
    self.state = state
    self.terminal = terminal
    self.fleet = fleet
    self.takeEvents = takeEvents
    self.inbox = inbox
    self.news = news
    self.performer = performer
    isDark = terminal.isDark
    self.clock = clock
  }

  /// Draws and answers until the person quits or the system wants the program to end.
  func run() {
    tellTime()
    look()
    draw()
    while !state.isQuitting { turn() }
    fetch()
  }

  /// One turn: waits for something, and deals with it.
  private func turn() {
    let input = terminal.waitForInput(until: deadline)
    tellTime()
    if terminal.isDark != isDark {
      // The terminal has answered which background it has: the theme has a palette for each.
      isDark = terminal.isDark
      for message in performer.perform(.setTheme(state.settings.theme, isChosen: false), for: state) {
        deliver(message)
      }
    }
    for event in input where !state.isQuitting {
      // Also told when the size is the same and something else was on the screen meanwhile.
      if case .resize = event { shown = nil }
      deliver(.input(event))
    }
    guard !state.isQuitting else { return }
    let now = state.now
    if news.take() { pacer.newsArrived() }
    let wantsLook = pacer.isLookDue(at: now) || pacer.isTickDue(at: now, ticks: ticks)
    guard !input.isEmpty || wantsLook || pacer.isFrameDue(at: now) || isNoticeOver else { return }
    fetch()
    if wantsLook { look() }
    draw()
  }

  /// When to wake with nothing to do but show the time; a notice that is over ends earlier.
  private var deadline: MonotonicTime? {
    let paced = pacer.deadline(ticks: ticks)
    guard let notice = state.notice, !notice.waitsForKey else { return paced }
    let over = notice.since.advanced(bySeconds: ConsoleState.noticeSeconds)
    return paced.map { min($0, over) } ?? over
  }

  /// Whether something on screen changes with the time alone.
  private var ticks: Bool { state.runningCount > 0 || !state.approvals.isEmpty || state.showsPassingGraph }

  /// Whether a notice that is still on screen has had its time.
  private var isNoticeOver: Bool { state.notice == nil && hasShownNotice }

  private func tellTime() {
    _ = state.update(.clock(clock.monotonic(), wall: clock.wall()))
  }

  /// Takes what has come from other threads.
  private func fetch() {
    pacer.fetched()
    for message in inbox.takeAll() { deliver(message) }
    let events = takeEvents()
    if !events.isEmpty {
      deliver(.events(events))
      pacer.lookWanted()
    }
  }

  private func look() {
    deliver(.snapshot(fleet.snapshot()))
    pacer.looked(at: state.now)
  }

  /// Updates, and performs what comes of it; what the effects tell is delivered too.
  private func deliver(_ message: Message) {
    var waiting = [message]
    while !waiting.isEmpty {
      let effects = state.update(waiting.removeFirst())
      for effect in effects {
        waiting += performer.perform(effect, for: state)
        if effect.changesFleet { pacer.lookWanted() }
        if effect.disturbsScreen { shown = nil }
      }
    }
  }

  private func draw() {
    let surface = ScreenView.surface(state)
    if surface != shown {
      terminal.present(surface)
      shown = surface
    }
    hasShownNotice = state.notice != nil
    pacer.drew(at: state.now)
  }
}
