// What the settings file says to the console alone: `keys`, `notify` and `mouse`.

import OrderedJSON
import TerminalUI

extension KeyMap {
  /// The keys as `keys` of the settings has them: `{"action": "ctrl-x"}`.
  init(settings: JSONObject) {
    var overrides: [String: String] = [:]
    for member in settings["keys"]?.object?.members ?? [] {
      overrides[member.name] = member.value.string ?? member.value.text
    }
    self.init(overrides: overrides)
  }
}

extension Notifier {
  /// How `notify` wants it; the bell where it says nothing.
  init(settings: JSONObject, problems: inout [String]) {
    guard let wanted = settings["notify"] else {
      self = .bell
      return
    }
    guard let known = wanted.string.flatMap(Notifier.init(rawValue:)) else {
      problems.append(
        "notify: \(wanted.text) is not known; give \(Notifier.allCases.map(\.rawValue).joined(separator: ", ")). The bell is used."
      )
      self = .bell
      return
    }
    self = known
  }
}

extension MouseSettings {
  /// What `mouse` switches on: `{"scroll": true, "click": true, "select": true}`.
  init(settings: JSONObject, problems: inout [String]) {
    self.init()
    guard let wanted = settings["mouse"] else { return }
    guard let members = wanted.object?.members else {
      problems.append(
        "mouse: \(wanted.text) is not an object such as {\"scroll\": true, \"click\": true, \"select\": true}; the mouse stays off"
      )
      return
    }
    for member in members {
      guard case .bool(let isOn) = member.value else {
        problems.append("mouse: \(member.name) is true or false, not \(member.value.text); it stays off")
        continue
      }
      switch member.name {
      case "scroll": scroll = isOn
      case "click": click = isOn
      case "select": select = isOn
      default: problems.append("mouse: there is no '\(member.name)'; there are scroll, click and select")
      }
    }
  }
}
