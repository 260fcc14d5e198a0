import OrderedJSON

/// The grammar of one tool's arguments in a format.
struct ArgumentGrammar {
  private struct Argument {
    var name: String
    var schema: JSON
    var isRequired: Bool
  }

  private let format: CallFormat
  private let tool: OfferedTool
  private let arguments: [Argument]

  init(_ format: CallFormat, _ tool: OfferedTool) {
    self.format = format
    self.tool = tool
    let required = Set((tool.parameters["required"]?.array ?? []).compactMap(\.string))
    let members = tool.parameters["properties"]?.object?.members ?? []
    let arguments = members.map { Argument(name: $0.name, schema: $0.value, isRequired: required.contains($0.name)) }
    self.arguments = format.sortsKeys ? arguments.sorted { $0.name.lowercased() < $1.name.lowercased() } : arguments
  }

  /// Whether there are none in any case.
  var mustBeEmpty: Bool { arguments.isEmpty && !takesAny }
  /// Whether there may be none.
  var mayBeEmpty: Bool { !arguments.contains { $0.isRequired } }

  /// The schema names no arguments and does not forbid them: any may be given where they are JSON.
  private var takesAny: Bool {
    switch format.shape {
    case .json, .named: arguments.isEmpty && tool.parameters["additionalProperties"]?.bool != false
    case .parameters, .pythonic, .bareKeys: false
    }
  }

  private var style: JSONStyle {
    switch (format.spacing.colon, format.spacing.comma) {
    case (": ", ", "): .spaced
    case (":", ","): .compact
    default: .either
    }
  }

