@testable import Inference

/// The KV memory and the decoding of `FakeModel`, with the rules that libllama enforces by refusing or by ending the
/// process. A broken rule is written down in `violations`.
final class FakeBackend: DecodeBackend {
  /// What a sequence holds, position by position.
  struct Sequence {
    var cells: [Int] = []
    var tokens: [Token] = []
    var states: [UInt64] = []
    var count: Int { cells.count }
  }

  struct Limits {
    var cells: Int
    var sequences: Int
    var batchTokens: Int
    var outputs: Int
    /// Whether a part of a sequence can be forgotten.
    var forgetsParts = true
    /// Whether a part of a sequence can be given to another one; if not, only all of it, to one that has nothing.
    var sharesParts = true
    /// Bytes of what is saved for a token.
    static let savedBytes = 16
  }

  let limits: Limits
  /// Whether what is restored is taken; drawn each time.
  var takesBack: () -> Bool = { true }
  /// How the next step ends; drawn before anything is computed.
  var outcome: () -> DecodeOutcome = { .done }
  /// Whether a sequence has lost too much to share it, as it happens behind a window; drawn for each sharing.
  var refusesToShare: () -> Bool = { false }
  private(set) var violations: [String] = []
  private(set) var sequences: [Sequence]
  /// Cells that some sequence holds.
  private(set) var usedCells = 0
  /// All steps that were computed.
  private(set) var steps: [[DecodeRow]] = []
  /// Who a sequence belongs to, for `disturbed`.
  var owner: (Int32) -> LaneID? = { _ in nil }
  /// Who took part in steps that failed or had no room, and how these ended.
  private(set) var disturbed: [(outcome: DecodeOutcome, lanes: Set<LaneID>)] = []
  private(set) var sharedTokens = 0
  private(set) var restoredTokens = 0
  let librarySeconds = 0.25
  private var holders: [Int] = []
  private var predicted: [Int: Token] = [:]
  private let row = UnsafeMutableBufferPointer<Float>.allocate(capacity: FakeModel.vocabulary)

  init(_ limits: Limits) {
    self.limits = limits
    sequences = [Sequence](repeating: Sequence(), count: limits.sequences)
  }

  deinit { row.deallocate() }

  var computedRows: Int { steps.reduce(0) { $0 + $1.count } }

  func truncate(sequence: Int32, to position: Int) -> Bool {
    let index = Int(sequence)
    let isWhole = position == 0 || limits.forgetsParts || position >= sequences[index].count
    let kept = isWhole ? min(position, sequences[index].count) : 0
    for cell in sequences[index].cells[kept...] {
      holders[cell] -= 1
      if holders[cell] == 0 { usedCells -= 1 }
    }
    let forgotten = sequences[index].count - kept
    sequences[index].cells.removeLast(forgotten)
    sequences[index].tokens.removeLast(forgotten)
    sequences[index].states.removeLast(forgotten)
    return isWhole
  }

  func share(from source: Int32, to destination: Int32, positions: Range<Int>) -> Bool {
    let (from, to) = (Int(source), Int(destination))
    check(
      limits.sharesParts || positions == 0..<sequences[from].count,
      "\(positions) of \(sequences[from].count) are shared, and this model has no parts")
    check(from != to, "sequence \(from) is shared with itself")
    check(!positions.isEmpty, "nothing is shared")
    check(sequences[to].count == positions.lowerBound, "\(positions) is shared to a sequence of \(sequences[to].count)")
    check(sequences[from].count >= positions.upperBound, "\(positions) is shared of \(sequences[from].count) tokens")
    guard sequences[from].count >= positions.upperBound, from != to, !refusesToShare() else { return false }
    for cell in sequences[from].cells[positions] { holders[cell] += 1 }
    sequences[to].cells += sequences[from].cells[positions]
    sequences[to].tokens += sequences[from].tokens[positions]
    sequences[to].states += sequences[from].states[positions]
    sharedTokens += positions.count
    return true
  }

  func save(sequence: Int32, positions: Range<Int>, of count: Int) -> [UInt8]? {
    let held = sequences[Int(sequence)]
    check(
      !positions.isEmpty && positions.upperBound <= count && count == held.count,
      "\(positions) of \(count) is saved of \(held.count) tokens")
    check(limits.sharesParts || positions == 0..<count, "a part of a sequence is saved, which this model cannot")
    return positions.flatMap { position in
      withUnsafeBytes(of: (Int64(held.tokens[position]), held.states[position])) { Array($0) }
    }
  }

