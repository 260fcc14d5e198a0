import OrderedJSON

extension ToolSchema {
  private static let separator = #"",""# + " sp"

  /// A GBNF expression for the arguments as one JSON object: properties in their order, each optional one there or
  /// not; a space after a colon or comma is free, as models differ in it, and no other space is.
  func grammarExpression(in rules: inout GrammarRules) -> String {
    let members = properties.map { property in
      GrammarRules.literal(JSON.string(property.name).text + ":") + " sp " + property.kind.grammarExpression(in: &rules)
    }
    let required = required(members)
    let alternatives = Set(properties.compactMap(\.alternative))
    let optional = zip(properties, members).filter { !$0.0.isRequired && !alternatives.contains($0.0.name) }.map(\.1)
    let head = required.joined(separator: " " + Self.separator + " ")
    let tail = optional.map { "(\(Self.separator) \($0))?" }
    let body: String
    if !required.isEmpty {
      body = ([head] + tail).joined(separator: " ")
    } else if !optional.isEmpty {
      // Without a required one in front, whichever comes first goes without a comma.
      let alternatives = optional.indices.map { first in
        ([optional[first]] + tail[(first + 1)...]).joined(separator: " ")
      }
      body = "(\(alternatives.joined(separator: " | ")))?"
    } else {
      body = ""
    }
    return [#""{""#, body, #""}""#].filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// What must be there, in order: a property, or all that name one alternative, or that.
  private func required(_ members: [String]) -> [String] {
    var parts: [String] = []
    var done: Set<String> = []
    for (property, member) in zip(properties, members) where property.isRequired {
      guard let name = property.alternative, let place = properties.firstIndex(where: { $0.name == name }) else {
        parts.append(member)
        continue
      }
      guard done.insert(name).inserted else { continue }
      let group = zip(properties, members).filter { $0.0.alternative == name }.map(\.1)
      parts.append("(\(group.joined(separator: " " + Self.separator + " ")) | \(members[place]))")
    }
    return parts
  }
}

extension ToolSchema.Kind {
  /// llama.cpp refuses repetitions of more than some 2000.
  private static let longestRepetition = 1000

  fileprivate func grammarExpression(in rules: inout GrammarRules) -> String {
    switch self {
    case .string(let maxLength):
      return StringGrammar.rule(maxLength: maxLength, in: &rules)
    case .choice(let words):
      return "(" + words.map { GrammarRules.literal(JSON.string($0).text) }.joined(separator: " | ") + ")"
    case .integer(let range):
      return rules.define("integer-\(Self.word(range.lowerBound))-\(Self.word(range.upperBound))") { _ in
        IntegerGrammar.expression(range)
      }
    case .boolean:
      return #"("true" | "false")"#
    case .array(let element, let maxItems):
      let item = element.grammarExpression(in: &rules)
      guard maxItems > 0 else { return #""[]""# }
      let more = maxItems <= Self.longestRepetition ? "{0,\(maxItems - 1)}" : "*"
      return #""[" (\#(item) ("," sp \#(item))\#(more))? "]""#
    case .object(let properties):
      return "(\(ToolSchema(properties).grammarExpression(in: &rules)))"
    }
  }

  /// A number as part of a rule's name, which has no sign.
  private static func word(_ number: Int) -> String {
    number < 0 ? "minus\(number.magnitude)" : "\(number)"
  }
}
