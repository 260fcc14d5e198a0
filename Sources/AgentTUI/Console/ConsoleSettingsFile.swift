// What the settings file says to the console alone: `keys` and `notify`.

import OrderedJSON

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
