/// Methods of Python's strings.
enum StringMethod: String {
  case capitalize, casefold, center, count, endswith, expandtabs, find, format, index, isalnum, isalpha, isascii
  case isdecimal, isdigit, isidentifier, islower, isnumeric, isprintable, isspace, istitle, isupper, join, ljust
  case lower, lstrip, partition, removeprefix, removesuffix, replace, rfind, rindex, rjust, rpartition, rsplit, rstrip
  case split, splitlines, startswith, strip, swapcase, title, upper, zfill
}

extension Evaluator {
  func call(_ method: StringMethod, of text: Text, _ arguments: Arguments) throws(JinjaError) -> Value {
    try charge(bytes: text.bytes.count)
    let what = "'\(method.rawValue)'"
    func given(_ names: String..., required: Int = 0) throws(JinjaError) -> [Value?] {
      try bind(arguments, to: names, required: required, of: what)
    }
    switch method {
    case .capitalize: return try string(text.capitalized)
    case .casefold, .lower: return try string(text.lowercased)
    case .upper: return try string(text.uppercased)
    case .swapcase: return try string(text.swappedCase)
    case .title: return try string(text.titled)
    case .strip, .lstrip, .rstrip:
      let characters = try given("chars")[0]
      return .string(
        text.stripped(
          try optionalText(characters, what), left: method != .rstrip, right: method != .lstrip))
    case .split, .rsplit: return try split(text, fromRight: method == .rsplit, try given("sep", "maxsplit"), what)
    case .splitlines:
      let keepsEnds = try given("keepends")[0]?.isTrue ?? false
      return .list(try list(text.lines(keepingEnds: keepsEnds).map(Value.string)))
    case .partition, .rpartition: return try partition(text, method, try given("sep", required: 1)[0])
    case .replace: return try replace(text, try given("old", "new", "count", required: 2), what)
    case .removeprefix:
      let prefix = try self.text(given("prefix", required: 1)[0], .empty, what)
      return .string(text.hasPrefix(prefix) ? text[prefix.bytes.count..<text.bytes.count] : text)
    case .removesuffix:
      let suffix = try self.text(given("suffix", required: 1)[0], .empty, what)
      return .string(text.hasSuffix(suffix) ? text[0..<(text.bytes.count - suffix.bytes.count)] : text)
    case .startswith, .endswith:
      return .bool(try hasAffix(text, method, try given("affix", "start", "end", required: 1), what))
    case .find, .rfind, .index, .rindex, .count:
      return try find(text, method, try given("sub", "start", "end", required: 1), what)
    case .join:
      let items = try iterate(try given("iterable", required: 1)[0] ?? .none)
      return try join(items, with: text, requiresStrings: true)
    case .center, .ljust, .rjust: return try padded(text, method, try given("width", "fillchar", required: 1), what)
    case .zfill: return try filled(text, try integer(given("width", required: 1)[0], 0, what))
    case .expandtabs: return try expanded(text, try integer(given("tabsize")[0], 8, what))
    case .format: return try string(try braceFormat(text, arguments))
    case .isalnum, .isalpha, .isascii, .isdecimal, .isdigit, .isidentifier, .islower, .isnumeric, .isprintable,
      .isspace, .istitle, .isupper:
      _ = try given()
      return .bool(text.satisfies(method))
    }
  }

  /// A string, or nothing for `None` and for what was not given.
  func optionalText(_ value: Value?, _ what: String) throws(JinjaError) -> Text? {
    guard let value else { return nil }
    if case .none = value { return nil }
    return try text(value, .empty, what)
  }

  private func split(
    _ text: Text, fromRight: Bool, _ given: [Value?], _ what: String
  ) throws(JinjaError) -> Value {
    let limit = try integer(given[1], -1, what)
    let pieces: [Text]
    if let separator = try optionalText(given[0], what) {
      guard !separator.isEmpty else { throw fail("\(what) takes no empty separator") }
      pieces =
        fromRight ? text.splitFromRight(at: separator, limit: limit) : text.split(at: separator, limit: limit)
    } else {
      pieces = fromRight ? text.wordsFromRight(limit: limit) : text.words(limit: limit)
    }
    return .list(try list(pieces.map(Value.string)))
  }

