extension Evaluator {
  func apply(sequential filter: Filter, to value: Value, _ arguments: Arguments) throws(JinjaError) -> Value {
    let what = "the filter '\(filter.rawValue)'"
    func given(_ names: String..., required: Int = 0) throws(JinjaError) -> [Value?] {
      try bind(arguments, to: names, required: required, of: what)
    }
    switch filter {
    case .first:
      if case .generator(let generator) = value, let first = generator.popFirst() { return first }
      return try iterate(value).first ?? .undefined(Undefined(hint: .sentence("there is no first item")))
    case .last:
      if case .generator = value { throw fail("a generator has no last item") }
      return try iterate(value).last ?? .undefined(Undefined(hint: .sentence("there is no last item")))
    case .reverse: return try reverse(value)
    case .sort:
      let given = try given("reverse", "case_sensitive", "attribute")
      return .list(try list(try sort(value, given, what)))
    case .dictsort: return try sortDictionary(value, try given("case_sensitive", "by", "reverse"), what)
    case .unique: return try unique(value, try given("case_sensitive", "attribute"), what)
    case .groupby: return try group(value, try given("attribute", "default", "case_sensitive", required: 1), what)
    case .batch: return try batch(value, try given("linecount", "fill_with", required: 1), what)
    case .slice: return try slices(value, try given("slices", "fill_with", required: 1), what)
    case .map: return try map(value, arguments, what)
    default: return try select(value, filter, arguments, what)
    }
  }

  private func reverse(_ value: Value) throws(JinjaError) -> Value {
    switch value {
    case .string(let text):
      try charge(text.bytes.count)
      var builder = TextBuilder()
      for (_, range) in text.scalars.reversed() { builder.append(text[range]) }
      return .string(builder.text())
    case .undefined: return .string(.empty)
    default: return try generator(try iterate(value).reversed())
    }
  }

  // MARK: Attributes by name

  /// `a.b.0`, or an index.
  func path(_ value: Value, _ what: String) throws(JinjaError) -> [Value] {
    if let index = value.index { return [.int(index)] }
    return try text(value, .empty, what).split(at: ".").map { part in
      let digits = !part.isEmpty && part.bytes.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
      return digits ? Int(part.string).map(Value.int) ?? .string(part) : .string(part)
    }
  }

  func optionalPath(_ value: Value?, _ what: String) throws(JinjaError) -> [Value]? {
    guard let value else { return nil }
    if case .none = value { return nil }
    return try path(value, what)
  }

  func follow(_ path: [Value], from value: Value) throws(JinjaError) -> Value {
    var value = value
    for part in path { value = try element(part, of: value) }
    return value
  }

  // MARK: Order

  func sortKey(_ item: Value, _ path: [Value]?, _ isCaseSensitive: Bool) throws(JinjaError) -> Value {
    var key = item
    if let path { key = try follow(path, from: item) }
    if !isCaseSensitive, case .string(let text) = key { return .string(text.lowercased) }
    return key
  }

  private func sort(_ value: Value, _ given: [Value?], _ what: String) throws(JinjaError) -> [Value] {
    let isReversed = given[0]?.isTrue ?? false
    let isCaseSensitive = given[1]?.isTrue ?? false
    var paths: [[Value]?] = [nil]
    if case .string(let text) = given[2] {
      paths = []
      for part in text.split(at: ",") { paths.append(try path(.string(part), what)) }
    } else {
      paths = [try optionalPath(given[2], what)]
    }
    var keyed: [(key: [Value], item: Value)] = []
    for item in try iterate(value) {
      var key: [Value] = []
      for path in paths { key.append(try sortKey(item, path, isCaseSensitive)) }
      keyed.append((key, item))
    }
    // Reversed, what is equal still stays in order.
    let ordered = try sorted(keyed) { (left, right) throws(JinjaError) in
      let (first, second) = isReversed ? (right, left) : (left, right)
      for (mine, its) in zip(first.key, second.key) where try !self.areEqual(mine, its) {
        return try self.isLess(mine, its)
      }
      if first.key.count == 1 { _ = try self.isLess(first.key[0], second.key[0]) }
      return false
    }
    return ordered.map(\.item)
  }

  private func sortDictionary(_ value: Value, _ given: [Value?], _ what: String) throws(JinjaError) -> Value {
    guard case .dictionary(let dictionary) = value else { throw wrongType(value, what, "a dictionary") }
    let by = try text(given[1], "key", what).string
    guard by == "key" || by == "value" else { throw fail("\(what) sorts by 'key' or 'value', found '\(by)'") }
    let isCaseSensitive = given[0]?.isTrue ?? false
    let isReversed = given[2]?.isTrue ?? false
    var keyed: [(key: Value, pair: Value)] = []
    for (key, value) in dictionary.members {
      let pair = Value.tuple(try list([key, value]))
      keyed.append((try sortKey(by == "key" ? key : value, nil, isCaseSensitive), pair))
    }
    let ordered = try sorted(keyed) { (left, right) throws(JinjaError) in
      try isReversed ? self.isLess(right.key, left.key) : self.isLess(left.key, right.key)
    }
    return .list(try list(ordered.map(\.pair)))
  }

