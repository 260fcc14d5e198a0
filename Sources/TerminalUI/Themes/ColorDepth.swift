/// How many colours a terminal shows.
package enum ColorDepth: Int, Comparable, CaseIterable, Sendable {
  /// None: attributes only.
  case none
  case sixteen
  case palette256
  /// 24 bits a colour.
  case direct

  package static func < (a: ColorDepth, b: ColorDepth) -> Bool { a.rawValue < b.rawValue }

  /// What the environment and the terminal's description say.
  ///
  /// `NO_COLOR` (not empty) wins; `COLORTERM` says `truecolor` or `24bit` where a terminal has more than its
  /// description dares to say.
  static func detect(environment: [String: String], describedColors: Int) -> ColorDepth {
    if let forbidden = environment["NO_COLOR"], !forbidden.isEmpty { return .none }
    guard describedColors >= 8 else { return .none }
    let announced = environment["COLORTERM"]?.lowercased()
    if announced == "truecolor" || announced == "24bit" || describedColors > 256 { return .direct }
    return describedColors >= 256 ? .palette256 : .sixteen
  }
}
