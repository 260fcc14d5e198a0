import OrderedJSON

/// The types that a schema allows. A `number` is a whole one or one with a fraction: so two sets are met by what is in both.
struct SchemaTypes: OptionSet, Hashable, Sendable {
  let rawValue: UInt8

  static let null = SchemaTypes(rawValue: 1)
  static let boolean = SchemaTypes(rawValue: 2)
  static let integer = SchemaTypes(rawValue: 4)
  static let fraction = SchemaTypes(rawValue: 8)
  static let string = SchemaTypes(rawValue: 16)
  static let array = SchemaTypes(rawValue: 32)
  static let object = SchemaTypes(rawValue: 64)
  static let number: SchemaTypes = [.integer, .fraction]
  static let all = SchemaTypes(rawValue: 127)

  /// The names that JSON Schema has for them, in the order in which they are offered.
  static let names: [(name: String, types: SchemaTypes)] = [
    ("object", .object), ("array", .array), ("string", .string), ("number", .number), ("integer", .integer),
    ("boolean", .boolean), ("null", .null),
  ]

  init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The type of this name; nil where JSON Schema knows none.
  init?(named name: String) {
    guard let known = Self.names.first(where: { $0.name == name }) else { return nil }
    self = known.types
  }

  /// The type of a value.
  init(of value: JSON) {
    switch value {
    case .null: self = .null
    case .bool: self = .boolean
    case .integer: self = .integer
    case .number(let number): self = number == number.rounded() ? .integer : .fraction
    case .string: self = .string
    case .array: self = .array
    case .object: self = .object
    }
  }

  /// Their names: `string and null`.
  var words: String {
    let names = Self.names.filter { name, types in
      isSuperset(of: types) && !(name == "integer" && isSuperset(of: .number))
    }
    return names.map(\.name).joined(separator: " or ")
  }
}
