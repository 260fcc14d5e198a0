import OrderedJSON

/// A call in a rendered text: where its parts stand, and how its arguments are written.
struct RenderedCall {
  enum Writing {
    case json(JSONObject)
    /// The places of keys and values, in order.
    case keyed([(key: Range<Int>, value: Range<Int>)])
  }

  var name: Range<Int>
  var arguments: Range<Int>
  var writing: Writing

  /// The first part and the second, as they stand.
  var first: Range<Int> { name.lowerBound < arguments.lowerBound ? name : arguments }
  var second: Range<Int> { name.lowerBound < arguments.lowerBound ? arguments : name }
}

extension FormatLearner {
  private static var sample: JSONObject {
    JSONObject(zip(ProbeWords.keys, ProbeWords.values).map { .init(name: $0, value: .string($1)) })
  }

  /// Whether calls are rendered, and what was learnt of them is in the format.
  mutating func learnCalls() -> Bool {
    for asString in [false, true] {
      for content: JSON in ["", nil] {
        let call = ProbeWords.call(0, Self.sample, asString: asString)
        guard let region = region(message([call], content: content)),
          let found = Self.find(0, in: region, from: 0)
        else { continue }
        format.takesArgumentsAsString = asString
        learn(found, in: region, content: content)
        return true
      }
    }
    return false
  }

  /// A call's place in a text.
  static func find(_ number: Int, in text: MarkupText, from start: Int) -> RenderedCall? {
    let rest = start..<text.count
    guard let firstName = text.first(ProbeWords.names[number], in: rest) else { return nil }
    // Arguments as an object in JSON, before the name or behind it.
    for place in start..<text.count where text.scalars[place] == "{" {
      guard let (object, end) = jsonObject(in: text, at: place), same(object, sample) else { continue }
      let before = text.places(of: ProbeWords.names[number], in: start..<place).last
      guard let name = before ?? text.first(ProbeWords.names[number], in: end..<text.count) else { return nil }
      return RenderedCall(name: name, arguments: place..<end, writing: .json(object))
    }
    // Or one by one.
    var pairs: [(key: Range<Int>, value: Range<Int>)] = []
    for (key, value) in zip(ProbeWords.keys, ProbeWords.values) {
      guard let value = text.first(value, in: firstName.upperBound..<text.count),
        let key = text.places(of: key, in: firstName.upperBound..<value.lowerBound).last
      else { return nil }
      pairs.append((key, value))
    }
    pairs.sort { $0.key.lowerBound < $1.key.lowerBound }
    guard let first = pairs.first, let last = pairs.last,
      let name = text.places(of: ProbeWords.names[number], in: firstName.lowerBound..<first.key.lowerBound).last
    else { return nil }
    return RenderedCall(
      name: name, arguments: first.key.lowerBound..<last.value.upperBound, writing: .keyed(pairs))
  }

  private static func same(_ a: JSONObject, _ b: JSONObject) -> Bool {
    a.count == b.count && a.members.allSatisfy { b[$0.name] == $0.value }
  }

  /// The object that begins at a brace, and its end.
  static func jsonObject(in text: MarkupText, at start: Int) -> (JSONObject, Int)? {
    guard let (value, end) = jsonValue(in: text, at: start), let object = value.object else { return nil }
    return (object, end)
  }

  static func jsonValue(in text: MarkupText, at start: Int) -> (JSON, Int)? {
    var body = JSONBody()
    let bytes = Array(text[start..<text.count].utf8)
    body.append(bytes)
    guard let scanned = body.scan(), let value = try? JSON(parsing: scanned.body) else { return nil }
    return (value, start + String(decoding: scanned.body, as: UTF8.self).unicodeScalars.count)
  }

  // MARK: - What stands around it

