// A schema for editors: they complete the names, show what each is for, and mark what is wrong while it is written. It
// says the form that a value has at its best; that the program takes "4" for 4 as well is no reason to write it so.

import AgentTUI
import OrderedJSON
import System

/// The JSON schema of `config.json` and of a project's `.agent-tui.json`.
enum ConfigSchema {
  /// The schema, in the dialect that editors know best (draft 7).
  static var json: JSON {
    var properties: [JSONObject.Member] = [
      .init(
        name: SettingsFile.schemaMember,
        value: .object(["type": "string", "description": "where this schema lies; sets nothing"]))
    ]
    for setting in SettingDescription.all {
      properties.append(.init(name: setting.name, value: .object(property(setting))))
    }
    properties += console
    return .object([
      "$schema": "http://json-schema.org/draft-07/schema#",
      "title": "Settings of agent-tui",
      "type": "object",
      "properties": .object(JSONObject(properties)),
      "additionalProperties": false,
    ])
  }

  private static func property(_ setting: SettingDescription) -> JSONObject {
    var property: JSONObject = ["description": .string("\(setting.summary). \(setting.right)")]
    var value = form(of: setting.accepted)
    if setting.isRepeatable {
      value = ["anyOf": .array([.object(value), .object(["type": "array", "items": .object(value)])])]
    }
    for member in value.members { property[member.name] = member.value }
    return property
  }

  /// The values that are accepted, as keywords.
  private static func form(of accepted: AcceptedValue) -> JSONObject {
    switch accepted {
    case .integer(let range):
      var form: JSONObject = ["type": "integer", "minimum": .integer(range.lowerBound)]
      if range.upperBound != .max { form["maximum"] = .integer(range.upperBound) }
      return form
    case .number(let range):
      return ["type": "number", "minimum": .number(range.lowerBound), "maximum": .number(range.upperBound)]
    case .seed: return ["type": "integer", "minimum": 0]
    case .words(let words): return ["enum": .array(words.map(JSON.string))]
    case .flag: return ["type": "boolean"]
    case .size(let orNone):
      return [
        "anyOf": .array([
          .object(["type": "integer", "minimum": orNone ? 0 : 1]),
          .object(["type": "string", "pattern": .string("^(\(orNone ? "0|" : "")\(size))$")]),
        ])
      ]
    case .names:
      let name: JSONObject = ["type": "string", "pattern": "[^,\\s]"]
      return [
        "anyOf": .array([
          .object(name), .object(["type": "array", "items": .object(name), "minItems": 1]),
        ])
      ]
    case .text: return ["type": "string", "minLength": 1]
    case .anyText: return ["type": "string"]
    }
  }

  /// A size of more than nothing; what is less than one needs a unit that makes it a byte at least.
  private static let size =
    #"[0-9]*[1-9][0-9]*(\.[0-9]+)?([bB]|[kKmMgG]([iI]?[bB])?)?|0\.[0-9]{0,2}[1-9][0-9]*[kKmMgG]([iI]?[bB])?"#

  /// What only the console reads.
  private static var console: [JSONObject.Member] {
    let keys = ConsoleSettingsSchema.actions.map { action -> JSONObject.Member in
      let usual = action.keys.isEmpty ? "no key" : action.keys.joined(separator: " ")
      return .init(
        name: action.name,
        value: .object(["type": "string", "minLength": 1, "description": .string("\(action.title) (\(usual))")]))
    }
    let mouse = ConsoleSettingsSchema.mouseParts.map { part -> JSONObject.Member in
      .init(name: part.name, value: .object(["type": "boolean", "description": .string(part.summary)]))
    }
    return [
      .init(name: "keys", value: object("keys of actions, parted by spaces, or none", keys)),
      .init(
        name: "notify",
        value: .object([
          "description": "how you are told that an approval waits or a run has ended, where you do not see it",
          "enum": .array(ConsoleSettingsSchema.notifiers.map(JSON.string)),
        ])),
      .init(name: "mouse", value: object("what the mouse does", mouse)),
    ]
  }

  private static func object(_ description: String, _ properties: [JSONObject.Member]) -> JSON {
    .object([
      "description": .string(description), "type": "object", "properties": .object(JSONObject(properties)),
      "additionalProperties": false,
    ])
  }
}
