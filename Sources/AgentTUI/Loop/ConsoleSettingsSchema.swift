// What the three settings that only the console reads may hold, told to whoever describes or checks a settings file.
// It is made from what the console itself goes by: the table of actions, the notifiers, the reader of `mouse`.

package import OrderedJSON
import TerminalUI

/// The console's own settings: what there is, and what is wrong with some.
package enum ConsoleSettingsSchema {
  /// An action as `keys` names it.
  package struct BoundAction: Sendable, Equatable {
    package let name: String
    /// What it does, a verb first.
    package let title: String
    /// Its keys unless the settings say otherwise, as they are written there; none where it has none.
    package let keys: [String]
  }

  /// The settings by their names.
  package static let names = ["keys", "notify", "mouse"]

  /// What a settings file can give keys to, in the order of help.
  package static var actions: [BoundAction] {
    ActionSpec.all.map { spec in
      var keys: [String] = []
      for key in spec.bindings.flatMap(\.keys) where !keys.contains(key) { keys.append(key) }
      return BoundAction(name: spec.action.rawValue, title: spec.title, keys: keys)
    }
  }

  /// What `notify` can be.
  package static var notifiers: [String] { Notifier.allCases.map(\.rawValue) }

  /// The members of `mouse`, and what each switches on.
  package static let mouseParts: [(name: String, summary: String)] = [
    ("scroll", "the wheel scrolls what is under the pointer"),
    ("click", "a click gives the focus to a pane, or selects a row of a list"),
    ("select", "dragging selects lines of a pane, and copies them when the button is let go"),
  ]

  /// What is wrong with the console's own settings, a sentence each, as the console would say it at its start.
  package static func problems(of settings: JSONObject) -> [String] {
    var problems = keysProblem(settings).map { [$0] } ?? KeyMap(settings: settings).problems
    _ = Notifier(settings: settings, problems: &problems)
    _ = MouseSettings(settings: settings, problems: &problems)
    return problems
  }

  /// That `keys` is no object, where it is none: then no key is changed.
  static func keysProblem(_ settings: JSONObject) -> String? {
    guard let keys = settings["keys"], keys.object == nil else { return nil }
    return "keys: \(keys.text) is not an object such as {\"zoom\": \"ctrl-o\"}; the keys stay as they are"
  }
}