  /// Text with gaps where the call's own words are.
  static func masked(_ text: MarkupText, _ range: Range<Int>) -> MarkupText {
    var scalars = Array(text.scalars[range])
    func replace(_ word: String, _ mark: Unicode.Scalar) {
      while let place = MarkupText(scalars).first(word) { scalars.replaceSubrange(place, with: [mark]) }
    }
    for name in ProbeWords.names { replace(name, CallPattern.nameMark) }
    for identifier in ProbeWords.identifiers { replace(identifier, CallPattern.identifierMark) }
    for key in ProbeWords.keys { replace(key, CallPattern.keyMark) }
    return MarkupText(scalars)
  }

  /// The same with small numbers that may count calls as gaps too.
  private static func counted(_ text: MarkupText, number: Int) -> MarkupText {
    var scalars = text.scalars
    for place in scalars.indices {
      guard let digit = Int(String(scalars[place])), (0...1).contains(digit - number),
        place == 0 || !isPartOfWord(scalars[place - 1]),
        place + 1 == scalars.count || !isPartOfWord(scalars[place + 1])
      else { continue }
      scalars[place] = Unicode.Scalar(CallPattern.numberMark + UInt32(digit - number)) ?? scalars[place]
    }
    return MarkupText(scalars)
  }

  private static func isPartOfWord(_ scalar: Unicode.Scalar) -> Bool { MarkupText.isWord(scalar) || scalar == "." }

  /// The texts around the parts of one call.
  private struct Around {
    /// What stands between name and arguments.
    var middle: MarkupText
    /// What stands before the call, back to the turn's beginning.
    var before: MarkupText
    /// What stands behind it, without the turn's end.
    var after: MarkupText
  }

  private mutating func learn(_ call: RenderedCall, in region: MarkupText, content: JSON) {
    learnTurnEnd(call, in: region)
    headerLength = min(headerLength, region.commonPrefix(with: answer))
    cutHeader(of: region)
    format.rendersCalls = true
    format.header = region[0..<headerLength]
    let end = region.count - trailing(region)
    var around = Around(
      middle: Self.masked(region, call.first.upperBound..<call.second.lowerBound),
      before: Self.masked(region, callStart(in: region, before: call.first.lowerBound)..<call.first.lowerBound),
      after: Self.masked(region, call.second.upperBound..<max(call.second.upperBound, end)))
    let shape = shape(of: call, in: region, &around)
    separate(call, region, shape, around, content: content)
    format.shape = shape
    if case .json = shape { learnEnvelope(call, in: region) }
    if case .parameters = shape { learnKinds() }
    if case .pythonic(let pythonic) = shape { learnEscapes(pythonic) }
    learnWithoutArguments(content: content)
  }

  /// What an answer and a call both end with, white space left aside, ends the turn.
  private mutating func learnTurnEnd(_ call: RenderedCall, in region: MarkupText) {
    guard let words = answer.first(ProbeWords.answer) else { return }
    let tail = Self.trimmedEnd(answer.scalars[words.upperBound...])
    let callTail = Self.trimmedEnd(region.scalars[call.second.upperBound...])
    let length = tail.commonSuffix(with: callTail)
    format.turnEnd = tail[(tail.count - length)..<tail.count]
    // Some templates open the next turn whether asked to or not.
    if prompt == base, let first = format.turnEnd.allTags.first, format.turnEnd.hasPrefix(first) {
      format.turnEnd = first
    }
    let close = tail[0..<(tail.count - length)].trimmingSpace
    if !close.allTags.isEmpty { format.contentClose = close }
  }

  static func trimmedEnd(_ scalars: some BidirectionalCollection<Unicode.Scalar>) -> MarkupText {
    var scalars = Array(scalars)
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    return MarkupText(scalars)
  }

  /// How much at a region's end belongs to the turn's end.
  func trailing(_ region: MarkupText) -> Int {
    let trimmed = Self.trimmedEnd(region.scalars)
    guard !format.turnEnd.isEmpty, let end = trimmed.last(format.turnEnd),
      prompt == base || end.upperBound == trimmed.count
    else { return region.count - trimmed.count }
    return region.count - end.lowerBound
  }

