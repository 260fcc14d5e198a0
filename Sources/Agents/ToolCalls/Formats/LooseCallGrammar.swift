// A model that writes its call as plain JSON, in a fence or bare, has said that it is one, and of which tool, as soon as it
// begins its arguments. From then on it is held to that tool's schema as in any other call.

import OrderedJSON

/// The beginning of a call in JSON, up to the colon before its arguments.
struct LooseCallStart: Equatable {
  var name: String
  /// Objects that are open, the one with the name included.
  var objects = 0
  /// A list is open around them.
  var isList = false

  /// Nil unless the text is such a beginning, and no more.
  init?(_ text: ArraySlice<UInt8>) {
    var rest = text.drop(while: isSpace)
    func accept(_ byte: Character) -> Bool {
      guard rest.first == byte.asciiValue else { return false }
      rest = rest.dropFirst().drop(while: isSpace)
      return true
    }
    func string() -> String? {
      guard rest.first == UInt8(ascii: "\""), let end = rest.dropFirst().firstIndex(of: UInt8(ascii: "\"")) else {
        return nil
      }
      defer { rest = rest[(end + 1)...].drop(while: isSpace) }
      return String(decoding: rest[rest.index(after: rest.startIndex)..<end], as: UTF8.self)
    }
    isList = accept("[")
    guard accept("{") else { return nil }
    objects = 1
    // Doubled, as some templates show it.
    if accept("{") { objects = 2 }
    let outer = objects
    var name: String?
    // A few members may stand before the arguments, and none with an object of its own but the call's wrapper.
    for _ in 0..<5 {
      guard let key = string(), accept(":") else { return nil }
      if ["arguments", "parameters"].contains(key), let name, rest.isEmpty {
        self.name = name
        return
      }
      if rest.first == UInt8(ascii: "{"), ["function", "tool_call"].contains(key), objects == outer {
        _ = accept("{")
        objects += 1
        continue
      }
      guard let value = string(), accept(",") else { return nil }
      switch key {
      case "name", "tool_name", "tool", "function": name = value
      case "type", "id": break
      default: return nil
      }
    }
    return nil
  }
}

/// What may follow the beginning of a call in JSON.
struct LooseCallGrammar: Sendable {
  private let tools: [OfferedTool]

  init(tools: [OfferedTool]) { self.tools = tools }

  /// Nil where there is no such tool, or its schema is none.
  func text(behind start: LooseCallStart, inFence isFence: Bool) -> String? {
    guard let tool = tools.first(where: { $0.name == start.name }),
      let schema = tool.schema ?? (try? JSONSchema(tool.parameters))
    else { return nil }
    var rules = GrammarRules()
    _ = rules.define("root") { rules in
      let space = rules.define("space") { _ in #"[ \n]{0,12}"# }
      let arguments = SchemaGrammar.define(schema, in: &rules, style: .either)
      var parts = [space, arguments]
      for _ in 0..<start.objects { parts += [space, #""}""#] }
      if start.isList { parts += [space, #""]""#] }
      if isFence { parts.append(#""\n```""#) }
      return parts.joined(separator: " ")
    }
    return rules.text
  }
}
