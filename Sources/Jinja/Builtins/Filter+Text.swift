extension Evaluator {
  /// As the filter `title` has it: words begin after spaces, hyphens and opening brackets.
  func wordsTitled(_ text: Text) -> Text {
    var begins = true
    return text.mapped { scalar, _ in
      defer {
        begins =
          Text.isSpace(scalar) || scalar == "-" || scalar == "(" || scalar == "{" || scalar == "[" || scalar == "<"
      }
      return begins ? scalar.properties.uppercaseMapping : scalar.properties.lowercaseMapping
    }
  }

  func wordCount(_ text: Text) -> Int {
    var count = 0
    var isInWord = false
    for (scalar, _) in text.scalars {
      let isPart = scalar == "_" || scalar.isLetter || scalar.properties.numericType != nil
      if isPart, !isInWord { count += 1 }
      isInWord = isPart
    }
    return count
  }

  func truncate(_ value: Value, _ given: [Value?], _ what: String) throws(JinjaError) -> Value {
    let text = try text(value, .empty, what)
    let length = try integer(given[0], 255, what)
    let end = try self.text(given[2], "...", what)
    var leeway = 5
    if let value = given[3] { if case .none = value {} else { leeway = try integer(value, 5, what) } }
    guard length >= end.scalarCount, leeway >= 0 else {
      throw fail("\(what) takes a length of at least \(end.scalarCount) and a leeway of at least 0")
    }
    guard text.scalarCount > length.addingReportingOverflow(leeway).partialValue, length < .max - leeway else {
      return .string(text)
    }
    var kept = text[0..<text.place(ofScalar: length - end.scalarCount)]
    if given[1]?.isTrue != true, let place = kept.lastPlace(of: " ") { kept = kept[0..<place] }
    var builder = TextBuilder()
    builder.append(kept)
    builder.append(end)
    return .string(builder.text())
  }

  /// Lines of at most so many characters, cut at spaces.
  func wrap(_ value: Value, _ given: [Value?], _ what: String) throws(JinjaError) -> Value {
    let text = try text(value, .empty, what)
    let width = try integer(given[0], 79, what)
    guard width > 0 else { throw fail("\(what) takes a width above zero") }
    let breaksLongWords = given[1]?.isTrue ?? true
    let newline = try optionalText(given[2], what) ?? "\n"
    let breaksOnHyphens = given[3]?.isTrue ?? true
    try charge(text.bytes.count)
    var lines: [Value] = []
    for line in text.lines() {
      lines += TextWrapper(
        width: width, breaksLongWords: breaksLongWords, breaksOnHyphens: breaksOnHyphens
      ).wrap(line).map(Value.string)
    }
    return try join(lines, with: newline, requiresStrings: true)
  }

  func urlEncode(_ value: Value) throws(JinjaError) -> Text {
    var pairs: [(Value, Value)] = []
    switch value {
    case .dictionary(let dictionary): pairs = dictionary.members
    case .list, .tuple, .generator, .view:
      for pair in try iterate(value) {
        let parts = try iterate(pair)
        guard parts.count == 2 else { throw fail("the filter 'urlencode' takes a string or pairs") }
        pairs.append((parts[0], parts[1]))
      }
    default: return try display(value).percentEncoded(keeping: "/")
    }
    var builder = TextBuilder()
    for (number, (key, value)) in pairs.enumerated() {
      if number > 0 { builder.append("&") }
      builder.append(try display(key).percentEncoded(keeping: nil, space: "+"))
      builder.append("=")
      builder.append(try display(value).percentEncoded(keeping: nil, space: "+"))
    }
    return builder.text()
  }

  func xmlAttributes(_ value: Value, _ given: [Value?]) throws(JinjaError) -> Value {
    guard case .dictionary(let dictionary) = value else {
      throw wrongType(value, "the filter 'xmlattr'", "a dictionary")
    }
    var builder = TextBuilder()
    for (key, value) in dictionary.members {
      switch value {
      case .none, .undefined: continue
      default: break
      }
      let name = try soft(key)
      guard !name.bytes.contains(where: { $0 <= 0x20 || $0 == 0x2F || $0 == 0x3E || $0 == 0x3D }) else {
        throw fail("'\(name.string)' is no name of an attribute")
      }
      if builder.count > 0 || given[0]?.isTrue ?? true { builder.append(" ") }
      builder.append(name.escaped())
      builder.append("=\"")
      builder.append(try soft(value).escaped())
      builder.append("\"")
    }
    return try string(builder.text())
  }

  /// The text without comments and tags, its white space made single spaces.
  func stripTags(_ text: Text) -> Text {
    var rest = text
    for (opening, closing) in [(Text("<!--"), Text("-->")), (Text("<"), Text(">"))] {
      var kept = TextBuilder()
      var place = 0
      while let start = rest.firstPlace(of: opening, from: place),
        let end = rest.firstPlace(of: closing, from: start)
      {
        kept.append(rest[place..<start])
        place = end + closing.bytes.count
      }
      kept.append(rest[place..<rest.bytes.count])
      rest = kept.text()
    }
    var builder = TextBuilder()
    for (number, word) in rest.words().enumerated() {
      if number > 0 { builder.append(" ") }
      builder.append(word)
    }
    return builder.text()
  }
}

extension Text {
  /// What a URL takes as it is stays; each other byte is written as `%XX`.
  fileprivate func percentEncoded(keeping kept: Unicode.Scalar?, space: String = "%20") -> Text {
    var builder = TextBuilder()
    for (place, byte) in bytes.enumerated() {
      let letter = byte | 0x20
      let isPlain =
        (letter >= 0x61 && letter <= 0x7A) || (byte >= 0x30 && byte <= 0x39)
        || [0x5F, 0x2E, 0x2D, 0x7E].contains(byte) || kept.map { UInt32(byte) == $0.value } ?? false
      if isPlain {
        builder.append(byte: byte, mark: mark(at: place))
      } else if byte == 0x20 {
        builder.append(space, mark: mark(at: place))
      } else {
        builder.append("%" + hexadecimal(UInt32(byte), 2).uppercased(), mark: mark(at: place))
      }
    }
    return builder.text()
  }
}
