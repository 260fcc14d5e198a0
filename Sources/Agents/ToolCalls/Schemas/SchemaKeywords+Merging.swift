import OrderedJSON

extension SchemaKeywords {
  /// The keywords of both; neither has `allOf`, `anyOf` or `oneOf`.
  func merged(with other: SchemaKeywords) throws(SchemaConflict) -> SchemaKeywords {
    var result = self
    result.types = types.intersection(other.types)
    guard !result.types.isEmpty else {
      throw SchemaConflict("the type \(types.words) and the type \(other.types.words) exclude each other")
    }
    switch (values, other.values) {
    case (let mine?, let theirs?):
      let both = mine.filter { value in theirs.contains { $0.isSame(as: value) } }
      guard !both.isEmpty else { throw SchemaConflict("the values of two lists exclude each other") }
      result.values = both
    case (nil, let theirs?): result.values = theirs
    case (_, nil): break
    }
    result.string = string.merged(with: other.string)
    result.number = number.merged(with: other.number)
    result.array = array.merged(with: other.array)
    result.object = object.merged(with: other.object)
    result.not += other.not.filter { !not.contains($0) }
    result.conditions += other.conditions.filter { !conditions.contains($0) }
    try result.narrow()
    return result
  }

  /// Takes away types that no value can have any more.
  mutating func narrow() throws(SchemaConflict) {
    guard let conflict = conflicts.first(where: { !types.isDisjoint(with: $0.types) }) else { return }
    let given = types
    for conflict in conflicts { types.subtract(conflict.types) }
    if types.isEmpty, !given.isEmpty { throw SchemaConflict(conflict.sentence) }
  }

  /// What the keywords of each type contradict each other in, and the types that are impossible for that.
  var conflicts: [(types: SchemaTypes, keyword: String, sentence: String)] {
    var result: [(SchemaTypes, String, String)] = []
    if let most = string.maxLength, string.minLength > most {
      result.append((.string, "minLength", "minLength \(string.minLength) is greater than maxLength \(most)"))
    }
    if let sentence = number.conflict {
      result.append((.number, number.minimum == nil ? "maximum" : "minimum", sentence))
    }
    if number.conflict == nil, types.isDisjoint(with: .fraction), let sentence = number.integerConflict {
      result.append((.integer, "minimum", sentence))
    }
    if let most = array.maxItems, array.minItems > most {
      result.append((.array, "minItems", "minItems \(array.minItems) is greater than maxItems \(most)"))
    }
    if let place = array.prefix.firstIndex(of: .nothing) ?? (array.items == .nothing ? array.prefix.count : nil),
      array.minItems > place
    {
      result.append(
        (.array, "minItems", "minItems asks for \(array.minItems) elements, and only \(place) may be there"))
    }
    for name in object.required where object.node(of: name) == .nothing {
      result.append((.object, "required", "the property '\(name)' is required and forbidden"))
    }
    if let most = object.maxProperties, max(object.minProperties, object.required.count) > most {
      let least =
        object.required.count > most
        ? "\(object.required.count) properties are required" : "minProperties is \(object.minProperties)"
      result.append((.object, "maxProperties", "\(least), and maxProperties is \(most)"))
    }
    return result
  }
}

extension StringKeywords {
  fileprivate func merged(with other: StringKeywords) -> StringKeywords {
    StringKeywords(
      minLength: max(minLength, other.minLength), maxLength: least(maxLength, other.maxLength),
      patterns: patterns + other.patterns.filter { !patterns.contains($0) },
      formats: formats + other.formats.filter { !formats.contains($0) })
  }
}

extension NumberKeywords {
  fileprivate func merged(with other: NumberKeywords) -> NumberKeywords {
    var result = self
    if let theirs = other.minimum,
      minimum.map({ theirs.value > $0.value || theirs.value == $0.value && theirs.isExclusive }) ?? true
    {
      result.minimum = theirs
    }
    if let theirs = other.maximum,
      maximum.map({ theirs.value < $0.value || theirs.value == $0.value && theirs.isExclusive }) ?? true
    {
      result.maximum = theirs
    }
    result.multiples += other.multiples.filter { !multiples.contains($0) }
    return result
  }

