// A regular expression as a list of steps, run for all ways through it at once (Thompson 1968; as Pike wrote it for sam).
// What looks ahead is a program of its own, asked at the place.

/// What finds a regular expression in a text.
struct PatternProgram: Sendable {
  private enum Step: Sendable {
    case set(ScalarSet)
    case jump(Int)
    case split(Int, Int)
    case start, end
    case boundary(isNegated: Bool)
    case ahead(PatternProgram, isNegated: Bool)
    case match
  }

  /// Longest program.
  private static let maxLength = 5_000
  /// Steps that a match may take.
  static let mostSteps = 4_000_000

  private var steps: [Step] = []

  init(_ node: TextPattern.Node) throws(TextPattern.Problem) {
    try append(node)
    try add(.match)
  }

  /// Whether it is found in the text; nil when that would take too many steps.
  ///
  /// - Parameter isAnchored: whether it must begin at `first`.
  func isFound(
    in text: [UInt32], from first: Int = 0, isAnchored: Bool = false, steps budget: inout Int
  ) -> Bool? {
    var current: [Int] = []
    var marks = [Int](repeating: -1, count: steps.count)
    for place in first...text.count {
      var pending = current
      if place == first || !isAnchored { pending.append(0) }
      // `current` holds where ways stand; what they reach without a character comes first.
      var waiting: [Int] = []
      while let index = pending.popLast() {
        guard marks[index] != place else { continue }
        marks[index] = place
        budget -= 1
        guard budget > 0 else { return nil }
        switch steps[index] {
        case .match: return true
        case .set: waiting.append(index)
        case .jump(let target): pending.append(target)
        case .split(let one, let other):
          pending.append(one)
          pending.append(other)
        case .start: if place == 0 { pending.append(index + 1) }
        case .end: if place == text.count { pending.append(index + 1) }
        case .boundary(let isNegated):
          let before = place > 0 && ScalarSet.word.contains(text[place - 1])
          let after = place < text.count && ScalarSet.word.contains(text[place])
          if (before != after) != isNegated { pending.append(index + 1) }
        case .ahead(let program, let isNegated):
          guard let found = program.isFound(in: text, from: place, isAnchored: true, steps: &budget) else { return nil }
          if found != isNegated { pending.append(index + 1) }
        }
      }
      current = []
      guard place < text.count else { break }
      for index in waiting {
        if case .set(let set) = steps[index], set.contains(text[place]) { current.append(index + 1) }
      }
      if isAnchored, current.isEmpty { return false }
    }
    return false
  }

  private mutating func append(_ node: TextPattern.Node) throws(TextPattern.Problem) {
    switch node {
    case .set(let set): try add(.set(set))
    case .start: try add(.start)
    case .end: try add(.end)
    case .boundary(let isNegated): try add(.boundary(isNegated: isNegated))
    case .ahead(let inner, let isNegated): try add(.ahead(PatternProgram(inner), isNegated: isNegated))
    case .sequence(let nodes): for node in nodes { try append(node) }
    case .either(let nodes):
      var ends: [Int] = []
      for (index, node) in nodes.enumerated() {
        guard index + 1 < nodes.count else {
          try append(node)
          continue
        }
        let split = steps.count
        try add(.split(split + 1, 0))
        try append(node)
        ends.append(steps.count)
        try add(.jump(0))
        steps[split] = .split(split + 1, steps.count)
      }
      for end in ends { steps[end] = .jump(steps.count) }
    case .repeated(let inner, let atLeast, let atMost):
      for _ in 0..<atLeast {
        let before = steps.count
        try append(inner)
        // What takes no step is not worth repeating, and within itself would go on for ever.
        if steps.count == before { break }
      }
      guard let atMost else {
        let split = steps.count
        try add(.split(split + 1, 0))
        try append(inner)
        try add(.jump(split))
        steps[split] = .split(split + 1, steps.count)
        return
      }
      var splits: [Int] = []
      for _ in atLeast..<atMost {
        splits.append(steps.count)
        try add(.split(steps.count + 1, 0))
        try append(inner)
      }
      for split in splits { steps[split] = .split(split + 1, steps.count) }
    }
  }

  private mutating func add(_ step: Step) throws(TextPattern.Problem) {
    guard steps.count < Self.maxLength else { throw .unsupported("it is too long") }
    steps.append(step)
  }
}
