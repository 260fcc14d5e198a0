// A grammar has no "anything but this text". It has classes of characters, and so a rule for each state of the machine
// that looks for the text (Aho and Corasick, 1975): the rule of a state says which characters lead where, and no rule
// leads to where the text is found whole.

import System

/// The grammar of text in which certain texts do not occur.
enum RawTextGrammar {
  /// Defines the rules for text without any of `markers`, the empty text included, and gives the name of the one to use.
  static func rule(without markers: [String], in rules: inout GrammarRules) -> String {
    let machine = Machine(markers.filter { !$0.isEmpty }.map { Array($0.unicodeScalars) })
    guard !machine.alphabet.isEmpty else { return rules.define("any-text") { _ in "[^\\x00]*" } }
    let key = "raw \(markers)"
    if let known = rules.known(key) { return known }
    let names = machine.states.map { $0.isFound ? "" : rules.reserve("raw") }
    for (index, state) in machine.states.enumerated() where !state.isFound {
      // What leads on; everything else leads back to the beginning.
      let onwards = machine.alphabet.filter { machine.next(index, $0) != 0 }
      var parts = onwards.compactMap { scalar -> String? in
        let next = machine.next(index, scalar)
        return machine.states[next].isFound ? nil : "\(GrammarRules.literal(String(scalar))) \(names[next])"
      }
      parts.append("[^\(onwards.map(classMember).joined())] \(names[0])")
      rules.fill(names[index], "(\(parts.joined(separator: " | ")))?")
    }
    rules.remember(key, names[0])
    return names[0]
  }

  private static func classMember(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    case "]", "[", "\\", "-", "^": "\\x" + hex(scalar)
    default: String(scalar)
    }
  }

  private static func hex(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return digits.count < 2 ? "0" + digits : digits
  }

  /// The machine that looks for several texts at once.
  private struct Machine {
    struct State {
      var next: [Unicode.Scalar: Int] = [:]
      var failure = 0
      var isFound = false
    }

    private(set) var states = [State()]
    let alphabet: [Unicode.Scalar]

    init(_ words: [[Unicode.Scalar]]) {
      var seen: Set<Unicode.Scalar> = []
      alphabet = words.joined().filter { seen.insert($0).inserted }
      for word in words {
        var place = 0
        for scalar in word {
          if let next = states[place].next[scalar] {
            place = next
          } else {
            states.append(State())
            states[place].next[scalar] = states.count - 1
            place = states.count - 1
          }
        }
        states[place].isFound = true
      }
      var queue = states[0].next.values.sorted()
      while !queue.isEmpty {
        let place = queue.removeFirst()
        for (scalar, next) in states[place].next.sorted(by: { $0.value < $1.value }) {
          states[next].failure = self.next(states[place].failure, scalar)
          if states[states[next].failure].isFound { states[next].isFound = true }
          queue.append(next)
        }
      }
    }

    func next(_ state: Int, _ scalar: Unicode.Scalar) -> Int {
      var place = state
      while true {
        if let next = states[place].next[scalar] { return next }
        if place == 0 { return 0 }
        place = states[place].failure
      }
    }
  }
}
