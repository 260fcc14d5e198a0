import TerminalUI

extension Appearance {
  /// Takes what stands between `ESC [` and `m`.
  mutating func select(_ body: String) {
    // Colours of 24 bits come with colons as well, and then with an empty colour space.
    var rest = body.split(separator: ";", omittingEmptySubsequences: false).flatMap { part -> [Int] in
      let numbers = part.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
      if numbers.count == 6 { return [numbers[0], numbers[1], numbers[3], numbers[4], numbers[5]].map { $0 ?? 0 } }
      return numbers.map { $0 ?? 0 }
    }[...]
    while let number = rest.popFirst() {
      switch number {
      case 0: self = Appearance()
      case 1: bold = true
      case 2: dim = true
      case 3: italic = true
      case 4: underline = true
      case 7: reverse = true
      case 22: (bold, dim) = (false, false)
      case 23: italic = false
      case 24: underline = false
      case 27: reverse = false
      case 30...37: foreground = .indexed(UInt8(number - 30))
      case 38: foreground = Self.colour(&rest)
      case 39: foreground = .none
      case 40...47: background = .indexed(UInt8(number - 40))
      case 48: background = Self.colour(&rest)
      case 49: background = .none
      case 90...97: foreground = .indexed(UInt8(number - 82))
      case 100...107: background = .indexed(UInt8(number - 92))
      default: break
      }
    }
  }

  /// What follows 38 or 48: `5;index` or `2;red;green;blue`.
  private static func colour(_ rest: inout ArraySlice<Int>) -> ThemeColor {
    func next(_ rest: inout ArraySlice<Int>) -> UInt8 { UInt8(clamping: rest.popFirst() ?? 0) }
    switch rest.popFirst() {
    case 5: return .indexed(next(&rest))
    case 2: return .rgb(red: next(&rest), green: next(&rest), blue: next(&rest))
    default: return .none
    }
  }
}
