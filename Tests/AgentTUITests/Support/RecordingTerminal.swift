import TerminalUI
import Threading

@testable import AgentTUI

/// A terminal whose input is written beforehand and whose screens are kept.
final class RecordingTerminal: Terminal {
  private(set) var size: Size
  var glyphs = Glyphs.unicode
  var isDark: Bool?
  var palette = Palette(entries: [:])
  let recordingWaker = RecordingWaker()
  var waker: any TerminalWaker { recordingWaker }

  /// What each `waitForInput` returns, one after the other.
  var script: [[InputEvent]]
  /// Every surface that was presented, in order.
  private(set) var presented: [Surface] = []
  /// The sequences that were emitted, in order.
  private(set) var emitted: [String] = []
  /// What else was asked of it: `redraw`, `suspended`, `close`.
  private(set) var calls: [String] = []
  /// The deadlines it was given.
  private(set) var deadlines: [MonotonicTime?] = []

  init(size: Size = Size(width: 80, height: 24), script: [[InputEvent]] = []) {
    self.size = size
    self.script = script
  }

  /// Returns the next piece of the script; past its end the terminal hangs up, so that no test waits for ever.
  func waitForInput(until deadline: MonotonicTime?) -> [InputEvent] {
    deadlines.append(deadline)
    guard !script.isEmpty else { return [.terminated(signal: 1)] }
    let events = script.removeFirst()
    for case .resize(let size) in events { self.size = size }
    return events
  }

  func present(_ surface: Surface) { presented.append(surface) }
  func redraw() { calls.append("redraw") }
  func suspended(_ body: () -> Void) {
    calls.append("suspended")
    body()
  }
  func emit(_ sequence: String) { emitted.append(sequence) }
  func close() { calls.append("close") }
}

/// Counts how often it was woken.
final class RecordingWaker: TerminalWaker {
  private let count = Monitor(0)
  var times: Int { count.withLock { $0 } }

  func wake() {
    count.withLock { $0 += 1 }
    count.broadcast()
  }

  /// Blocks until it was woken `times` times.
  func wait(times: Int, until deadline: MonotonicTime) -> Bool {
    count.wait(until: deadline) { $0 >= times ? true : nil } ?? false
  }
}