  private func unique(_ value: Value, _ given: [Value?], _ what: String) throws(JinjaError) -> Value {
    let path = try optionalPath(given[1], what)
    var seen: Set<ValueKey> = []
    var items: [Value] = []
    for item in try iterate(value) {
      if seen.insert(try key(try sortKey(item, path, given[0]?.isTrue ?? false))).inserted { items.append(item) }
    }
    return try generator(items)
  }

  private func group(_ value: Value, _ given: [Value?], _ what: String) throws(JinjaError) -> Value {
    let path = try self.path(given[0] ?? .none, what)
    let isCaseSensitive = given[2]?.isTrue ?? false
    var keyed: [(key: Value, item: Value)] = []
    for item in try iterate(value) {
      var key = try follow(path, from: item)
      if case .undefined = key, let otherwise = given[1] { key = otherwise }
      keyed.append((try sortKey(key, nil, isCaseSensitive), item))
    }
    let ordered = try sorted(keyed) { (left, right) throws(JinjaError) in try self.isLess(left.key, right.key) }
    var groups: [(key: Value, items: [Value])] = []
    for (key, item) in ordered {
      if let last = groups.indices.last, try areEqual(groups[last].key, key) {
        groups[last].items.append(item)
      } else {
        groups.append((key, [item]))
      }
    }
    var result: [Value] = []
    for (key, items) in groups {
      var shown = key
      if !isCaseSensitive, let first = items.first {
        let original = try follow(path, from: first)
        if case .undefined = original {} else { shown = original }
      }
      result.append(.tuple(try list([shown, .list(try list(items))])))
    }
    return .list(try list(result))
  }

  // MARK: Parts

  private func batch(_ value: Value, _ given: [Value?], _ what: String) throws(JinjaError) -> Value {
    let size = try integer(given[0], 1, what)
    var batches: [[Value]] = []
    for item in try iterate(value) {
      if let last = batches.indices.last, batches[last].count != size {
        batches[last].append(item)
      } else {
        batches.append([item])
      }
    }
    if let filling = given[1], let last = batches.indices.last, batches[last].count < size {
      if case .none = filling {
      } else {
        try charge(min(size, limits.steps))
        batches[last] += repeatElement(filling, count: size - batches[last].count)
      }
    }
    return try lists(batches)
  }

  private func slices(_ value: Value, _ given: [Value?], _ what: String) throws(JinjaError) -> Value {
    let count = try integer(given[0], 1, what)
    guard count > 0 else { throw fail("\(what) takes a number above zero") }
    try charge(min(count, limits.steps))
    let items = try iterate(value)
    let each = items.count / count
    let longer = items.count % count
    var start = 0
    var slices: [[Value]] = []
    for number in 0..<count {
      let end = start + each + (number < longer ? 1 : 0)
      var part = Array(items[start..<end])
      if let filling = given[1], number >= longer {
        if case .none = filling {} else { part.append(filling) }
      }
      slices.append(part)
      start = end
    }
    return try lists(slices)
  }

  private func lists(_ parts: [[Value]]) throws(JinjaError) -> Value {
    var result: [Value] = []
    for part in parts { result.append(.list(try list(part))) }
    return try generator(result)
  }

  // MARK: Each item

  private func map(_ value: Value, _ arguments: Arguments, _ what: String) throws(JinjaError) -> Value {
    // As jinja2 has it: what is false has no items, even if it could not be gone through.
    guard value.isTrue else { return try generator([]) }
    var arguments = arguments
    var items: [Value] = []
    if arguments.positional.isEmpty, let attribute = arguments.removeNamed("attribute") {
      let otherwise = arguments.removeNamed("default")
      guard arguments.named.isEmpty else { throw fail("\(what) takes no argument '\(arguments.named[0].name)'") }
      let path = try self.path(attribute, what)
      for item in try iterate(value) {
        let found = try follow(path, from: item)
        if case .undefined = found, let otherwise { items.append(otherwise) } else { items.append(found) }
      }
      return try generator(items)
    }
    guard !arguments.positional.isEmpty else { throw fail("\(what) needs the name of a filter") }
    let filter = try text(arguments.positional.removeFirst(), .empty, what).string
    for item in try iterate(value) { items.append(try apply(filter: filter, to: item, arguments)) }
    return try generator(items)
  }

  private func select(
    _ value: Value, _ filter: Filter, _ arguments: Arguments, _ what: String
  ) throws(JinjaError) -> Value {
    guard value.isTrue else { return try generator([]) }
    var arguments = arguments
    var path: [Value]?
    if filter == .selectattr || filter == .rejectattr {
      guard !arguments.positional.isEmpty else { throw fail("\(what) needs the name of an attribute") }
      path = try self.path(arguments.positional.removeFirst(), what)
    }
    let test = arguments.positional.isEmpty ? nil : try text(arguments.positional.removeFirst(), .empty, what).string
    let keeps = filter == .select || filter == .selectattr
    var items: [Value] = []
    for item in try iterate(value) {
      try charge()
      var asked = item
      if let path { asked = try follow(path, from: item) }
      let passes = if let test { try apply(test: test, to: asked, arguments) } else { asked.isTrue }
      if passes == keeps { items.append(item) }
    }
    return try generator(items)
  }
}
