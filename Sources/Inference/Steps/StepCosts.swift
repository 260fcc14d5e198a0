// How long steps take here, learned while they run, and how much prefill fits beside those who generate without
// keeping them waiting. A fixed chunk would be right for one machine and one model: 128 rows of prefill cost twice an
// ordinary step on one and ten times on another.

/// What the rows of a step cost.
struct StepCosts: Sendable, Equatable {
  /// A step with a long prompt's prefill beside it takes about this many times the step without it. Streams slow down to
  /// that for as long as the prompt is computed.
  static let stretch = 2.75
  /// Fewest rows of prefill beside those who generate, so that a prompt always moves on.
  static let fewestRows = 8
  /// Chunks are a multiple of this: libllama builds its graph anew when the shape of a step changes.
  static let tile = 4
  /// As long as nothing is known.
  static let unknownChunk = 32
  /// A row in a small step costs more than one among hundreds: this many times as much until it has been seen.
  static let smallStep = 2.0
  /// Weight of the newest observation.
  private static let weight = 0.2

  /// Seconds of a step in which everybody generates, by its rows; the one for 3 rows at index 3.
  private var decodeSeconds: [Double?] = []
  /// Seconds of one row of prefill in a step of its own.
  private var secondsAlone: Double?
  /// Seconds of one row of a long prompt's prefill beside those who generate.
  private var secondsBeside: Double?

  /// A step has been computed.
  ///
  /// - Parameter isChunk: whether the prefill is that of long prompts; of a short one it says little of a small step.
  mutating func computed(decodeRows: Int, prefillRows: Int, isChunk: Bool, seconds: Double) {
    if prefillRows == 0, decodeRows > 0 {
      while decodeSeconds.count <= decodeRows { decodeSeconds.append(nil) }
      decodeSeconds[decodeRows] = Self.mixed(decodeSeconds[decodeRows], seconds)
    } else if decodeRows == 0, prefillRows >= Self.fewestRows {
      secondsAlone = Self.mixed(secondsAlone, seconds / Double(prefillRows))
    } else if isChunk, prefillRows >= Self.fewestRows {
      let own = max(seconds - (decodeStep(rows: decodeRows) ?? 0), seconds * 0.1)
      secondsBeside = Self.mixed(secondsBeside, own / Double(prefillRows))
    }
  }

  /// Most rows of prefill beside `rows` that generate; without these as many as the batch holds.
  func chunk(beside rows: Int) -> Int {
    guard rows > 0 else { return .max }
    let perRow = secondsBeside ?? secondsAlone.map { $0 * Self.smallStep }
    guard let step = decodeStep(rows: rows), let perRow, perRow > 0 else { return Self.unknownChunk }
    let room = Int(min(1e6, (Self.stretch - 1) * step / perRow))
    return max(Self.fewestRows, room / Self.tile * Self.tile)
  }

  /// Seconds of a step of so many rows that generate, or of the nearest number that has been seen.
  func decodeStep(rows: Int) -> Double? {
    guard rows > 0 else { return nil }
    let known = decodeSeconds.indices.filter { decodeSeconds[$0] != nil }
    guard let nearest = known.min(by: { (abs($0 - rows), $0) < (abs($1 - rows), $1) }) else { return nil }
    return decodeSeconds[nearest]
  }

  private static func mixed(_ old: Double?, _ new: Double) -> Double {
    old.map { $0 + (new - $0) * weight } ?? new
  }
}
