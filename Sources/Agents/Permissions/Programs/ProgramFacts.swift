// What a rule such as `bash(git diff *)` allows must not grow with what somebody else puts behind it: an option may
// write a file, run a program or send something away. Which options do is more than anybody can list, and changes with
// every version; so what is written here is what a program may be told without being asked about. Whatever else stands
// behind a prefix is asked about in spite of it, and programs that have no line here are not offered as a prefix.

/// What is known of a program.
struct ProgramFacts: Sendable {
  /// How what the program is told is read where options alone do not say it.
  enum Language: Sendable {
    /// Options and operands.
    case options
    /// Nothing that it is given can do harm.
    case anything
    /// `find`: whatever begins with a dash has a name.
    case expression
    /// Its first operand, or each value of `-e`, is a script of this editor.
    case sed
    /// Its first operand is a program.
    case awk
    /// `tar`: the first word may be options without a dash, and a colon in a name means another machine.
    case archive
  }

  var language = Language.options
  /// Options of one letter that take nothing.
  var flags: Set<Character> = []
  /// Options of one letter that take a value.
  var valued: Set<Character> = []
  /// Long options, and those of more than one letter behind one dash where they are told so (`expression`).
  var long: Set<String> = []
  /// Whether `-5` is an option.
  var takesNumber = false
  /// What its first operands may be; each has facts of its own. Empty: it has no such words.
  var verbs: [String: ProgramFacts] = [:]
  /// How many operands it may have; more write a file.
  var mostOperands = Int.max
  /// Whether it only looks at what it is given: then it changes no file that is protected.
  var onlyLooks = true
  /// Whether it shows nothing of what is in a file.
  var showsNoContent = false
  /// Whether its first operand is a text that is looked for, and no file.
  var firstIsText = false

  /// - Parameters:
  ///   - flags: letters.
  ///   - valued: letters.
  ///   - long: names without dashes, with a space between them.
  init(
    _ flags: String = "", valued: String = "", long: String = "", language: Language = .options, number: Bool = false,
    most: Int = .max, changes: Bool = false, showsNoContent: Bool = false, firstIsText: Bool = false,
    verbs: [String: ProgramFacts] = [:]
  ) {
    self.flags = Set(flags)
    self.valued = Set(valued)
    self.long = Set(long.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init))
    self.language = language
    self.verbs = verbs
    takesNumber = number
    mostOperands = most
    onlyLooks = !changes
    self.showsNoContent = showsNoContent
    self.firstIsText = firstIsText || language == .sed || language == .awk
  }

  /// What is known of the programs in the system; nil where nothing is.
  static func facts(of program: String) -> ProgramFacts? { all[program] }

  private static let all = texts.merging(files) { first, _ in first }.merging(["git": git]) { first, _ in first }

  /// What is known of a command, with the words that are no verbs of it.
  static func facts(
    for words: ArraySlice<ShellScript.Word>
  ) -> (facts: ProgramFacts, arguments: ArraySlice<ShellScript.Word>)? {
    guard let name = words.first, name.isLiteral, let program = CommandAnalysis.systemName(name.text),
      var facts = facts(of: program)
    else { return nil }
    var arguments = words.dropFirst()
    while !facts.verbs.isEmpty {
      guard let verb = arguments.first, verb.isLiteral, let next = facts.verbs[verb.text] else {
        return (facts, arguments)
      }
      facts = next
      arguments = arguments.dropFirst()
    }
    return (facts, arguments)
  }
}
