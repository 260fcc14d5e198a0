/// Knows how much of the stack has been used since it was made. Parsing and evaluating recurse as deep as a template
/// is nested; a bound on the depth alone would have to fit the largest frames of the slowest build.
struct StackGuard {
  private let base: UInt
  private let limit: UInt

  init(limit: Int) {
    base = Self.place
    self.limit = UInt(max(0, limit))
  }

  var isUsedUp: Bool {
    let place = Self.place
    return (place < base ? base - place : place - base) > limit
  }

  /// The address of something on the stack, now.
  @inline(never) private static var place: UInt {
    var something: UInt8 = 0
    return withUnsafeMutablePointer(to: &something) { UInt(bitPattern: $0) }
  }
}
