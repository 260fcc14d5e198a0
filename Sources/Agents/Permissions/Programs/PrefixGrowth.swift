/// What a rule with a `*` would come to allow that whoever wrote it did not say.
struct PrefixGrowth {
  typealias Word = ShellScript.Word

  /// What stands in the rule's brackets.
  let pattern: String
  /// The names that a pattern of the shell stands for now; nil where that cannot be told.
  let matches: (Word) -> [String]?

  /// Why a command is asked about in spite of the rule that allows it; nil where it is what the rule says.
  func reason(for part: CommandAnalysis.Part) -> String? {
    if let variable = part.words.first?.variable {
      let isNamed = pattern.hasPrefix("\(variable)=")
      return isNamed ? nil : "it sets \(variable)"
    }
    if let danger = CommandDanger(part).words.first(where: { !isNamed($0) }) { return "it is dangerous: \(danger)" }
    guard let (facts, arguments) = ProgramFacts.facts(for: part.words[...]) else {
      // Of other programs nothing is known: the rule says what they may be told, if only it is known what that is.
      return part.words.dropFirst().first { !$0.isLiteral && matches($0) == nil }.map(Self.unknown)
    }
    if facts.language == .anything { return nil }
    var scan = Scan(facts: facts, rest: arguments, growth: self)
    return scan.reason().map { "\(part.words.first?.text ?? ""): \($0)" }
  }

  private static func unknown(_ word: Word) -> String { "what \(word.text) becomes is not known" }

  /// Whether the rule itself has a word for this one: then whoever wrote it meant it.
  func isNamed(_ text: String) -> Bool {
    pattern.split(separator: " ").contains { word in
      // A `*` that stands for all says nothing of anything in particular; nor does `-*`.
      guard word.prefix(while: { $0 != "*" }).contains(where: { $0 != "-" }) else { return false }
      return CommandPattern(String(word)).matches(text)
    }
  }

  /// Goes through the words behind a program's name.
  private struct Scan {
    let facts: ProgramFacts
    var rest: ArraySlice<Word>
    let growth: PrefixGrowth
    var operands = 0
    var isAfterOptions = false
    var hasScript = false

    mutating func reason() -> String? {
      if facts.language == .archive, let first = rest.first, first.isLiteral, !first.text.hasPrefix("-") {
        rest[rest.startIndex] = Word(text: "-" + first.text)
      }
      while let word = rest.popFirst() {
        let names: [String]
        if word.isLiteral {
          names = [word.text]
        } else {
          guard !word.isExpanded, let matched = growth.matches(word) else { return PrefixGrowth.unknown(word) }
          names = matched
        }
        for name in names {
          if let reason = self.reason(for: name) { return reason }
        }
      }
      return nil
    }

    private mutating func reason(for name: String) -> String? {
      if isAfterOptions || !name.hasPrefix("-") || name == "-" { return operand(name) }
      if name == "--" {
        isAfterOptions = true
        return nil
      }
      if growth.isNamed(name) { return nil }
      switch facts.language {
      case .expression: return expression(name)
      case .options, .anything, .sed, .awk, .archive: return name.hasPrefix("--") ? long(name) : letters(name)
      }
    }

    private mutating func operand(_ name: String) -> String? {
      operands += 1
      if !facts.verbs.isEmpty { return growth.isNamed(name) ? endOfKnowledge() : "'\(name)' may do anything" }
      guard operands <= facts.mostOperands else { return "'\(name)' is one name more than it only looks at" }
      guard !hasScript else { return nil }
      switch facts.language {
      case .options, .anything, .expression, .archive: return nil
      case .sed, .awk:
        hasScript = true
        return script(name)
      }
    }

    /// A verb that the rule names and nobody else knows: what stands behind it is the rule's own matter.
    private mutating func endOfKnowledge() -> String? {
      rest = []
      return nil
    }

    private func script(_ text: String) -> String? {
      let isHarmless = facts.language == .sed ? SedScript.isHarmless(text) : AwkProgram.isHarmless(text)
      return isHarmless ? nil : "its script may run or write something"
    }

    private mutating func long(_ name: String) -> String? {
      let bare = String(name.dropFirst(2).prefix { $0 != "=" })
      return facts.long.contains(bare) || growth.isNamed("--\(bare)") ? nil : notKnown(name)
    }

    private mutating func expression(_ name: String) -> String? {
      let bare = String(name.dropFirst())
      guard facts.long.contains(bare) || bare.count == 1 && bare.first.map(facts.flags.contains) == true else {
        return notKnown(name)
      }
      if bare == "exec" || bare == "execdir" {
        // The command has been looked at for itself.
        while let word = rest.popFirst(), word.text != ";", word.text != "+" {}
      } else if FindExpression.takesValue(name), let value = rest.popFirst(), value.splits {
        return PrefixGrowth.unknown(value)
      }
      return nil
    }

    private mutating func letters(_ name: String) -> String? {
      var letters = name.dropFirst()
      if facts.takesNumber, letters.allSatisfy({ ("0"..."9").contains($0) }) { return nil }
      while let letter = letters.popFirst() {
        if facts.flags.contains(letter) { continue }
        guard facts.valued.contains(letter) else { return notKnown(name) }
        guard letters.isEmpty else { return value(String(letters), of: letter) }
        guard let next = rest.popFirst() else { return nil }
        if next.splits || next.isPattern { return PrefixGrowth.unknown(next) }
        if next.isExpanded, facts.language != .options { return PrefixGrowth.unknown(next) }
        return value(next.text, of: letter)
      }
      return nil
    }

    private mutating func value(_ text: String, of letter: Character) -> String? {
      if facts.language == .sed, letter == "e" {
        hasScript = true
        return script(text)
      }
      if facts.language == .archive, text.contains(":") { return "'\(text)' may be on another machine" }
      return nil
    }

    private func notKnown(_ option: String) -> String { "\(option) is not among what it may be told" }
  }
}
