// Where a prompt's beginning comes from: from what the sequence holds itself, from a neighbour that holds more
// of it, or from a neighbour that is computing it at this moment.

/// How a sequence gets the first part of its prompt.
enum PrefixPlan: Sendable, Equatable {
  /// Keep this many of its own tokens; compute the rest.
  case keep(Int)
  /// Keep its own up to `kept`, then share another sequence's up to `upTo`.
  case share(from: LaneID, kept: Int, upTo: Int)
  /// Another sequence is computing these tokens now: wait until it has, then plan again.
  case wait(on: LaneID, upTo: Int)

  /// A neighbour, as the plan sees it.
  struct Neighbour: Sendable {
    var lane: LaneID
    var resident: ResidentTokens
    /// The prompt it is computing, if it is.
    var computing: [Token]?
  }

  /// Fewer tokens than this are not worth waiting for: computing them is cheaper than the step of delay.
  static let worthWaiting = 16

  /// Decides for `prompt`, of which the last token is always computed again (its logits are needed).
  ///
  /// - Parameters:
  ///   - saved: tokens of the prompt that come back from what was put away, which is quicker than to wait for less.
  ///   - canShare: whether parts of a sequence can be cut and shared. If not, a sequence is taken as a whole or not at
  ///     all: when everything that it holds is a prefix of the prompt. One that computes can be waited for, as it stops
  ///     at the length that somebody waits for. What was put away comes back to a sequence that holds nothing.
  static func decide(
    prompt: [Token], own: ResidentTokens, neighbours: [Neighbour], saved: Int = 0, canShare: Bool
  ) -> PrefixPlan {
    let limit = prompt.count - 1
    func usable(_ resident: ResidentTokens) -> Int {
      let common = min(resident.commonPrefix(with: prompt), limit)
      return canShare || common == resident.count ? common : 0
    }
    let kept = usable(own)
    var most = kept
    var best = PrefixPlan.keep(kept)
    for neighbour in neighbours {
      let length = usable(neighbour.resident)
      if length > most {
        most = length
        best = .share(from: neighbour.lane, kept: canShare ? kept : 0, upTo: length)
      }
    }
    if !canShare, saved > most { best = .keep(0) }
    var longest = max(most, saved) + worthWaiting - 1
    for neighbour in neighbours {
      guard let computing = neighbour.computing else { continue }
      let length = min(ResidentTokens.commonPrefix(computing, prompt), limit)
      if length > longest, length > neighbour.resident.count {
        longest = length
        best = .wait(on: neighbour.lane, upTo: length)
      }
    }
    return best
  }
}
