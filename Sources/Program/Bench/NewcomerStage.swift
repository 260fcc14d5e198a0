import Threading

/// Where those who stream and the newcomer wait for each other, and what they saw.
///
///     who streams   ▮▮▮▮ ordinary steps ▮▮▮▮|▮▮▮▮▮▮ go on ▮▮▮▮▮▮▮|
///     the newcomer                          |   its prefill    ▮|
final class NewcomerStage: Sendable {
  private struct State {
    var streaming = 0
    var hasLost = false
    var ordinary: [[MonotonicTime]] = []
    var disturbed: [[MonotonicTime]] = []
    var arrived: MonotonicTime?
    var answered: MonotonicTime?
  }

  private let streamers: Int
  private let state = Monitor(State())
  /// Ends the streams: cancelled when the newcomer's first token is there.
  let curtain = Cancellation()

  init(streamers: Int) {
    self.streamers = streamers
  }

  /// An agent streams on; `ordinary` are the times of its tokens so far.
  func stream(ordinary: [MonotonicTime]) {
    state.withLock { state in
      state.streaming += 1
      state.ordinary.append(ordinary)
    }
    state.broadcast()
  }

  /// The times of an agent's tokens since then.
  func end(disturbed: [MonotonicTime]) {
    state.withLock { $0.disturbed.append(disturbed) }
  }

  /// An agent will not stream, or streams no more: nobody must wait for it.
  func lose() {
    state.withLock { $0.hasLost = true }
    state.broadcast()
  }

  /// Blocks until all stream. Returns false where that will not come.
  func waitForStreams() -> Bool {
    state.wait { state in
      if state.hasLost { return false }
      return state.streaming == streamers ? true : nil
    } ?? false
  }

  /// The newcomer has its permit and begins.
  func arrive() { state.withLock { $0.arrived = .now } }

  /// The newcomer's first token is there: the streams may end.
  func answer(at time: MonotonicTime?) {
    state.withLock { $0.answered = time }
    curtain.cancel(reason: "ended: the newcomer has its first token")
  }

  /// What was seen; nil where the newcomer did not come to its first token, or never did all stream.
  var statistics: GapStatistics? {
    state.withLock { state in
      guard let arrived = state.arrived, let answered = state.answered else { return nil }
      return GapStatistics(
        ordinary: state.ordinary, disturbed: state.disturbed, prefill: (from: arrived, to: answered))
    }
  }

  /// Seconds from the newcomer's coming to its first token.
  var newcomerSeconds: Double? {
    state.withLock { state in
      guard let arrived = state.arrived else { return nil }
      return state.answered?.seconds(since: arrived)
    }
  }
}
