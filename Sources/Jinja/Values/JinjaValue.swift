public import OrderedJSON

/// A value that is given to a template, with the origin of every text in it.
public struct JinjaValue: Sendable {
  let value: Value

  /// Nothing: Python's `None`.
  public static let none = JinjaValue(value: .none)

  init(value: Value) {
    self.value = value
  }

  /// A text that came from `mark`.
  public init(_ text: String, mark: MarkedText.Mark = 0) {
    value = .string(Text(text, mark: mark))
  }

  /// A truth.
  public init(_ truth: Bool) {
    value = .bool(truth)
  }

  /// A whole number.
  public init(_ number: Int) {
    value = .int(number)
  }

  /// These values in order.
  public init(_ elements: [JinjaValue]) {
    value = .list(ValueList(unchecked: elements.map(\.value)))
  }

  /// These members in order; of two with one name the later value counts. The names are the template's own words.
  public init(_ members: [(name: String, value: JinjaValue)]) {
    value = .dictionary(ValueDictionary(members.map { (.text($0.name), $0.value.value) }))
  }

  /// The value of a JSON text; every string in it, names of members too, came from `mark`.
  public init(_ json: JSON, mark: MarkedText.Mark = 0) {
    value = Self.convert(json, mark)
  }

  private static func convert(_ json: JSON, _ mark: MarkedText.Mark) -> Value {
    switch json {
    case .null: .none
    case .bool(let truth): .bool(truth)
    case .integer(let number): .int(number)
    case .number(let number): .float(number)
    case .string(let text): .string(Text(text, mark: mark))
    case .array(let elements): .list(ValueList(unchecked: elements.map { convert($0, mark) }))
    case .object(let object):
      .dictionary(
        ValueDictionary(object.members.map { (.string(Text($0.name, mark: mark)), convert($0.value, mark)) }))
    }
  }
}