  fileprivate var conflict: String? {
    guard let low = minimum, let high = maximum,
      low.value > high.value || low.value == high.value && (low.isExclusive || high.isExclusive)
    else { return nil }
    return "\(low.isExclusive ? "exclusiveMinimum" : "minimum") \(JSON.plain(low.value)) leaves nothing below "
      + "\(high.isExclusive ? "exclusiveMaximum" : "maximum") \(JSON.plain(high.value))"
  }

  fileprivate var integerConflict: String? {
    guard let range = integers, range.isEmpty, let low = minimum, let high = maximum else { return nil }
    return "there is no whole number between \(JSON.plain(low.value)) and \(JSON.plain(high.value))"
  }

  /// The whole numbers within the bounds, up to where an `Int` ends; nil where there is no bound at all.
  var integers: Range<Int>? {
    guard minimum != nil || maximum != nil else { return nil }
    var low = -Self.widest
    var high = Self.widest
    if let minimum {
      let up = minimum.value.rounded(.up)
      low = Int(exactly: up) ?? (up < 0 ? -Int.max : Int.max - 1)
      if minimum.isExclusive, up == minimum.value { low = low < Int.max - 1 ? low + 1 : low }
    }
    if let maximum {
      let down = maximum.value.rounded(.down)
      high = Int(exactly: down) ?? (down < 0 ? -Int.max : Int.max - 1)
      if maximum.isExclusive, down == maximum.value { high = high > -Int.max ? high - 1 : high }
    }
    high = min(high, Int.max - 1)
    low = max(low, -Int.max)
    // One open end must not close the range.
    if minimum == nil, low > high { low = -Int.max }
    if maximum == nil, low > high { high = Int.max - 1 }
    return low > high ? low..<low : low..<high + 1
  }

  /// Whole numbers beyond sixteen digits are not offered where nothing asks for them.
  static let widest = 9_999_999_999_999_999
}

extension ArrayKeywords {
  fileprivate func merged(with other: ArrayKeywords) -> ArrayKeywords {
    var result = self
    result.minItems = max(minItems, other.minItems)
    result.maxItems = least(maxItems, other.maxItems)
    result.prefix = (0..<max(prefix.count, other.prefix.count)).map { element($0).and(other.element($0)) }
    result.items = items.and(other.items)
    result.isUnique = isUnique || other.isUnique
    result.contains += other.contains.filter { !contains.contains($0) }
    return result
  }

  /// What the element of this number must satisfy.
  func element(_ index: Int) -> SchemaNode { index < prefix.count ? prefix[index] : items }
}

extension ObjectKeywords {
  fileprivate func merged(with other: ObjectKeywords) -> ObjectKeywords {
    var result = self
    result.properties = properties.map { .init(name: $0.name, node: $0.node.and(other.node(of: $0.name))) }
    for property in other.properties where !properties.contains(where: { $0.name == property.name }) {
      result.properties.append(.init(name: property.name, node: property.node.and(node(of: property.name))))
    }
    result.required += other.required.filter { !required.contains($0) }
    result.patterns += other.patterns.filter { !patterns.contains($0) }
    switch (additional, other.additional) {
    case (let mine?, let theirs?): result.additional = mine.and(theirs)
    case (nil, let theirs): result.additional = theirs
    case (_, nil): break
    }
    result.minProperties = max(minProperties, other.minProperties)
    result.maxProperties = least(maxProperties, other.maxProperties)
    result.names += other.names.filter { !names.contains($0) }
    result.dependencies += other.dependencies.filter { !dependencies.contains($0) }
    return result
  }
}

private func least(_ one: Int?, _ other: Int?) -> Int? { [one, other].compactMap { $0 }.min() }

extension JSON {
  /// A number as people write it: `3`, not `3.0`.
  static func plain(_ number: Double) -> String { Int(exactly: number).map { "\($0)" } ?? "\(number)" }
}
