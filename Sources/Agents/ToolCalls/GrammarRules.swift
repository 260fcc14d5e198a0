/// The rules of one GBNF grammar, each written once, in the order in which they were first asked for.
struct GrammarRules {
  private var rules: [(name: String, body: String)] = []
  private var names: Set<String> = []
  private var namesByText: [String: String] = [:]

  /// Adds a rule unless there is one of its name, and gives the name back, to be written where it is used.
  mutating func define(_ name: String, _ body: (inout GrammarRules) -> String) -> String {
    if names.insert(name).inserted {
      let place = rules.count
      rules.append((name, ""))
      rules[place].body = body(&self)
    }
    return name
  }

  /// Adds a rule of a name of its own, and gives the name back.
  ///
  /// - Parameter prefix: what the name begins with.
  mutating func add(_ prefix: String, _ body: String) -> String {
    let name = reserve(prefix)
    fill(name, body)
    return name
  }

  /// Adds a rule unless there is one that says the same, and gives the name back.
  ///
  /// - Parameter prefix: what the name begins with.
  mutating func define(text: String, _ prefix: String) -> String {
    if let known = namesByText[text] { return known }
    let name = add(prefix, text)
    namesByText[text] = name
    return name
  }

  /// A name of its own for a rule whose body, which may use it, comes later.
  mutating func reserve(_ prefix: String) -> String {
    var number = rules.count
    while !names.insert("\(prefix)-\(number)").inserted { number += 1 }
    rules.append(("\(prefix)-\(number)", ""))
    return "\(prefix)-\(number)"
  }

  /// The body of a rule whose name was reserved.
  mutating func fill(_ name: String, _ body: String) {
    guard let place = rules.lastIndex(where: { $0.name == name }) else { return }
    rules[place].body = body
  }

  /// How many rules there are.
  var count: Int { rules.count }

  /// The grammar: a rule a line.
  var text: String {
    rules.map { "\($0.name) ::= \($0.body)\n" }.joined()
  }

  // MARK: Repetitions

  /// The longest repetition that is held exactly.
  static let longestRepetition = 8192
  /// llama.cpp writes so many rules for a repetition without blinking.
  private static let plainRepetition = 128

  /// The bounds as far as a grammar holds them.
  static func sayable(atLeast: Int, atMost: Int?) -> (Int, Int?) {
    (
      atLeast <= longestRepetition ? atLeast : 0,
      atMost.flatMap { $0 <= longestRepetition && $0 >= atLeast ? $0 : nil }
    )
  }

  /// So many of `unit`, which is a rule's name or a class of characters, and is never empty.
  ///
  /// A long bound is written as groups: (64 of them){0,63} and then {0,64} single ones accept every count from 0 to
  /// 4096, exactly, and cost 200 rules. Beyond `longestRepetition` a bound is left out: whoever asks checks it after.
  mutating func repeated(_ unit: String, atLeast: Int, atMost: Int?) -> String {
    let (low, high) = Self.sayable(atLeast: atLeast, atMost: atMost)
    var parts: [String] = []
    if low > Self.plainRepetition {
      let size = Int(Double(low).squareRoot())
      parts.append("\(group(of: unit, size)){\(low / size)}")
      if low % size > 0 { parts.append("\(unit){\(low % size)}") }
    } else if high.map({ $0 - low <= Self.plainRepetition }) ?? true {
      return Self.plain(unit, low, high)
    } else if low > 0 {
      parts.append(Self.plain(unit, low, low))
    }
    guard let high else { return (parts + [unit + "*"]).joined(separator: " ") }
    let count = high - low
    if count > Self.plainRepetition {
      let size = Int(Double(count).squareRoot())
      // The single ones must make up a whole group less one at least, or some counts would be left out.
      let groups = count / size - 1
      parts.append("\(group(of: unit, size)){0,\(groups)} \(unit){0,\(count - groups * size)}")
    } else if count > 0 {
      parts.append(Self.plain(unit, 0, count))
    }
    return parts.joined(separator: " ")
  }

  private static func plain(_ unit: String, _ low: Int, _ high: Int?) -> String {
    switch (low, high) {
    case (_, 0): ""
    case (0, nil): unit + "*"
    case (1, nil): unit + "+"
    case (0, 1): unit + "?"
    case (1, 1): unit
    case (let low, nil): "\(unit){\(low),}"
    case (let low, let high?) where low == high: "\(unit){\(low)}"
    case (let low, let high?): "\(unit){\(low),\(high)}"
    }
  }

  private mutating func group(of unit: String, _ size: Int) -> String {
    unit == "char" ? define("chars-\(size)") { _ in "char{\(size)}" } : define(text: "\(unit){\(size)}", "group")
  }

  /// `text` as a terminal: in quotes, with what GBNF reads otherwise escaped.
  static func literal(_ text: String) -> String {
    var literal = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": literal += "\\\""
      case "\\": literal += "\\\\"
      case "\n": literal += "\\n"
      case "\r": literal += "\\r"
      case "\t": literal += "\\t"
      default: literal.unicodeScalars.append(scalar)
      }
    }
    return literal + "\""
  }
}
