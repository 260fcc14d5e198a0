import OrderedJSON

extension FormatLearner {
  /// The JSON value that holds the call, its keys, and what stands around it.
  mutating func learnEnvelope(_ call: RenderedCall, in region: MarkupText) {
    let start = min(headerLength, call.first.lowerBound)
    guard
      let (place, value, end) =
        (start..<call.first.lowerBound).lazy.compactMap({ place -> (Int, JSON, Int)? in
          guard region.scalars[place] == "{" || region.scalars[place] == "[",
            let (value, end) = Self.jsonValue(in: region, at: place), end >= call.second.upperBound
          else { return nil }
          return (place, value, end)
        }).first
    else { return }
    let keys = Self.keys(of: value)
    let before = Self.trimmedText(region, beforeEnd: place, start: envelopeStart(region, place))
    let after = region[end..<max(end, region.count - trailing(region))]
    format.shape = .json(
      .init(
        nameKey: keys.name, argumentsKey: keys.arguments, isList: value.array != nil,
        argumentsComeFirst: call.arguments.lowerBound < call.name.lowerBound, before: before,
        after: after.trimmingSpace))
  }

  private func envelopeStart(_ region: MarkupText, _ place: Int) -> Int {
    var start = min(headerLength, place)
    if format.reasoning.isLearnt, let close = region.last(format.reasoning.close, in: start..<place) {
      start = close.upperBound
    }
    for mark in [format.contentOpen, format.contentClose] where !mark.isEmpty {
      if let found = region.first(mark, in: start..<place), region[start..<found.lowerBound].trimmingSpace.isEmpty {
        start = found.upperBound
      }
    }
    return start
  }

  private static func trimmedText(_ region: MarkupText, beforeEnd end: Int, start: Int) -> String {
    region[start..<end].trimmingSpace
  }

  /// The keys of name and arguments within a value.
  private static func keys(of value: JSON) -> (name: String?, arguments: String?) {
    if let first = value.array?.first { return keys(of: first) }
    guard let object = value.object else { return (nil, nil) }
    if object[ProbeWords.names[0]] != nil { return (nil, nil) }
    if let name = object.members.first(where: { $0.value.string == ProbeWords.names[0] }) {
      let arguments = object.members.first { $0.value.object?[ProbeWords.keys[0]] != nil }
      return (name.name, arguments?.name)
    }
    for member in object.members {
      let found = keys(of: member.value)
      if found.name != nil { return found }
    }
    return (nil, nil)
  }

  // MARK: - Values that are no strings

  /// What differs in the text around values of each kind, and how they are written.
  mutating func learnKinds() {
    guard case .parameters(var parameters) = format.shape else { return }
    let key = ProbeWords.keys[0]
    let plain = "Vplainv"
    func inside(_ value: JSON) -> String? {
      let call = ProbeWords.call(0, [key: value], asString: format.takesArgumentsAsString)
      guard let region = region(message([call])), let name = region.last(ProbeWords.names[0]),
        let place = region.first(key, in: name.upperBound..<region.count)
      else { return nil }
      return Self.masked(region, place.upperBound..<region.count).string
    }
    guard let text = inside(.string(plain)), let place = MarkupText(text).first(plain) else { return }
    let tail = MarkupText(text)[place.upperBound..<MarkupText(text).count]
    let kinds: [(kind: String, value: JSON, written: [String])] = [
      ("integer", 73519, ["73519"]), ("number", 0.5, ["0.5"]), ("boolean", true, ["true", "True"]),
      ("array", [.string(plain)], ["[\"\(plain)\"]", "['\(plain)']"]),
      (
        "object", ["qinner": .string(plain)],
        ["{\"qinner\": \"\(plain)\"}", "{'qinner': '\(plain)'}", "{\"qinner\":\"\(plain)\"}"]
      ),
    ]
    for (kind, value, written) in kinds {
      guard let text = inside(value), text.hasSuffix(tail) else { continue }
      let rest = MarkupText(String(text.dropLast(tail.count)))
      guard let form = written.firstIndex(where: { rest.string.hasSuffix($0) }) else {
        if kind == "array", let item = rest.tags.map({ rest[$0] }).first(where: { !$0.contains("]") }) {
          parameters.nestedItem = item.trimmingMarks
        }
        continue
      }
      if written[form].contains("'") || written[form] == "True" { parameters.pythonKinds.insert(kind) }
      let middle = rest.string.dropLast(written[form].count)
      let pattern = CallPattern(marked: middle.unicodeScalars)
      if pattern != parameters.middle["string"] { parameters.middle[kind] = pattern }
    }
    if let text = inside(.string("<\(plain)>&")), text.contains("<![CDATA[") { parameters.usesCharacterData = true }
    format.shape = .parameters(parameters)
  }

