// The sandbox of transformers lets no template change a list or a dictionary, and some templates do it all the same
// (`{% set _ = queue.ids.append(x) %}`), because other programs let them. Where that is allowed, the variable or the
// attribute of a namespace gets a new value: lists stay values, and no list can come to hold itself.

extension Evaluator {
  /// What a call such as `name.append(x)` or `namespace.name.pop(0)` returns, done; nil where this is no such call.
  func change(_ base: Expression, _ links: [Postfix], in scope: Scope) throws(JinjaError) -> Value? {
    guard changesLists, case .name(let name) = base, (2...3).contains(links.count),
      case .call(let written) = links[links.count - 1].operation,
      case .attribute(let method) = links[links.count - 2].operation, let current = scope.value(name)
    else { return nil }
    var held: (namespace: Namespace, attribute: Text)?
    var value = current
    if links.count == 3 {
      guard case .namespace(let namespace) = current, case .attribute(let attribute) = links[0].operation,
        let inner = namespace[attribute.text]
      else { return nil }
      held = (namespace, attribute.text)
      value = inner
    }
    guard Self.changes(method.string, value) else { return nil }
    let arguments = try evaluate(written, in: scope)
    line = links[links.count - 1].line
    let (changed, result) = try changed(value, method.string, arguments)
    if let held { held.namespace[held.attribute] = changed } else { scope.replace(name, changed) }
    return result
  }

  private static func changes(_ method: String, _ value: Value) -> Bool {
    switch value {
    case .list: ["append", "extend", "insert", "pop", "clear", "reverse"].contains(method)
    case .dictionary: ["update", "pop", "setdefault", "clear"].contains(method)
    default: false
    }
  }

  private func changed(
    _ value: Value, _ method: String, _ arguments: Arguments
  ) throws(JinjaError) -> (changed: Value, result: Value) {
    func given(_ names: String..., required: Int = 0) throws(JinjaError) -> [Value?] {
      try bind(arguments, to: names, required: required, of: "'\(method)'")
    }
    switch value {
    case .list(let list):
      var items = list.items
      var result = Value.none
      switch method {
      case "append": items.append(try given("object", required: 1)[0] ?? .none)
      case "extend": items += try iterate(try given("iterable", required: 1)[0] ?? .none)
      case "insert":
        let given = try given("index", "object", required: 2)
        let place = try integer(given[0], 0, "'insert'")
        items.insert(
          given[1] ?? .none, at: place < 0 ? max(0, items.count + max(place, -items.count)) : min(place, items.count))
      case "pop":
        let given = try integer(given("index")[0], -1, "'pop'")
        let place = given < 0 ? items.count + max(given, -items.count - 1) : given
        guard items.indices.contains(place) else { throw fail("'pop' finds no element \(given)") }
        result = items.remove(at: place)
      case "clear": items = []
      default: items.reverse()
      }
      return (.list(try self.list(items)), result)
    case .dictionary(let dictionary):
      var members = dictionary.members
      var result = Value.none
      switch method {
      case "update": members += try self.members(arguments, of: "update")
      case "clear": members = []
      case "setdefault":
        let given = try given("key", "default", required: 1)
        let key = given[0] ?? .none
        _ = try self.key(key)
        result = dictionary[key] ?? given[1] ?? .none
        members.append((key, result))
      default:
        let given = try given("key", "default", required: 1)
        let key = given[0] ?? .none
        _ = try self.key(key)
        guard let found = dictionary[key] ?? given[1] else { throw fail("'pop' finds no such key") }
        result = found
        members.removeAll { $0.0.isEqual(to: key) }
      }
      return (try self.dictionary(members), result)
    default: return (value, .none)
    }
  }
}