  func restore(_ data: [UInt8], to sequence: Int32, positions: Range<Int>, dataEnd: Int) -> Bool {
    let index = Int(sequence)
    let count = data.count / Limits.savedBytes
    let from = dataEnd - count
    check(!positions.isEmpty, "nothing is restored")
    check(sequences[index].count == positions.lowerBound, "\(positions) is restored to \(sequences[index].count)")
    check(
      from <= positions.lowerBound && positions.upperBound <= dataEnd,
      "\(positions) is restored of \(from)..<\(dataEnd)")
    check(limits.sharesParts || (from == 0 && positions == 0..<dataEnd), "a part is restored, which this model cannot")
    check(usedCells + count <= limits.cells, "\(count) cells are restored, \(usedCells) of \(limits.cells) are in use")
    guard takesBack() else { return false }
    for position in positions {
      let (token, state) = data.withUnsafeBytes {
        $0.loadUnaligned(fromByteOffset: (position - from) * Limits.savedBytes, as: (Int64, UInt64).self)
      }
      // Data behind a beginning that is not theirs would be garbage in the KV.
      let expected = FakeModel.state(after: sequences[index].states.last, Token(token))
      check(state == expected, "what is restored at \(position) does not belong behind what is there")
      hold(Token(token), state, in: index)
    }
    restoredTokens += positions.count
    return true
  }

  func decode(_ rows: [DecodeRow]) -> DecodeOutcome {
    predicted = [:]
    examine(rows)
    let outcome = outcome()
    switch outcome {
    case .done:
      compute(rows)
      steps.append(rows)
    case .noRoom, .aborted:
      note(outcome, rows)
    case .failed:
      // A step that fails leaves behind what it had finished.
      compute(Array(rows.prefix(rows.count / 2)))
      predicted = [:]
      note(outcome, rows)
    }
    return outcome
  }

  func logits(row index: Int) -> UnsafeMutableBufferPointer<Float> {
    check(predicted[index] != nil, "logits are read of the row \(index), which asked for none")
    for token in row.indices { row[token] = token == 1 ? 0.5 : 0 }
    row[Int(predicted[index] ?? 0)] = 1
    return row
  }

  private func note(_ outcome: DecodeOutcome, _ rows: [DecodeRow]) {
    disturbed.append((outcome, Set(Set(rows.map(\.sequence)).compactMap(owner))))
  }

  private func examine(_ rows: [DecodeRow]) {
    check(!rows.isEmpty, "a step without rows")
    check(rows.count <= limits.batchTokens, "\(rows.count) rows in a batch of \(limits.batchTokens)")
    check(rows.count + usedCells <= limits.cells, "\(rows.count) rows, \(usedCells) of \(limits.cells) cells in use")
    check(rows.filter(\.wantsLogits).count <= limits.outputs, "more logits than the \(limits.outputs) there are")
    var lengths = sequences.map(\.count)
    var ended = Set<Int32>()
    for row in rows {
      check(lengths[Int(row.sequence)] == row.position, "position \(row.position) after \(lengths[Int(row.sequence)])")
      check(!ended.contains(row.sequence), "sequence \(row.sequence) goes on behind the row that asks for logits")
      check((0..<FakeModel.vocabulary).contains(Int(row.token)), "token \(row.token)")
      if row.wantsLogits { ended.insert(row.sequence) }
      lengths[Int(row.sequence)] += 1
    }
  }

  private func compute(_ rows: [DecodeRow]) {
    for (index, row) in rows.enumerated() {
      let sequence = Int(row.sequence)
      let state = FakeModel.state(after: sequences[sequence].states.last, row.token)
      hold(row.token, state, in: sequence)
      if row.wantsLogits { predicted[index] = FakeModel.next(after: state) }
    }
  }

  private func hold(_ token: Token, _ state: UInt64, in sequence: Int) {
    sequences[sequence].cells.append(holders.count)
    sequences[sequence].tokens.append(token)
    sequences[sequence].states.append(state)
    holders.append(1)
    usedCells += 1
  }

  private func check(_ holds: Bool, _ sentence: @autoclosure () -> String) {
    if !holds { violations.append(sentence()) }
  }
}