  private func partition(_ text: Text, _ method: StringMethod, _ separator: Value?) throws(JinjaError) -> Value {
    let separator = try self.text(separator, .empty, "'\(method.rawValue)'")
    guard !separator.isEmpty else { throw fail("'\(method.rawValue)' takes no empty separator") }
    let isFromRight = method == .rpartition
    guard let place = isFromRight ? text.lastPlace(of: separator) : text.firstPlace(of: separator) else {
      return .tuple(try list((isFromRight ? [.empty, .empty, text] : [text, .empty, .empty]).map(Value.string)))
    }
    let end = place + separator.bytes.count
    return .tuple(
      try list([.string(text[0..<place]), .string(separator), .string(text[end..<text.bytes.count])]))
  }

  private func replace(_ text: Text, _ given: [Value?], _ what: String) throws(JinjaError) -> Value {
    try replaced(
      text, try self.text(given[0], .empty, what), try self.text(given[1], .empty, what),
      limit: try integer(given[2], -1, what))
  }

  func replaced(_ text: Text, _ old: Text, _ new: Text, limit: Int) throws(JinjaError) -> Value {
    // The result is counted before it is made.
    if new.bytes.count > old.bytes.count {
      let places = text.bytes.count / max(1, old.bytes.count) + 1
      let (most, overflow) = places.multipliedReportingOverflow(by: new.bytes.count)
      if overflow || most > limits.textBytes {
        let found = old.isEmpty ? text.scalarCount + 1 : text.split(at: old).count - 1
        let used = limit < 0 ? found : min(found, limit)
        let (growth, tooMuch) = used.multipliedReportingOverflow(by: new.bytes.count)
        try charge(bytes: tooMuch ? .max : growth)
      }
    }
    return try string(text.replacing(old, with: new, limit: limit))
  }

  private func hasAffix(
    _ text: Text, _ method: StringMethod, _ given: [Value?], _ what: String
  ) throws(JinjaError) -> Bool {
    guard let range = try bytes(of: text, given[1], given[2], what) else { return false }
    let part = text[range]
    let affixes: [Value] = if case .tuple(let list) = given[0] { list.items } else { [given[0] ?? .none] }
    for affix in affixes {
      let affix = try self.text(affix, .empty, what)
      if method == .startswith ? part.hasPrefix(affix) : part.hasSuffix(affix) { return true }
    }
    return false
  }

  private func find(
    _ text: Text, _ method: StringMethod, _ given: [Value?], _ what: String
  ) throws(JinjaError) -> Value {
    let wanted = try self.text(given[0], .empty, what)
    let range = try bytes(of: text, given[1], given[2], what)
    if method == .count {
      guard let range else { return .int(0) }
      if wanted.isEmpty { return .int(text[range].scalarCount + 1) }
      return .int(text[range].split(at: wanted).count - 1)
    }
    let isFromRight = method == .rfind || method == .rindex
    let place = range.flatMap {
      isFromRight
        ? text.lastPlace(of: wanted, from: $0.lowerBound, to: $0.upperBound)
        : text.firstPlace(of: wanted, from: $0.lowerBound, to: $0.upperBound)
    }
    if let place { return .int(text.scalarNumber(at: place)) }
    guard method == .find || method == .rfind else { throw fail("\(what) does not find '\(wanted.string)'") }
    return .int(-1)
  }

  /// The bytes between two code points as Python counts them; nil where the start lies beyond the end.
  private func bytes(of text: Text, _ start: Value?, _ stop: Value?, _ what: String) throws(JinjaError) -> Range<Int>? {
    func number(_ value: Value?) throws(JinjaError) -> Int? {
      guard let value else { return nil }
      if case .none = value { return nil }
      return try integer(value, 0, what)
    }
    let first = try number(start)
    let last = try number(stop)
    guard first != nil || last != nil else { return 0..<text.bytes.count }
    let count = text.scalarCount
    func settle(_ index: Int) -> Int { index < 0 ? max(0, index + count) : index }
    let from = settle(first ?? 0)
    let to = min(count, settle(last ?? count))
    guard from <= to else { return nil }
    return text.place(ofScalar: from)..<text.place(ofScalar: to)
  }
}
