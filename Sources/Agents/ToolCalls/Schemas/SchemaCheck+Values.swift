import OrderedJSON

extension SchemaCheck {
  /// - Note: Characters are counted as Unicode scalars: that is what the grammar counts, so what the grammar lets through
  ///   passes here.
  mutating func check(text: String, _ keywords: SchemaKeywords, at path: String) {
    let node = SchemaNode.keywords(keywords)
    let length = text.unicodeScalars.count
    if length < keywords.string.minLength || length > keywords.string.maxLength ?? .max {
      add(path, "has \(length) \(length == 1 ? "character" : "characters")", accepted: node)
      return
    }
    for pattern in keywords.string.patterns {
      switch TextPattern.matches(text, pattern) {
      case true: continue
      case false: add(path, "is \(Self.shown(.string(text)))", accepted: node)
      case nil: add(path, "is too long to be held against the pattern \(pattern)")
      }
      return
    }
    for name in keywords.string.formats where StringFormat(named: name)?.accepts(text) == false {
      add(path, "is \(Self.shown(.string(text)))", accepted: node)
      return
    }
  }

  mutating func check(number value: JSON, _ keywords: SchemaKeywords, at path: String) {
    guard let number = value.number else { return }
    let bounds = keywords.number
    let isBelow = bounds.minimum.map { number < $0.value || $0.isExclusive && number == $0.value } ?? false
    let isAbove = bounds.maximum.map { number > $0.value || $0.isExclusive && number == $0.value } ?? false
    let isBetween = bounds.multiples.contains { !Self.isMultiple(number, of: $0) }
    if isBelow || isAbove || isBetween { add(path, "is \(value.text)", accepted: .keywords(keywords)) }
  }

  /// Whether it is, as far as binary fractions can tell: 0.3 is a multiple of 0.1.
  static func isMultiple(_ number: Double, of step: Double) -> Bool {
    let quotient = number / step
    guard quotient.isFinite else { return false }
    return (quotient - quotient.rounded()).magnitude <= 1e-9 * max(1, quotient.magnitude)
  }

  mutating func check(_ elements: [JSON], _ keywords: SchemaKeywords, at path: String) {
    let array = keywords.array
    if elements.count < array.minItems || elements.count > array.maxItems ?? .max {
      let count = "\(elements.count) \(elements.count == 1 ? "element" : "elements")"
      add(path, "has \(count)", accepted: .keywords(keywords))
    }
    for (index, element) in elements.enumerated() where array.element(index) != .anything {
      check(element, array.element(index), at: "\(path)[\(index)]")
    }
    if array.isUnique, let twice = Self.firstTwice(elements) {
      add(path, "has \(Self.shown(twice)) more than once; its elements must all be different")
    }
    for contained in array.contains {
      let count = elements.count { satisfies($0, contained.node) }
      guard count < contained.atLeast || count > contained.atMost ?? .max else { continue }
      let bounds = SchemaWords.bounds(contained.atLeast, contained.atMost)
      let accepted = SchemaWords(schema).accepted(contained.node)
      add(
        path, "has \(count) \(count == 1 ? "element" : "elements") of which each is \(accepted); it must have \(bounds)"
      )
    }
  }

  private static func firstTwice(_ elements: [JSON]) -> JSON? {
    var places: [Int: [JSON]] = [:]
    for element in elements {
      let key = element.sameness
      if places[key]?.contains(where: { $0.isSame(as: element) }) == true { return element }
      places[key, default: []].append(element)
    }
    return nil
  }

  mutating func check(_ object: JSONObject, _ keywords: ObjectKeywords, at path: String) {
    func place(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
    let known = keywords.properties.map(\.name)
    // What is not known comes first: it may be the very thing that is missing, under another name.
    let members = object.members.map { (member: $0, node: keywords.node(of: $0.name)) }
    for (member, node) in members where node == .nothing {
      guard !known.contains(member.name) else {
        add(place(member.name), "must not be there; leave it out")
        continue
      }
      let accepted = known.isEmpty ? "nothing is accepted there" : "accepted are: \(known.joined(separator: ", "))"
      let meant = NearestName.of(member.name, among: known).map { "; did you mean '\($0)'?" } ?? ""
      add(place(member.name), accepted + meant, isUnknown: true)
    }
    for name in keywords.required where object[name] == nil {
      let node = keywords.node(of: name)
      let accepted = node == .anything ? "" : " and must be \(SchemaWords(schema).accepted(node))"
      add(place(name), "is missing; it is required\(accepted)")
    }
    for (member, node) in members where node != .nothing {
      if member.value.isNull, !keywords.required.contains(member.name), !satisfies(.null, node) {
        add(place(member.name), "is null; leave it out, or give \(SchemaWords(schema).accepted(node))")
      } else {
        check(member.value, node, at: place(member.name))
      }
      for names in keywords.names where !satisfies(.string(member.name), names) {
        add(place(member.name), "has a name that is not accepted; names must be \(SchemaWords(schema).accepted(names))")
      }
    }
    if object.count < keywords.minProperties || object.count > keywords.maxProperties ?? .max {
      let bounds = SchemaWords.bounds(keywords.minProperties, keywords.maxProperties)
      add(path, "has \(object.count) members; it must have \(bounds)")
    }
    for dependency in keywords.dependencies where object[dependency.name] != nil {
      for name in dependency.required where object[name] == nil {
        add(place(name), "is missing; it is required where '\(dependency.name)' is given")
      }
      check(.object(object), dependency.node, at: path)
    }
  }
}

extension JSON {
  /// The same for values that are the same to JSON Schema.
  fileprivate var sameness: Int {
    switch self {
    case .null: 0
    case .bool(let value): value ? 1 : 2
    case .integer, .number: number.hashValue
    case .string(let text): text.hashValue
    case .array(let elements): elements.count
    case .object(let object): object.count
    }
  }
}
