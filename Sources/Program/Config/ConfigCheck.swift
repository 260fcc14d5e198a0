// A start of the program stops at the first thing that is wrong, since it cannot go on; whoever checks a file wants to
// hear of all of them. So every member is tried by itself, by the very readers that a start uses.

import AgentTUI
import OrderedJSON
import TerminalUI

/// What is wrong with a settings file.
struct ConfigCheck {
  /// The file, for the sentences.
  let path: String
  /// Whether it is a project's: then it may say less.
  let isProject: Bool
  /// Why a theme of a name cannot be used; nil where it can.
  var themeProblem: (String) -> String? = { _ in nil }

  /// A sentence for each thing that is wrong, in the file's order; none where all is right.
  func problems(in bytes: [UInt8]) -> [String] {
    let json: JSON
    do {
      json = try JSON(parsing: bytes)
    } catch {
      return ["\(path):\(error)"]
    }
    guard let object = json.object else {
      return [SettingsFile.notAnObject(json, path: path)]
    }
    var problems: [String] = []
    var console = JSONObject()
    for member in object.members where member.name != SettingsFile.schemaMember {
      if SettingsFile.consoleSettings.contains(member.name) {
        console[member.name] = member.value
        if isProject { problems.append("\(path): '\(member.name)' belongs into your own settings.") }
      } else {
        problems += self.problems(of: member)
      }
    }
    if !isProject { problems += ConsoleSettingsSchema.problems(of: console).map { "\(path): \($0)" } }
    return problems
  }

  private func problems(of member: JSONObject.Member) -> [String] {
    let named = OptionTable.settings.filter { $0.name == member.name }
    guard let first = named.first else { return [SettingsFile.unknown(member.name, path: path)] }
    let source = "\"\(member.name)\" in \(path)"
    if isProject, first.project == .mayNot {
      return ["\(source): a project's file cannot say it; say it with \(first.flag)."]
    }
    let texts: [String]
    do {
      texts = try SettingsFile.values(of: member.value, option: first, source: source)
    } catch {
      return [error.description]
    }
    return texts.compactMap { text in
      if let refusal = Self.refusal(of: text, by: named, source: source) { return refusal }
      if member.name == "theme" { return themeProblem(text).map { "\(source): \($0)." } }
      return nil
    }
  }

  /// Why none of the options of a name takes a value; nil where one does.
  private static func refusal(of value: String, by options: [OptionSpecification], source: String) -> String? {
    var first: String?
    for option in options {
      var scratch = ResolvedOptions()
      do {
        try Setting(option: option, value: value, source: source).apply(to: &scratch)
        return nil
      } catch {
        first = first ?? error.description
      }
    }
    return first
  }
}
