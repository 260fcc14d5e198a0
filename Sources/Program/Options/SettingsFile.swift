import Agents
import OrderedJSON
import System

/// A settings file: an object whose members are named like the options, and the console's own settings.
struct SettingsFile {
  /// Settings of the console that are no options; the console reads them itself.
  static let consoleSettings = ["keys", "notify", "mouse"]

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
      throw UsageError(
        "\(path): a settings file is a JSON object, this is \(json.kind == "array" ? "an" : "a") \(json.kind).")
    }
    for member in object.members { try read(member, path: path, command: command) }
  }

  private mutating func read(_ member: JSONObject.Member, path: String, command: Command) throws(UsageError) {
    if Self.consoleSettings.contains(member.name) {
      console[member.name] = member.value
      return
    }
    let known = OptionTable.options.filter(\.isSetting)
    let named = known.filter { $0.name == member.name }
    guard !named.isEmpty else {
      let hint = NearestName.of(member.name, among: known.map(\.name) + Self.consoleSettings).map {
        "; did you mean '\($0)'?"
      }
      warnings.append("\(path): there is no setting '\(member.name)'\(hint ?? ".")")
      return
    }
    guard let option = named.first(where: { $0.commands.contains(command) }) else { return }
    let source = "\"\(member.name)\" in \(path)"
    for value in try Self.values(of: member.value, option: option, source: source) {
      settings.append(Setting(option: option, value: value, source: source))
    }
  }

  /// The value's text, as it would stand on the command line.
  private static func values(
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