  /// Whether strings between quotes have escapes.
  mutating func learnEscapes(_ pythonic: CallFormat.Pythonic) {
    var pythonic = pythonic
    let call = ProbeWords.call(0, [ProbeWords.keys[0]: "a\\b\nVplainv"], asString: format.takesArgumentsAsString)
    if let text = region(message([call]))?.string, text.contains("a\\b\nVplainv") { pythonic.escapesStrings = false }
    format.shape = .pythonic(pythonic)
  }

  /// What a call without arguments writes behind its name.
  mutating func learnWithoutArguments(content: JSON) {
    switch format.shape {
    case .json, .named: return
    case .parameters, .pythonic, .bareKeys: break
    }
    let call = ProbeWords.call(0, [:], asString: format.takesArgumentsAsString)
    guard let region = region(message([call], content: content)), let name = region.last(ProbeWords.names[0]) else {
      return
    }
    var rest = Self.trimmedEnd(region.scalars[name.upperBound...]).string
    if !format.turnEnd.isEmpty, rest.hasSuffix(format.turnEnd) { rest.removeLast(format.turnEnd.count) }
    let marked = Self.masked(MarkupText(rest), 0..<MarkupText(rest).count)
    let close = Self.trimmedEnd(format.sectionClose.text().unicodeScalars).string
    var text = Self.trimmedEnd(marked.scalars).string
    if !close.isEmpty, text.hasSuffix(close) { text.removeLast(close.count) }
    // Numbers in it count calls as those do where there are arguments.
    let pieces = format.nameEnd.pieces
    if case .number? = pieces.dropFirst().first, case .text(let head)? = pieces.first, text.hasPrefix(head) {
      let behind = text.dropFirst(head.count).drop(while: \.isNumber)
      format.withoutArguments = CallPattern(
        pieces: Array(pieces.prefix(2)) + CallPattern(marked: behind.unicodeScalars).pieces)
    } else {
      format.withoutArguments = CallPattern(marked: text.unicodeScalars)
    }
  }

  // MARK: - Results

  /// How a tool's result goes back.
  mutating func learnResults() {
    let call = ProbeWords.call(0, [ProbeWords.keys[0]: "x"], asString: format.takesArgumentsAsString)
    let full: JSONObject = [
      "role": "tool", "tool_call_id": .string(ProbeWords.identifiers[0]), "name": .string(ProbeWords.names[0]),
      "content": .string(ProbeWords.result),
    ]
    var nameless = JSONObject(full.members.filter { $0.name != "name" })
    nameless["role"] = "tool"
    func rendered(_ result: JSONObject) -> MarkupText? {
      guard let region = region(message([call]), then: [.object(result)]), region.first(ProbeWords.result) != nil
      else { return nil }
      return region
    }
    guard let region = rendered(full) else {
      format.results.rendersToolRole = false
      return
    }
    guard let result = region.first(ProbeWords.result) else { return }
    format.results.rendersToolRole = true
    format.results.needsName = rendered(nameless) == nil
    let start = self.region(message([call])).map { region.commonPrefix(with: $0) } ?? 0
    let before = region[min(start, result.lowerBound)..<result.lowerBound]
    format.results.showsIdentifier = before.contains(ProbeWords.identifiers[0])
    // What also opens a turn of a person or of the model is no mark of a result.
    let turns = Set((base + format.header + format.turnEnd).allTags)
    let marks = before.allTags.filter { !turns.contains($0) && !$0.contains(ProbeWords.names[0]) }
    for mark in marks where !format.results.markers.contains(mark) { format.results.markers.append(mark) }
  }

  /// Whether a message of the user's may stand right behind a result.
  func takesWordsBehindResults() -> Bool {
    let call = ProbeWords.call(0, [ProbeWords.keys[0]: "x"], asString: format.takesArgumentsAsString)
    let result: JSON = [
      "role": "tool", "tool_call_id": .string(ProbeWords.identifiers[0]), "name": .string(ProbeWords.names[0]),
      "content": .string(ProbeWords.result),
    ]
    let text = render(
      [ProbeWords.userMessage(), message([call]), result, ProbeWords.userMessage(ProbeWords.answer)], adding: true)
    return text?.contains(ProbeWords.answer) == true
  }
}

extension String {
  /// A tag's name without what makes it a tag.
  fileprivate var trimmingMarks: String { filter { !"<>/[]|".contains($0) } }
}
