/// What can stand after `|`.
enum Filter: String {
  case abs, attr, batch, capitalize, center, count, d, dictsort, e, escape, filesizeformat, first, float, forceescape
  case format, fromjson, groupby, indent, int, items, join, last, length, list, lower, map, max, min, pprint, random
  case reject, rejectattr, replace, reverse, round, safe, select, selectattr, slice, sort, string, striptags, sum, title
  case tojson, trim, truncate, unique, upper, urlencode, wordcount, wordwrap, xmlattr
  case defaultValue = "default"
}

extension Evaluator {
  func apply(filter name: String, to value: Value, _ arguments: Arguments) throws(JinjaError) -> Value {
    try apply(Filter(rawValue: name), named: name, to: value, arguments)
  }

  func apply(
    _ filter: Filter?, named name: String, to value: Value, _ arguments: Arguments
  ) throws(JinjaError) -> Value {
    guard let filter, filter != .fromjson else { throw fail("there is no filter '\(name)'") }
    let what = "the filter '\(name)'"
    func given(_ names: String..., required: Int = 0) throws(JinjaError) -> [Value?] {
      try bind(arguments, to: names, required: required, of: what)
    }
    switch filter {
    case .tojson: return try json(value, arguments)
    case .defaultValue, .d:
      let given = try given("default_value", "boolean")
      if case .undefined = value { return given[0] ?? .string(.empty) }
      return given[1]?.isTrue == true && !value.isTrue ? given[0] ?? .string(.empty) : value
    case .length, .count: return .int(try length(value))
    case .string: if case .string = value { return value } else { return .string(try display(value)) }
    case .safe: return .string(try markup(value))
    case .e, .escape: return try string(try soft(value).escaped())
    case .forceescape: return try string(try display(value).escaped())
    case .trim:
      let characters = try optionalText(given("chars")[0], what)
      return .string(try soft(value).stripped(characters))
    case .lower: return try string(try soft(value).lowercased)
    case .upper: return try string(try soft(value).uppercased)
    case .capitalize: return try string(try soft(value).capitalized)
    case .title: return try string(wordsTitled(try soft(value)))
    case .replace:
      let given = try given("old", "new", "count", required: 2)
      var limit = -1
      if let count = given[2] { if case .none = count {} else { limit = try integer(count, -1, what) } }
      return try replaced(
        try display(value), try display(given[0] ?? .none), try display(given[1] ?? .none), limit: limit)
    case .join: return try join(value, try given("d", "attribute"), what)
    case .indent: return try indent(value, try given("width", "first", "blank"), what)
    case .list: return .list(try list(try iterate(value)))
    case .items:
      if case .undefined = value { return try generator([]) }
      guard case .dictionary(let dictionary) = value else { throw fail("\(what) takes a dictionary") }
      return try generator(try items(of: dictionary).items)
    case .format: return try format(value, arguments)
    case .attr:
      let name = try text(given("name", required: 1)[0], .empty, what)
      guard case .dictionary = value, DictionaryMethod(rawValue: name.string) == nil else {
        return try attribute(AttributeName(name), of: value)
      }
      return .undefined(Undefined(hint: .attribute(name.string, of: value.typeName)))
    case .abs, .float, .int, .round, .sum, .min, .max, .filesizeformat:
      return try apply(numeric: filter, to: value, arguments)
    case .first, .last, .reverse, .sort, .dictsort, .unique, .groupby, .batch, .slice, .map, .select, .reject,
      .selectattr, .rejectattr:
      return try apply(sequential: filter, to: value, arguments)
    case .center:
      return try padded(
        try soft(value), .center, width: try integer(given("width")[0], 80, what), " ")
    case .pprint: return .string(try represent(value))
    case .truncate: return try truncate(value, try given("length", "killwords", "end", "leeway"), what)
    case .wordcount: return .int(wordCount(try soft(value)))
    case .wordwrap:
      return try wrap(
        value, try given("width", "break_long_words", "wrapstring", "break_on_hyphens"), what)
    case .urlencode: return try string(try urlEncode(value))
    case .xmlattr: return try xmlAttributes(value, try given("autospace"))
    case .striptags: return try string(stripTags(try display(value)))
    case .random: throw JinjaError(.forbidden, line: line, "'random' gives each time another prompt")
    case .fromjson: throw fail("there is no filter 'fromjson'")
    }
  }

  /// Text as it is, else what prints: what Python's `soft_str` gives.
  func soft(_ value: Value) throws(JinjaError) -> Text {
    if case .string(let text) = value { return text }
    return try display(value)
  }

  private func markup(_ value: Value) throws(JinjaError) -> Text {
    try soft(value).marked(safe: true)
  }

  private func join(_ value: Value, _ given: [Value?], _ what: String) throws(JinjaError) -> Value {
    var items = try iterate(value)
    if let attribute = given[1] {
      if case .none = attribute {
      } else {
        let path = try self.path(attribute, what)
        for place in items.indices { items[place] = try follow(path, from: items[place]) }
      }
    }
    return try join(items, with: try display(given[0] ?? .string(.empty)), requiresStrings: false)
  }

  private func indent(_ value: Value, _ given: [Value?], _ what: String) throws(JinjaError) -> Value {
    let text = try text(value, .empty, what)
    var indentation = Text(bytes: [0x20, 0x20, 0x20, 0x20], mark: 0)
    if let width = given[0] {
      if case .string(let text) = width {
        indentation = text
      } else {
        let count = max(0, try integer(width, 4, what))
        try charge(bytes: count)
        indentation = Text(bytes: [UInt8](repeating: 0x20, count: count), mark: 0)
      }
    }
    let first = given[1]?.isTrue ?? false
    let blank = given[2]?.isTrue ?? false
    // A line of its own at the end, so that a last newline counts.
    var padded = TextBuilder()
    padded.append(text)
    padded.append("\n")
    var builder = TextBuilder()
    if first { builder.append(indentation) }
    for (number, line) in padded.text().lines().enumerated() {
      if number > 0 {
        builder.append("\n")
        if blank || !line.isEmpty { builder.append(indentation) }
      }
      builder.append(line)
      try charge(1 + indentation.bytes.count >> 7)
      guard builder.count <= limits.textBytes else { break }
    }
    return try string(builder.text())
  }

  private func format(_ value: Value, _ arguments: Arguments) throws(JinjaError) -> Value {
    guard arguments.positional.isEmpty || arguments.named.isEmpty else {
      throw fail("the filter 'format' takes arguments with names or without, not both")
    }
    let given: Value =
      arguments.named.isEmpty
      ? .tuple(try list(arguments.positional))
      : try dictionary(arguments.named.map { (.text($0.name), $0.value) })
    return try string(try percentFormat(try soft(value), given))
  }
}
