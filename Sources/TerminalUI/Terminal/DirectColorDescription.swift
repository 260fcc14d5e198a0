// Nearly every terminal of today shows 24-bit colours, and nearly none says so in its description: TERM is
// xterm-256color, and COLORTERM=truecolor is the only hint. curses goes by the description alone. So we make one:
// all capabilities of the terminal's own, with colours that are numbers of 24 bits (below 256: the palette), in
// the compiled form of terminfo(5), which ncurses reads from the variable TERMINFO as `hex:…`.

import CNcurses

/// A terminal's description with direct colours.
enum DirectColorDescription {
  /// The value for `TERMINFO`, from the description that `setupterm` has loaded.
  static func terminfo(term: String) -> String {
    "hex:"
      + compiled(term: term).map { byte in
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.utf8.count == 1 ? "0" + digits : digits
      }.joined()
  }

  /// The number that curses takes for a colour; -1 for the terminal's own.
  static func number(of color: ThemeColor) -> Int32 {
    switch color {
    case .none: return -1
    case .indexed(let index): return Int32(index)
    case .rgb(let red, let green, let blue):
      // Below 256 the palette is meant, so the darkest blues get a touch of green.
      let value = Int32(red) << 16 | Int32(green) << 8 | Int32(blue)
      return value < 256 ? value | 0x100 : value
    }
  }

  private static func setColor(_ normal: String, _ bright: String, _ extended: String) -> String {
    "\u{1B}[%?%p1%{8}%<%t\(normal)%p1%d%e%p1%{16}%<%t\(bright)%p1%{8}%-%d%e%p1%{256}%<%t\(extended);5;%p1%d%e"
      + "\(extended);2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%;m"
  }

  private static func compiled(term: String) -> [UInt8] {
    let flags = names(agent_tui_flag_name).map { name -> UInt8 in
      // The palette is not changed, and a colour is never a mode of its own.
      if name == "ccc" { return 0 }
      return withTerminfoName(name) { tigetflag($0) } > 0 ? 1 : 0
    }
    let numbers = names(agent_tui_number_name).map { name -> Int32 in
      switch name {
      case "colors": 1 << 24
      case "pairs": 1 << 16
      default: max(-1, withTerminfoName(name) { tigetnum($0) })
      }
    }
    var table: [UInt8] = []
    let offsets = names(agent_tui_string_name).map { name -> Int32 in
      let value: [UInt8]?
      switch name {
      case "setaf": value = Array(setColor("3", "9", "38").utf8)
      case "setab": value = Array(setColor("4", "10", "48").utf8)
      case "setf", "setb", "initc", "initp", "oc": value = nil
      default: value = string(name)
      }
      guard let value else { return -1 }
      defer { table += value + [0] }
      return Int32(table.count)
    }
    return assemble(name: Array("\(term)|\(term) with direct colors".utf8) + [0], flags, numbers, offsets, table)
  }

  private static func assemble(
    name: [UInt8], _ flags: [UInt8], _ numbers: [Int32], _ offsets: [Int32], _ table: [UInt8]
  ) -> [UInt8] {
    let magicWith32Bits: Int32 = 0o1036
    var bytes: [UInt8] = []
    func add(_ value: Int32, bytes count: Int) {
      for byte in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * Int32(byte)))) }
    }
    func align() { if bytes.count % 2 == 1 { bytes.append(0) } }
    for value in [
      magicWith32Bits, Int32(name.count), Int32(flags.count), Int32(numbers.count), Int32(offsets.count),
      Int32(table.count),
    ] {
      add(value, bytes: 2)
    }
    bytes += name + flags
    align()
    for number in numbers { add(number, bytes: 4) }
    for offset in offsets { add(offset, bytes: 2) }
    bytes += table
    align()
    // The extension: one flag, `RGB`, without which ncurses would make a table of all colours.
    let extensionName = Array("RGB".utf8) + [0]
    for value: Int32 in [1, 0, 0, 1, Int32(extensionName.count)] { add(value, bytes: 2) }
    bytes.append(1)
    align()
    add(0, bytes: 2)
    return bytes + extensionName
  }

  private static func names(_ name: (Int32) -> UnsafePointer<CChar>?) -> [String] {
    var names: [String] = []
    while let next = name(Int32(names.count)) { names.append(String(cString: next)) }
    return names
  }

  /// A capability of the loaded description; nil where it has none.
  static func string(_ name: String) -> [UInt8]? {
    guard let value = withTerminfoName(name, { tigetstr($0) }), Int(bitPattern: value) != -1 else { return nil }
    return UnsafeBufferPointer(start: value, count: strlen(value)).map { UInt8(bitPattern: $0) }
  }

  /// Older headers declare the names as mutable.
  private static func withTerminfoName<Result>(_ name: String, _ body: (UnsafeMutablePointer<CChar>?) -> Result)
    -> Result
  {
    var bytes = Array(name.utf8CString)
    return bytes.withUnsafeMutableBufferPointer { body($0.baseAddress) }
  }
}