  /// Where, behind the header, thoughts and what an empty answer leaves, the calls begin.
  private func callStart(in region: MarkupText, before limit: Int) -> Int {
    var start = min(headerLength, limit)
    if let close = region.last(format.reasoning.close, in: start..<limit), format.reasoning.isLearnt {
      start = close.upperBound
    }
    func skip(_ mark: String) {
      guard !mark.isEmpty, let place = region.first(mark, in: start..<limit),
        region[start..<place.lowerBound].trimmingSpace.isEmpty
      else { return }
      start = place.upperBound
    }
    skip(format.contentOpen)
    skip(format.contentClose)
    return start
  }

  // MARK: - Shapes

  /// How the arguments are written. What they have of the text around them is taken off it.
  private mutating func shape(
    of call: RenderedCall, in region: MarkupText, _ around: inout Around
  ) -> CallFormat.Shape {
    switch call.writing {
    case .json(let object):
      learnSpacing(region[call.arguments], object)
      let isEnvelope =
        around.before.string.hasSuffix("\"") && around.middle.string.hasPrefix("\"")
        || call.arguments.lowerBound < call.name.lowerBound
      guard isEnvelope else { return .named }
      return .json(
        .init(nameKey: nil, argumentsKey: nil, isList: false, argumentsComeFirst: false, before: "", after: ""))
    case .keyed(let pairs):
      format.sortsKeys = region[pairs[0].key] != ProbeWords.keys[0]
      let between = region[pairs[0].key.upperBound..<pairs[0].value.lowerBound]
      let before = around.middle.string
      if before.hasSuffix("("), between.hasPrefix("=") {
        return pythonic(pairs, in: region, &around)
      }
      if before.trimmingSpace == "{", between.hasPrefix(":") {
        let quote = String(between.dropFirst()).trimmingSpace
        around.middle = MarkupText("")
        around.after = MarkupText(around.after.string.dropping(prefix: quote).dropping(prefix: "}"))
        return .bareKeys(quote: quote)
      }
      return parameters(pairs, in: region, &around)
    }
  }

  private func pythonic(
    _ pairs: [(key: Range<Int>, value: Range<Int>)], in region: MarkupText, _ around: inout Around
  ) -> CallFormat.Shape {
    let quote = String(region[pairs[0].key.upperBound..<pairs[0].value.lowerBound].dropFirst()).trimmingSpace
    around.after = MarkupText(around.after.string.dropping(prefix: quote))
    return .pythonic(.init(quote: quote, escapesStrings: true, isList: around.before.string.hasSuffix("[")))
  }

  private func parameters(
    _ pairs: [(key: Range<Int>, value: Range<Int>)], in region: MarkupText, _ around: inout Around
  ) -> CallFormat.Shape {
    let first = Self.masked(region, pairs[0].key.upperBound..<pairs[0].value.lowerBound)
    let between = Self.masked(region, pairs[0].value.upperBound..<pairs[1].key.lowerBound)
    let openLength = around.middle.commonSuffix(with: between)
    var closeLength = between.commonPrefix(with: around.after)
    closeLength = min(closeLength, between.count - openLength)
    let open = around.middle.scalars[(around.middle.count - openLength)...]
    let close = between.scalars[..<closeLength]
    let separator = between.scalars[closeLength..<(between.count - openLength)]
    around.middle = MarkupText(around.middle.scalars[..<(around.middle.count - openLength)])
    around.after = MarkupText(around.after.scalars[min(closeLength, around.after.count)...])
    return .parameters(
      .init(
        open: CallPattern(marked: open), middle: ["string": CallPattern(marked: first.scalars)],
        close: CallPattern(marked: close), separator: MarkupText.string(separator), pythonKinds: [],
        nestedItem: nil, usesCharacterData: false))
  }

  private mutating func learnSpacing(_ text: String, _ object: JSONObject) {
    format.sortsKeys = object.names.first != ProbeWords.keys[0]
    format.spacing.colon = text.contains("\": \"") ? ": " : ":"
    format.spacing.isASCII = text.contains("\\u00e9")
    format.spacing.comma = text.contains("\", \"") ? ", " : ","
  }

  // MARK: - One call of several

