// What stands between `ESC [` and its last byte, and which key or mouse event it is. The forms:
//
//   ESC [ A            an arrow                     ESC [ 1 ; 5 A      with modifiers (1 + shift 1, alt 2, control 4)
//   ESC [ 3 ~          an editing or function key   ESC [ 3 ; 2 ~      with modifiers
//   ESC [ 13 ; 3 u     kitty, any key by its code   ESC [ 27 ; 5 ; 13 ~ xterm's modifyOtherKeys
//   ESC [ < 0;10;5 M   the mouse, from 1            ESC [ [ A          F1 on the Linux console
//   ESC [ I, ESC [ O   the terminal got or lost the focus
//   ESC [ 5 ^          rxvt: control; $ is shift, @ both

/// One control sequence at the beginning of some bytes.
struct ControlSequence {
  /// More bytes than any that is meant for us has.
  static let longest = 64

  /// The bytes it takes, with `ESC [`.
  let length: Int
  private let marker: UInt8?
  private let parameters: [Int?]
  private let last: UInt8
  /// All between `ESC [` and the end, for answers.
  let text: String

  /// - Returns: nil while the last byte has not come.
  init?(_ bytes: [UInt8]) {
    guard bytes.count > 2 else { return nil }
    if bytes[2] == 0x5B {  // ESC [ [ A
      guard bytes.count > 3 else { return nil }
      (length, marker, parameters, last, text) = (4, 0x5B, [], bytes[3], "")
      return
    }
    // `$` ends a sequence of rxvt; elsewhere it stands before the last byte of an answer.
    guard
      let end = bytes.indices.dropFirst(2).first(where: { place in
        let byte = bytes[place]
        if byte == 0x24 { return !bytes.contains(0x3F) }
        return byte >= 0x40 && byte <= 0x7E || byte < 0x20
      })
    else { return nil }
    var body = bytes[2..<end]
    text = String(decoding: bytes[2...end], as: UTF8.self)
    length = end + 1
    last = bytes[end]
    if let first = body.first, first >= 0x3C, first <= 0x3F {
      marker = first
      body = body.dropFirst()
    } else {
      marker = nil
    }
    parameters = body.split(separator: 0x3B, omittingEmptySubsequences: false).map { part in
      // Kitty adds alternates after a colon.
      Int(String(decoding: part.prefix { $0 != 0x3A }, as: UTF8.self))
    }
  }

  var isPasteStart: Bool { marker == nil && last == 0x7E && parameters == [200] }

  /// Whether it answers a question (`ESC [ ? … c`) rather than being a key.
  var isReport: Bool { marker == 0x3F || marker == 0x3E }

  /// The key or mouse event; nil for what we do not know, and for what says nothing (a stray end of paste).
  var event: InputEvent? {
    if marker == 0x3C { return mouse.map(InputEvent.mouse) }
    if marker == 0x5B { return Self.consoleKey(last).map(InputEvent.key) }
    if text == "I" || text == "O" { return .focus(text == "I") }
    guard marker == nil, var key else { return nil }
    if key.code == .tab, last == 0x5A { key.shift = true }
    let modifiers = modifierBits
    if modifiers & 1 != 0 { key.shift = true }
    if modifiers & 2 != 0 { key.alt = true }
    if modifiers & 4 != 0 { key.control = true }
    return .key(key)
  }

  private func parameter(_ index: Int) -> Int? {
    index < parameters.count ? parameters[index] : nil
  }

  /// The second parameter says them plus one, also for modifyOtherKeys; in rxvt the last byte does.
  private var modifierBits: Int {
    switch last {
    case 0x5E: 4
    case 0x24: 1
    case 0x40: 5
    case 0x61...0x64: 1
    default: max(0, (parameter(1) ?? 1) - 1)
    }
  }

  private var key: Key? {
    switch last {
    case 0x41...0x46, 0x48, 0x50...0x53: Self.applicationKey(last)
    case 0x61...0x64: Self.applicationKey(last - 0x20)
    case 0x5A: Key(.tab)
    case 0x7E, 0x5E, 0x24, 0x40:
      if parameter(0) == 27, let code = parameter(2) {
        Self.key(code: code)
      } else {
        Self.editingKey(parameter(0) ?? 0)
      }
    case 0x75: Self.key(code: parameter(0) ?? 1)
    default: nil
    }
  }

  /// The keys of `ESC O x` and of `ESC [ x`.
  static func applicationKey(_ byte: UInt8) -> Key? {
    switch byte {
    case 0x41: Key(.up)
    case 0x42: Key(.down)
    case 0x43: Key(.right)
    case 0x44: Key(.left)
    case 0x46: Key(.end)
    case 0x48: Key(.home)
    case 0x4D: Key(.enter)
    case 0x50...0x53: Key(.function(Int(byte) - 0x4F))
    case 0x61...0x64: applicationKey(byte - 0x20).map { Key($0.code, control: true) }
    default: nil
    }
  }

  private static func consoleKey(_ byte: UInt8) -> Key? {
    (0x41...0x45).contains(byte) ? Key(.function(Int(byte) - 0x40)) : nil
  }

  private static func editingKey(_ number: Int) -> Key? {
    switch number {
    case 1, 7: Key(.home)
    case 2: Key(.insert)
    case 3: Key(.delete)
    case 4, 8: Key(.end)
    case 5: Key(.pageUp)
    case 6: Key(.pageDown)
    case 11...15: Key(.function(number - 10))
    case 17...21: Key(.function(number - 11))
    case 23...24: Key(.function(number - 12))
    default: nil
    }
  }

  /// A key by its code: that of its character, without shift.
  private static func key(code: Int) -> Key? {
    switch code {
    case 9: Key(.tab)
    case 13, 57414: Key(.enter)
    case 27: Key(.escape)
    case 8, 127: Key(.backspace)
    case 57344...63743: nil
    default:
      UInt32(exactly: code).flatMap(Unicode.Scalar.init).flatMap {
        $0.value < 0x20 ? nil : Key(.character(Character($0)))
      }
    }
  }

  /// `ESC [ < button ; column ; row M`, `m` for a release.
  private var mouse: MouseEvent? {
    guard last == 0x4D || last == 0x6D, let button = parameter(0), let column = parameter(1), let row = parameter(2)
    else { return nil }
    let place = Point(x: max(0, column - 1), y: max(0, row - 1))
    let action: MouseEvent.Action? =
      switch button & ~0x1C {
      case 64: .scrollUp
      case 65: .scrollDown
      // The left button; the others stay without a meaning.
      case 0: last == 0x4D ? .press : .release
      case 32: .drag
      default: nil
      }
    return action.map { MouseEvent(action: $0, place: place) }
  }
}
