// The languages of `sed` and `awk` can run programs and write files. As with the shell, what is harmless is written
// here, and the rest is asked about.

/// A script of `sed`.
enum SedScript {
  /// Whether it only prints, deletes and replaces: addresses of numbers or patterns, `p`, `d`, `q`, `=`, `s`.
  static func isHarmless(_ script: String) -> Bool {
    var rest = Array(script.utf8)[...]
    while true {
      skip(&rest) { [0x20, 0x09, 0x0a, UInt8(ascii: ";")].contains($0) }
      guard !rest.isEmpty else { return true }
      guard takeAddress(&rest) else { return false }
      if rest.first == UInt8(ascii: ",") {
        rest.removeFirst()
        guard takeAddress(&rest) else { return false }
      }
      if rest.first == UInt8(ascii: "!") { rest.removeFirst() }
      guard takeCommand(&rest) else { return false }
      skip(&rest) { $0 == 0x20 || $0 == 0x09 }
      guard let next = rest.first else { return true }
      guard next == UInt8(ascii: ";") || next == 0x0a else { return false }
    }
  }

  private static func skip(_ rest: inout ArraySlice<UInt8>, _ isSkipped: (UInt8) -> Bool) {
    rest = rest.drop(while: isSkipped)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

  /// An address, or nothing.
  private static func takeAddress(_ rest: inout ArraySlice<UInt8>) -> Bool {
    switch rest.first {
    case UInt8(ascii: "$"): rest.removeFirst()
    case UInt8(ascii: "/"): return takeDelimited(&rest, parts: 1)
    case let byte? where isDigit(byte): skip(&rest, isDigit)
    default: break
    }
    return true
  }

  private static func takeCommand(_ rest: inout ArraySlice<UInt8>) -> Bool {
    switch rest.popFirst() {
    case UInt8(ascii: "p"), UInt8(ascii: "d"), UInt8(ascii: "q"), UInt8(ascii: "="): return true
    case UInt8(ascii: "s"):
      guard takeDelimited(&rest, parts: 2) else { return false }
      // `e` runs what has come out, `w` writes it.
      skip(&rest) { isDigit($0) || $0 == UInt8(ascii: "g") || $0 == UInt8(ascii: "p") || $0 == UInt8(ascii: "I") }
      return true
    default: return false
    }
  }

  /// `/…/` or, for a replacement, `/…/…/`, with any plain sign in place of the slash.
  private static func takeDelimited(_ rest: inout ArraySlice<UInt8>, parts: Int) -> Bool {
    guard let delimiter = rest.popFirst(), Array("/|,#@:%+!_".utf8).contains(delimiter) else { return false }
    for _ in 0..<parts {
      var isClass = false
      while true {
        guard let byte = rest.popFirst(), byte != 0x0a else { return false }
        if byte == UInt8(ascii: "\\") {
          guard let escaped = rest.popFirst(), escaped != 0x0a else { return false }
        } else if byte == UInt8(ascii: "[") {
          // Whether the sign ends the text within […] is not the same for all that are called sed.
          isClass = true
        } else if byte == UInt8(ascii: "]") {
          isClass = false
        } else if byte == delimiter {
          if isClass { return false }
          break
        }
      }
    }
    return true
  }
}

/// A program of `awk`.
enum AwkProgram {
  private static let functions: Set<String> = [
    "length", "substr", "index", "split", "sub", "gsub", "match", "sprintf", "tolower", "toupper", "int", "sqrt",
    "exp", "log", "sin", "cos", "atan2", "rand", "srand", "printf", "print", "if", "while", "for", "in", "gensub",
    "strftime", "systime", "exit", "return", "and", "or", "xor", "delete", "else", "do", "case", "switch",
  ]

  /// Whether it only calculates and prints. What stands in quotes or between slashes is not told apart from the rest:
  /// where one of them ends is the first thing that a program made to deceive would hide.
  static func isHarmless(_ program: String) -> Bool {
    var name = ""
    var lastName = ""
    for sign in program.unicodeScalars {
      if sign.isASCII, sign.properties.isAlphabetic || sign == "_" || ("0"..."9").contains(sign) && !name.isEmpty {
        name.unicodeScalars.append(sign)
        continue
      }
      if !name.isEmpty { (lastName, name) = (name, "") }
      switch sign {
      case " ", "\t", "\n": continue
      case "(":
        guard lastName.isEmpty || functions.contains(lastName) else { return false }
      case "|", ">", "@", "`", "\\": return false
      default: break
      }
      if lastName == "getline" || lastName == "function" || lastName == "func" { return false }
      lastName = ""
    }
    return !["getline", "function", "func"].contains(name.isEmpty ? lastName : name)
  }
}
