import Agents
import AgentTUI
import OrderedJSON
import System

/// A settings file: an object whose members are named like the options, and the console's own settings.
struct SettingsFile {
  /// Where editors look for the schema of the file that they show; it sets nothing.
  static let schemaMember = "$schema"
  /// Settings of the console that are no options; the console reads them itself.
  static let consoleSettings = ConsoleSettingsSchema.names

  /// Values for options of this command, in the file's order.
  var settings: [Setting] = []
  /// The console's own settings.
  var console = JSONObject()
  /// What was passed over, with the reason.
  var warnings: [String] = []

  /// Nothing is set.
  init() {}

  /// Reads a file's bytes.
  ///
  /// - Throws: `UsageError` with the path, where they are no settings.
  init(_ bytes: [UInt8], path: String, command: Command) throws(UsageError) {
    let json: JSON
    do {
      json = try JSON(parsing: bytes.withoutByteOrderMark)
    } catch {
      throw UsageError("\(path):\(error)")
    }
    guard let object = json.object else {
      throw UsageError(Self.notAnObject(json, path: path))
    }
    for member in object.members { try read(member, path: path, command: command) }
  }

  private mutating func read(_ member: JSONObject.Member, path: String, command: Command) throws(UsageError) {
    if member.name == Self.schemaMember { return }
    if Self.consoleSettings.contains(member.name) {
      console[member.name] = member.value
      return
    }
    let named = OptionTable.settings.filter { $0.name == member.name }
    guard !named.isEmpty else {
      warnings.append(Self.unknown(member.name, path: path))
      return
    }
    guard let option = named.first(where: { $0.commands.contains(command) }) else { return }
    let source = "\"\(member.name)\" in \(path)"
    for value in try Self.values(of: member.value, option: option, source: source) {
      settings.append(Setting(option: option, value: value, source: source))
    }
  }

  /// That the file holds something else than an object.
  static func notAnObject(_ json: JSON, path: String) -> String {
    "\(path): a settings file is a JSON object, this is \(json.kind == "array" ? "an" : "a") \(json.kind)."
  }

  /// That there is no such setting, with the nearest one.
  static func unknown(_ name: String, path: String) -> String {
    let hint = NearestName.of(name, among: OptionTable.settings.map(\.name) + consoleSettings)
    return "\(path): there is no setting '\(name)'\(hint.map { "; did you mean '\($0)'?" } ?? ".")"
  }

  /// The value's text, as it would stand on the command line.
  static func values(
    of json: JSON, option: OptionSpecification, source: String
  ) throws(UsageError) -> [String] {
    switch json {
    case .string(let text): return [text]
    case .integer(let number): return [String(number)]
    case .number(let number): return ["\(number)"]
    case .array(let elements):
      let texts = elements.compactMap(\.string)
      guard texts.count == elements.count else { break }
      return option.isRepeatable ? texts : [texts.joined(separator: ",")]
    case .bool(let isTrue):
      if option.value == nil { return ["\(isTrue)"] }
    case .null, .object: break
    }
    let accepted =
      option.value == nil
      ? "true or false" : "a string\(option.isRepeatable ? ", an array of strings" : "") or a number"
    throw UsageError("\(source): \(json.text) is not accepted; give \(accepted).")
  }
}