  /// The arguments as an expression; where they are one by one and there are none, it is empty.
  func expression(in rules: inout GrammarRules) -> String {
    switch format.shape {
    case .json, .named:
      if let schema = tool.schema { return SchemaGrammar.define(schema, in: &rules, style: style) }
      return json(tool.parameters, in: &rules)
    case .parameters(let parameters):
      let items = arguments.map { (parameter($0, parameters, in: &rules), $0.isRequired) }
      return Self.list(items, separator: parameters.separator, in: &rules)
    case .pythonic(let pythonic):
      let items = arguments.map { argument in
        let value = python(argument.schema, pythonic, in: &rules)
        return ("\(GrammarRules.literal(argument.name + "=")) \(value)", argument.isRequired)
      }
      return Self.list(items, separator: ", ", in: &rules)
    case .bareKeys(let quote):
      let items = arguments.map { argument in
        (
          "\(GrammarRules.literal(argument.name + ":")) \(bare(argument.schema, quote, 0, in: &rules))",
          argument.isRequired
        )
      }
      let list = Self.list(items, separator: ",", in: &rules)
      return [#""{""#, list, #""}""#].filter { !$0.isEmpty }.joined(separator: " ")
    }
  }

  /// JSON by a schema; any JSON object where it is none that can be read.
  private func json(_ schema: JSON, in rules: inout GrammarRules) -> String {
    var schema = schema
    // Parts of the tool's schema may refer to its definitions.
    if var object = schema.object, schema != tool.parameters {
      for key in ["$defs", "definitions"] where object[key] == nil {
        if let definitions = tool.parameters[key] { object[key] = definitions }
      }
      schema = .object(object)
    }
    if schema == tool.parameters, let held = tool.schema {
      return SchemaGrammar.define(held, in: &rules, style: style)
    }
    let any: JSON = schema == tool.parameters ? ["type": "object"] : [:]
    guard let read = (try? JSONSchema(schema)) ?? (try? JSONSchema(any)) else { return #""{}""# }
    return SchemaGrammar.define(read, in: &rules, style: style)
  }

  // MARK: - Lists

  /// Items in their order, each optional one there or not, with a separator between those that are there.
  private static func list(
    _ items: [(item: String, isRequired: Bool)], separator: String, in rules: inout GrammarRules
  ) -> String {
    guard !items.isEmpty else { return "" }
    let names = items.map { (rules.define(text: $0.item, "argument"), $0.isRequired) }
    guard !separator.isEmpty else {
      return names.map { $0.1 ? $0.0 : $0.0 + "?" }.joined(separator: " ")
    }
    let comma = GrammarRules.literal(separator)
    // What may follow once one is there, from each place on.
    var tails = [String](repeating: "", count: names.count + 1)
    for index in names.indices.reversed() {
      let item = names[index].1 ? "\(comma) \(names[index].0)" : "(\(comma) \(names[index].0))?"
      tails[index] = [item, tails[index + 1]].filter { !$0.isEmpty }.joined(separator: " ")
      if index > 0, index % 8 == 0 { tails[index] = rules.define(text: tails[index], "arguments") }
    }
    // Whichever comes first goes without a separator.
    var alternatives: [String] = []
    for index in names.indices {
      alternatives.append([names[index].0, tails[index + 1]].filter { !$0.isEmpty }.joined(separator: " "))
      if names[index].1 { return "(\(alternatives.joined(separator: " | ")))" }
    }
    return "(\(alternatives.joined(separator: " | ")))?"
  }

  // MARK: - One by one

  private func parameter(
    _ argument: Argument, _ parameters: CallFormat.Parameters, in rules: inout GrammarRules
  ) -> String {
    let open = GrammarRules.literal(parameters.open.text() + argument.name)
    let close = GrammarRules.literal(parameters.close.text(key: argument.name))
    let mark = parameters.close.text(key: argument.name).trimmingSpace
    let kinds = Self.kinds(argument.schema)
    let values = kinds.map { kind -> String in
      let middle = parameters.middle[kind] ?? parameters.middle["string"] ?? .empty
      return "\(GrammarRules.literal(middle.text())) \(value(argument.schema, kind, parameters, mark, in: &rules))"
    }
    let all = values.unique
    return "\(open) \(all.count > 1 ? "(\(all.joined(separator: " | ")))" : all[0]) \(close)"
  }

  private func value(
    _ schema: JSON, _ kind: String, _ parameters: CallFormat.Parameters, _ mark: String, in rules: inout GrammarRules
  ) -> String {
    switch kind {
    case "string":
      if let words = Self.words(schema) { return "(\(words.map(GrammarRules.literal).joined(separator: " | ")))" }
      let inside = RawTextGrammar.rule(without: [mark], in: &rules)
      guard parameters.usesCharacterData else { return inside }
      let wrapped = RawTextGrammar.rule(without: ["]]>"], in: &rules)
      return #"([^<&\n]* | "<![CDATA[" \#(wrapped) "]]>")"#
    case "boolean" where parameters.pythonKinds.contains(kind):
      return #"("True" | "False")"#
    case "array" where parameters.nestedItem != nil, "object" where parameters.nestedItem != nil:
      return RawTextGrammar.rule(without: [mark], in: &rules)
    default:
      return json(Self.narrowed(schema, to: kind), in: &rules)
    }
  }

  /// The types that a schema lets a value have, as far as they are told apart.
  private static func kinds(_ schema: JSON) -> [String] {
    if words(schema) != nil { return ["string"] }
    if let name = schema["type"]?.string { return [name] }
    if let names = schema["type"]?.array?.compactMap(\.string), !names.isEmpty { return names.unique }
    switch ArgumentKind(schema) {
    case .string: return ["string"]
    case .other, .unknown: return ["any"]
    }
  }

  private static func words(_ schema: JSON) -> [String]? {
    guard let choices = schema["enum"]?.array ?? schema["const"].map({ [$0] }), !choices.isEmpty else { return nil }
    let words = choices.compactMap(\.string)
    return words.count == choices.count ? words : nil
  }

  private static func narrowed(_ schema: JSON, to kind: String) -> JSON {
    guard kind != "any", var object = schema.object, object["type"]?.array != nil else { return schema }
    object["type"] = .string(kind)
    return .object(object)
  }

  // MARK: - Python

  private func python(_ schema: JSON, _ pythonic: CallFormat.Pythonic, in rules: inout GrammarRules) -> String {
    let values = Self.kinds(schema).map { kind -> String in
      switch kind {
      case "string":
        if let words = Self.words(schema) {
          let quote = pythonic.quote
          return words.map { GrammarRules.literal(quote + $0 + quote) }.joined(separator: " | ")
        }
        return pythonString(pythonic, in: &rules)
      case "boolean": return #""True" | "False""#
      case "null": return #""None""#
      default: return json(Self.narrowed(schema, to: kind), in: &rules)
      }
    }
    return "(\(values.unique.joined(separator: " | ")))"
  }

  private func pythonString(_ pythonic: CallFormat.Pythonic, in rules: inout GrammarRules) -> String {
    let quote = pythonic.quote
    let literal = GrammarRules.literal(quote)
    guard pythonic.escapesStrings else {
      // What would look like the end of the string is not in it.
      let inside = RawTextGrammar.rule(without: [")", ","].map { quote + $0 }, in: &rules)
      return "\(literal) \(inside) \(literal)"
    }
    return rules.define("python-string") { _ in
      #"\#(literal) ([^\\\n\#(quote == "\"" ? "\\\"" : quote)] | "\\" [nrt'"\\])* \#(literal)"#
    }
  }

  // MARK: - Bare keys

  private func bare(_ schema: JSON, _ quote: String, _ depth: Int, in rules: inout GrammarRules) -> String {
    let literal = GrammarRules.literal(quote)
    func string(_ rules: inout GrammarRules) -> String {
      "\(literal) \(RawTextGrammar.rule(without: [quote], in: &rules)) \(literal)"
    }
    let values = Self.kinds(schema).map { kind -> String in
      switch kind {
      case "string":
        guard let words = Self.words(schema) else { return string(&rules) }
        return words.map { GrammarRules.literal(quote + $0 + quote) }.joined(separator: " | ")
      case "array" where depth < 4:
        let item = bare(schema["items"] ?? [:], quote, depth + 1, in: &rules)
        return #""[" (\#(item) ("," \#(item))*)? "]""#
      case "object" where depth < 4 && schema["properties"]?.object?.isEmpty == false:
        let inner = ArgumentGrammar(format, OfferedTool(name: tool.name, parameters: schema))
        return inner.expression(in: &rules)
      case "array", "object", "any":
        let any = rules.define("bare") { rules in
          let text = string(&rules)
          return #"\#(text) | bare-number | "true" | "false" | "null" | "[" (bare ("," bare)*)? "]" | "#
            + #""{" (bare-key ":" bare ("," bare-key ":" bare)*)? "}""#
        }
        _ = rules.define("bare-key") { _ in "[a-zA-Z0-9_-]{1,64}" }
        _ = rules.define("bare-number") { _ in #""-"? [0-9]{1,15} ("." [0-9]{1,15})?"# }
        return any
      default: return json(Self.narrowed(schema, to: kind), in: &rules)
      }
    }
    return "(\(values.unique.joined(separator: " | ")))"
  }
}
