/// The keys that terminfo knows for the terminal at hand, for those whose sequences are their own.
enum DescribedKeys {
  /// The sequences of the loaded description.
  static func read() -> [[UInt8]: Key] {
    var keys: [[UInt8]: Key] = [:]
    for (name, key) in names {
      if let bytes = DirectColorDescription.string(name), bytes.count > 1, bytes[0] == 0x1B { keys[bytes] = key }
    }
    return keys
  }

  private static let names: [(String, Key)] =
    [
      ("kcuu1", Key(.up)), ("kcud1", Key(.down)), ("kcub1", Key(.left)), ("kcuf1", Key(.right)), ("khome", Key(.home)),
      ("kend", Key(.end)), ("kpp", Key(.pageUp)), ("knp", Key(.pageDown)), ("kich1", Key(.insert)),
      ("kdch1", Key(.delete)), ("kcbt", Key(.tab, shift: true)), ("kri", Key(.up, shift: true)),
      ("kind", Key(.down, shift: true)), ("kLFT", Key(.left, shift: true)), ("kRIT", Key(.right, shift: true)),
      ("kHOM", Key(.home, shift: true)), ("kEND", Key(.end, shift: true)), ("kPRV", Key(.pageUp, shift: true)),
      ("kNXT", Key(.pageDown, shift: true)), ("kent", Key(.enter)),
    ] + (1...12).map { ("kf\($0)", Key(.function($0))) }
}
