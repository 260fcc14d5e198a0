import Agents
import Inference

/// Turns the text of an option's value into what it means.
enum ValueParser {
  /// A whole number within `range`.
  static func integer(_ text: String, _ range: ClosedRange<Int>) throws(ValueError) -> Int {
    guard let value = Int(text), range.contains(value) else {
      throw ValueError(.integer(range))
    }
    return value
  }

  /// A number within `range`.
  static func number(_ text: String, _ range: ClosedRange<Double>) throws(ValueError) -> Double {
    guard let value = Double(text), range.contains(value) else {
      throw ValueError(.number(range))
    }
    return value
  }

  /// A seed.
  static func seed(_ text: String) throws(ValueError) -> UInt64 {
    guard let value = UInt64(text) else { throw ValueError(.seed) }
    return value
  }

  /// One of the words that are `Choice`'s raw values.
  static func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ text: String, _ type: Choice.Type, among allowed: [Choice]? = nil
  ) throws(ValueError) -> Choice {
    let words = (allowed ?? Array(Choice.allCases)).map(\.rawValue)
    guard words.contains(text), let value = Choice(rawValue: text) else {
      throw ValueError(.words(words), nearest: NearestName.of(text, among: words))
    }
    return value
  }

  /// The name of a variable of the environment.
  static func variableName(_ text: String) throws(ValueError) -> String {
    let isName =
      !text.isEmpty
      && text.utf8.allSatisfy { byte in
        byte == UInt8(ascii: "_") || (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
      }
    guard isName, text.utf8.first.map({ (48...57).contains($0) }) == false else {
      throw ValueError(accepted: "the name of a variable, such as GITHUB_TOKEN, without its value")
    }
    return text
  }

  /// An option without a value: true on the command line; a word in the environment and the settings files.
  static func flag(_ text: String) throws(ValueError) -> Bool {
    switch text.lowercased() {
    case "1", "true", "yes", "on": return true
    case "0", "false", "no", "off": return false
    default: throw ValueError(.flag)
    }
  }

  /// Bytes: `512M`, `1.5G`, `2GiB`, or a plain number of bytes. Units count by 1000, as sizes are written
  /// everywhere; `KiB`, `MiB`, `GiB` by 1024.
  ///
  /// - Parameter orNone: whether 0 is accepted.
  static func bytes(_ text: String, orNone: Bool = false) throws(ValueError) -> Int {
    if orNone, text == "0" { return 0 }
    let error = ValueError(.size(orNone: orNone))
    let digits = text.prefix { $0.isNumber || $0 == "." }
    guard let value = Double(digits), value > 0 else { throw error }
    let factor: Double
    switch text.dropFirst(digits.count).lowercased() {
    case "", "b": factor = 1
    case "k", "kb": factor = 1e3
    case "m", "mb": factor = 1e6
    case "g", "gb": factor = 1e9
    case "kib": factor = 1024
    case "mib": factor = 1024 * 1024
    case "gib": factor = 1024 * 1024 * 1024
    default: throw error
    }
    guard let bytes = Int(exactly: (value * factor).rounded()), bytes > 0 else { throw error }
    return bytes
  }

  /// A rule of what agents may do.
  static func rule(_ text: String, _ ruling: PermissionRuling) throws(ValueError) -> PermissionRule {
    do {
      // A rule about a tool that there is not would forbid nothing, and nobody would know.
      return try PermissionRule(text, ruling: ruling, tools: (BuiltInTools.all + BuiltInTools.optional).map(\.name))
    } catch {
      throw ValueError(accepted: "a rule", whole: error.description)
    }
  }

  /// Text with something in it.
  static func text(_ text: String, called what: String) throws(ValueError) -> String {
    guard !text.isEmpty else { throw ValueError(accepted: what) }
    return text
  }

  /// A SHA-256, in lower case.
  static func digest(_ text: String) throws(ValueError) -> String {
    let digest = text.lowercased()
    guard SHA256.isDigest(digest) else { throw ValueError(accepted: "64 hexadecimal digits") }
    return digest
  }

  /// `HOST:PORT`.
  static func address(_ text: String) throws(ValueError) -> WorkerAddress {
    guard let address = WorkerAddress(text) else { throw ValueError(accepted: WorkerAddress.accepted) }
    return address
  }

  /// `HOST:PORT`, or several between commas.
  static func addresses(_ text: String) throws(ValueError) -> [WorkerAddress] {
    let addresses = text.split(separator: ",", omittingEmptySubsequences: false).map {
      WorkerAddress($0.trimmingWhitespace)
    }
    guard !addresses.contains(nil) else {
      throw ValueError(accepted: "\(WorkerAddress.accepted), or several between commas")
    }
    return addresses.compactMap(\.self)
  }

  /// Words between commas, without spaces around them.
  static func words(_ text: String) throws(ValueError) -> [String] {
    let words = text.split(separator: ",").map { $0.trimmingWhitespace }.filter { !$0.isEmpty }
    guard !words.isEmpty else { throw ValueError(.names) }
    return words
  }

  /// "plan, ask or auto".
  static func list(_ words: [String]) -> String {
    guard words.count > 1, let last = words.last else { return words.first ?? "nothing" }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }
}

extension StringProtocol {
  /// Without spaces, tabs and newlines at both ends.
  var trimmingWhitespace: String {
    let start = firstIndex { !$0.isWhitespace } ?? endIndex
    let end = lastIndex { !$0.isWhitespace }.map(index(after:)) ?? start
    return String(self[start..<end])
  }
}