  /// What belongs to a call, and what to the section of all.
  private mutating func separate(
    _ call: RenderedCall, _ region: MarkupText, _ shape: CallFormat.Shape, _ around: Around, content: JSON
  ) {
    let calls = [0, 1].map { ProbeWords.call($0, Self.sample, asString: format.takesArgumentsAsString) }
    var open = around.before
    var section = MarkupText("")
    var close = around.after
    var sectionClose = MarkupText("")
    var middle = around.middle
    format.severalCalls = false
    format.separator = ""
    if let both = self.region(message(calls, content: content)), let one = Self.find(0, in: both, from: 0),
      let two = Self.find(1, in: both, from: one.second.upperBound)
    {
      format.severalCalls = true
      // What closes the arguments of the first is not between the calls.
      let end = max(call.second.upperBound, region.count - trailing(region))
      let taken = Self.masked(region, call.second.upperBound..<end).count - around.after.count
      let whole = Self.masked(both, one.second.upperBound..<two.first.lowerBound)
      let between = MarkupText(whole.scalars.dropFirst(max(0, taken)))
      func parts(_ counting: Bool) -> (open: Int, close: Int, MarkupText, MarkupText, MarkupText) {
        var before = around.before
        // Right behind the header, a call's beginning may be in the prompt already.
        if before.string.trimmingSpace.isEmpty { before = Self.masked(region, 0..<call.first.lowerBound) }
        var next = between
        var last = between
        var after = around.after
        if counting {
          (before, next) = (Self.counted(before, number: 0), Self.counted(next, number: 1))
          (last, after) = (Self.counted(last, number: 0), Self.counted(after, number: 0))
        }
        let open = before.commonSuffix(with: next)
        let close = min(last.commonPrefix(with: after), next.count - open)
        return (open, close, before, next, after)
      }
      var found = parts(false)
      let counted = parts(true)
      if counted.open > found.open { found = counted }
      let (openLength, closeLength, before, next, after) = found
      open = MarkupText(before.scalars[(before.count - openLength)...])
      if around.before.string.trimmingSpace.isEmpty {
        format.opening = open[0..<open.count]
      } else {
        section = MarkupText(before.scalars[..<(before.count - openLength)])
      }
      close = MarkupText(after.scalars[..<closeLength])
      sectionClose = MarkupText(after.scalars[closeLength...])
      format.separator = MarkupText.string(next.scalars[closeLength..<(next.count - openLength)])
      // The text between name and arguments may count too.
      let other = Self.masked(both, two.first.upperBound..<two.second.lowerBound)
      if other.commonPrefix(with: middle) < middle.count {
        let counting = Self.counted(middle, number: 0)
        if Self.counted(other, number: 1).string.hasPrefix(counting.string) { middle = counting }
      }
    }
    if section.string.trimmingSpace.isEmpty, format.opening.isEmpty {
      // White space before a call separates it from the one before, and from words before it.
      let space = open.string.leadingSpace
      format.lead = section.string + space
      format.separator += space
      section = MarkupText("")
      open = MarkupText(open.scalars.drop { $0.properties.isWhitespace })
    } else {
      format.lead = String(section.string.leadingSpace)
      section = MarkupText(section.scalars.drop { $0.properties.isWhitespace })
    }
    // What is behind a turn's end is none of the call's.
    if !format.turnEnd.isEmpty, let end = sectionClose.first(format.turnEnd) {
      sectionClose = MarkupText(sectionClose.scalars[..<end.lowerBound])
    }
    format.sectionOpen = CallPattern(marked: section.scalars)
    format.sectionClose = CallPattern(marked: sectionClose.scalars)
    format.callOpen = CallPattern(marked: open.scalars)
    format.nameEnd = CallPattern(marked: middle.scalars)
    format.callClose = CallPattern(marked: close.scalars)
  }
}

extension MarkupText {
  var isEmpty: Bool { scalars.isEmpty }
}

extension String {
  func dropping(prefix: String) -> String { hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self }

  /// The white space that it begins with.
  var leadingSpace: Substring { prefix(while: \.isWhitespace) }
}
