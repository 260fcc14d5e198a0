/// Methods of dictionaries that change nothing.
enum DictionaryMethod: String {
  case get, items, keys, values, copy, fromkeys
}

/// Methods of lists and tuples that change nothing.
enum ListMethod: String {
  case count, index, copy
}

extension Evaluator {
  func call(
    _ method: DictionaryMethod, of dictionary: ValueDictionary, _ arguments: Arguments
  ) throws(JinjaError) -> Value {
    switch method {
    case .get:
      guard arguments.named.isEmpty, (1...2).contains(arguments.positional.count) else {
        throw fail("'get' takes a key and what counts where it is missing")
      }
      _ = try key(arguments.positional[0])
      return dictionary[arguments.positional[0]] ?? (arguments.positional.count > 1 ? arguments.positional[1] : .none)
    case .items, .keys, .values, .copy: _ = try bind(arguments, to: [], of: "'\(method.rawValue)'")
    case .fromkeys:
      let given = try bind(arguments, to: ["iterable", "value"], required: 1, of: "'fromkeys'")
      let value = given[1] ?? .none
      return try self.dictionary(try iterate(given[0] ?? .none).map { ($0, value) })
    }
    switch method {
    case .keys: return .view(ValueView(.keys, try list(dictionary.keys)))
    case .values: return .view(ValueView(.values, try list(dictionary.values)))
    case .items: return .view(ValueView(.items, try items(of: dictionary)))
    case .copy, .get, .fromkeys: return .dictionary(dictionary)
    }
  }

  /// Pairs of keys and values.
  func items(of dictionary: ValueDictionary) throws(JinjaError) -> ValueList {
    try list(dictionary.members.map { .tuple(ValueList(unchecked: [$0.0, $0.1])) })
  }

  func call(_ method: ListMethod, of list: ValueList, _ arguments: Arguments) throws(JinjaError) -> Value {
    switch method {
    case .copy: return .list(list)
    case .count:
      let wanted = try bind(arguments, to: ["value"], required: 1, of: "'count'")[0] ?? .none
      var count = 0
      for item in list.items where try areEqual(item, wanted) { count += 1 }
      return .int(count)
    case .index:
      let given = try bind(arguments, to: ["value", "start", "stop"], required: 1, of: "'index'")
      let range = SliceIndices(
        try integer(given[1], 0, "'index'"), try integer(given[2], list.items.count, "'index'"), 1,
        count: list.items.count)
      for index in range.all where try areEqual(list.items[index], given[0] ?? .none) { return .int(index) }
      throw fail("the list does not hold the value that 'index' is asked for")
    }
  }
}
