import OrderedJSON

extension JSON {
  /// Whether both are the same value to JSON Schema: the order of members does not count, and 1 is 1.0.
  func isSame(as other: JSON) -> Bool {
    switch (self, other) {
    case (.null, .null): return true
    case (.bool(let left), .bool(let right)): return left == right
    case (.string(let left), .string(let right)):
      // Swift holds letters for equal that are composed otherwise; JSON does not.
      return left.unicodeScalars.elementsEqual(right.unicodeScalars)
    case (.integer(let left), .integer(let right)): return left == right
    case (.integer, .number), (.number, .integer), (.number, .number): return number == other.number
    case (.array(let left), .array(let right)):
      return left.count == right.count && zip(left, right).allSatisfy { $0.isSame(as: $1) }
    case (.object(let left), .object(let right)):
      return left.count == right.count
        && left.members.allSatisfy { member in right[member.name].map { member.value.isSame(as: $0) } ?? false }
    case (.null, _), (.bool, _), (.string, _), (.integer, _), (.number, _), (.array, _), (.object, _): return false
    }
  }
}
