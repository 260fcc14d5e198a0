import Agents

/// What the command line says, before anything else has had its say.
struct ParsedArguments: Sendable {
  var command = Command.console
  /// The options, in order.
  var settings: [Setting] = []
  /// What `resume` and `export` are given.
  var session: String?
  /// What `pull` is given.
  var source: String?
  /// What `config` is asked for.
  var config: ConfigRequest?
  /// What `completions` is given.
  var shell: Shell?
  /// What `permissions explain` is given.
  var calls: [String] = []
}

/// Reads the command line by the table of options.
///
/// `--name value` and `--name=value`; options stand before or after the command; `--` ends them.
struct ArgumentParser {
  private var arguments: ArraySlice<String>
  private var parsed = ParsedArguments()
  private var hasCommand = false
  /// Whether `trust` has been given its folder.
  private var hasFolder = false
  /// Whether `permissions` has been told what to do.
  private var hasVerb = false

  /// - Parameter arguments: without the program's own name.
  /// - Throws: `UsageError` with a sentence for the first thing that is wrong.
  static func parse(_ arguments: [String]) throws(UsageError) -> ParsedArguments {
    var parser = ArgumentParser(arguments: arguments[...])
    try parser.run()
    return parser.parsed
  }

  private init(arguments: ArraySlice<String>) {
    self.arguments = arguments
    // The command decides which options there are, and may stand behind some of them.
    parsed.command = Self.findCommand(in: arguments) ?? .console
  }

  private mutating func run() throws(UsageError) {
    var isAfterOptions = false
    while let argument = arguments.popFirst() {
      if argument == "--" && !isAfterOptions {
        isAfterOptions = true
      } else if argument.hasPrefix("-") && argument != "-" && !isAfterOptions {
        try option(argument)
      } else {
        try word(argument)
      }
    }
    try requireWord()
  }

  /// Refuses a command that says nothing without a word behind it.
  private func requireWord() throws(UsageError) {
    let words: [String]
    if parsed.command == .config, parsed.config == nil {
      words = ConfigRequest.words
    } else if parsed.command == .completions, parsed.shell == nil {
      words = Shell.allCases.map(\.rawValue)
    } else {
      return
    }
    if parsed.settings.contains(where: { $0.option.name == "help" || $0.option.name == "version" }) { return }
    throw UsageError("'\(parsed.command.spelling)' needs a word: \(ValueParser.list(words)).")
  }

  /// One of the words that a command takes.
  private func choose(_ word: String, among words: [String]) throws(UsageError) -> String {
    if words.contains(word) { return word }
    let hint = NearestName.of(word, among: words).map { "; did you mean '\($0)'?" } ?? "."
    throw UsageError("'\(parsed.command.spelling)' takes \(ValueParser.list(words)), not '\(word)'\(hint)")
  }

  private mutating func option(_ argument: String) throws(UsageError) {
    if argument == "-h" {
      return parsed.settings.append(Setting(option: try specification("--help"), value: "", source: "-h"))
    }
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let option = try specification(parts[0])
    let value: String
    if let name = option.value {
      guard let given = parts.count == 2 ? parts[1] : arguments.popFirst() else {
        throw UsageError("\(option.flag) needs a value: \(option.flag) \(name), \(option.summary).")
      }
      value = given
    } else {
      guard parts.count == 1 else { throw UsageError("\(option.flag) takes no value, but '\(parts[1])' was given.") }
      value = "true"
    }
    parsed.settings.append(Setting(option: option, value: value, source: option.flag))
  }

  private mutating func word(_ word: String) throws(UsageError) {
    if !hasCommand, Command(word: word) == parsed.command {
      hasCommand = true
    } else if [.resume, .export].contains(parsed.command), parsed.session == nil {
      parsed.session = word
    } else if parsed.command == .pull, parsed.source == nil {
      parsed.source = word
    } else if parsed.command == .config, parsed.config == nil {
      parsed.config = try choose(word, among: ConfigRequest.words) == "schema" ? .schema : .check(file: nil)
    } else if parsed.config == .check(file: nil) {
      parsed.config = .check(file: word)
    } else if parsed.command == .completions, parsed.shell == nil {
      parsed.shell = Shell(rawValue: try choose(word, among: Shell.allCases.map(\.rawValue)))
    } else if parsed.command == .permissions, !hasVerb {
      guard word == "explain" else {
        throw UsageError(
          "'agent-tui permissions' has no '\(word)'; there is: agent-tui permissions explain 'bash(git push)'.")
      }
      hasVerb = true
    } else if parsed.command == .permissions {
      parsed.calls.append(word)
    } else if parsed.command == .trust, !hasFolder {
      hasFolder = true
      parsed.settings.append(Setting(option: try specification("--workspace"), value: word, source: "DIR"))
    } else if parsed.command == .console {
      let hint = NearestName.of(word, among: Command.words).map { "; did you mean '\($0)'?" } ?? "."
      throw UsageError("There is no command '\(word)'; there are \(ValueParser.list(Command.words))\(hint)")
    } else {
      let hint = parsed.command == .run ? " Give a task with --task '\(word)'." : ""
      throw UsageError("'\(parsed.command.spelling)' takes no '\(word)'.\(hint)")
    }
  }

  private func specification(_ flag: String) throws(UsageError) -> OptionSpecification {
    let here = OptionTable.options(of: parsed.command)
    if let option = here.first(where: { $0.flag == flag }) { return option }
    let elsewhere = OptionTable.options.filter { $0.flag == flag }.flatMap(\.commands)
    if !elsewhere.isEmpty {
      let places = Command.allCases.filter(elsewhere.contains).map { "'\($0.spelling)'" }
      throw UsageError(
        "'\(parsed.command.spelling)' has no option \(flag); it belongs to \(places.joined(separator: ", ")).")
    }
    let hint = NearestName.of(flag, among: here.map(\.flag)).map { "; did you mean \($0)?" } ?? "."
    throw UsageError(
      "'\(parsed.command.spelling)' has no option '\(flag)'; '\(parsed.command.spelling) --help' lists them\(hint)")
  }

  /// The first word that is no option's value, if it names a command.
  private static func findCommand(in arguments: ArraySlice<String>) -> Command? {
    var arguments = arguments
    while let argument = arguments.popFirst(), argument != "--" {
      guard argument.hasPrefix("-"), argument != "-" else { return Command(word: argument) }
      let takesValue = OptionTable.options.contains { $0.flag == argument && $0.value != nil }
      if takesValue { _ = arguments.popFirst() }
    }
    return nil
  }
}
