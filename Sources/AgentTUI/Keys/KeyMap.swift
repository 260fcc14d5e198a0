import Agents
import TerminalUI

// Which key does what where. Built from the actions' own keys and the person's `keys`; whatever shows keys
// (help, hint line, palette) asks here, so it cannot be wrong.

/// The keys of all actions.
struct KeyMap: Sendable, Equatable {
  /// One key of one action.
  struct Entry: Sendable, Equatable {
    var context: KeyContext
    var key: Key
    var action: Action
  }

  private(set) var entries: [Entry] = []
  /// What is wrong with the person's `keys`, a sentence each.
  private(set) var problems: [String] = []
  private var lookup: [KeyContext: [Key: Action]] = [:]
  /// The entries once more by their action: every frame asks for the keys in its hint line, help for those of all actions.
  private var entriesOf: [Action: [Entry]] = [:]

  /// The keys as they come, changed by `overrides`: an action's name → keys parted by spaces, or `none`.
  init(overrides: [String: String] = [:]) {
    var chosen: [Action: [Key]] = [:]
    for (name, text) in overrides.sorted(by: { $0.key < $1.key }) {
      guard let action = Action(rawValue: name) else {
        problems.append("keys: there is no action '\(name)'; \(KeyMap.suggestion(for: name))")
        continue
      }
      chosen[action] = keys(from: text, for: action)
    }
    // The person's own keys are entered first: where one of them is another action's key, that action loses it.
    for spec in ActionSpec.all where chosen[spec.action] != nil { enter(spec, keys: chosen[spec.action]) }
    for spec in ActionSpec.all where chosen[spec.action] == nil { enter(spec, keys: nil) }
    tellHidden(by: chosen)
  }

  /// What `key` does in a place, its innermost context first.
  func action(for key: Key, in contexts: [KeyContext]) -> Action? {
    for context in contexts {
      if let action = lookup[context]?[key] { return action }
    }
    return nil
  }

  /// The keys of an action in any of `contexts`, in their order.
  func keys(for action: Action, in contexts: [KeyContext]) -> [Key] {
    guard let entries = entriesOf[action] else { return [] }
    return contexts.flatMap { context in entries.filter { $0.context == context }.map(\.key) }
  }

  /// All keys of an action, each once, for the palette.
  func keys(for action: Action) -> [Key] {
    var keys: [Key] = []
    for entry in entriesOf[action] ?? [] where !keys.contains(entry.key) { keys.append(entry.key) }
    return keys
  }

  private mutating func keys(from text: String, for action: Action) -> [Key] {
    guard text != "none" else { return [] }
    return text.split(separator: " ").compactMap { name in
      let key = Key(named: String(name))
      if key == nil {
        problems.append(
          "keys: '\(name)' for \(action.rawValue) is not a key; write a character, enter, esc, f1, ctrl-x, alt-x or none"
        )
      }
      return key
    }
  }

  private mutating func enter(_ spec: ActionSpec, keys chosen: [Key]?) {
    let contexts: [KeyContext] = spec.bindings.isEmpty ? [.panes] : spec.bindings.map(\.context)
    for (index, context) in contexts.enumerated() {
      let own = spec.bindings.isEmpty ? [] : spec.bindings[index].keys.compactMap { Key(named: $0) }
      for key in chosen ?? own {
        enter(Entry(context: context, key: key, action: spec.action), isChosen: chosen != nil)
      }
    }
  }

  private mutating func enter(_ entry: Entry, isChosen: Bool) {
    if let other = lookup[entry.context]?[entry.key] {
      guard other != entry.action else { return }
      problems.append(
        "keys: \(entry.key.shown) in \(entry.context.title.lowercased()) is both \(other.rawValue) and "
          + "\(entry.action.rawValue); it does \(other.rawValue), give \(entry.action.rawValue) another key")
      return
    }
    if entry.context.takesText && entry.key.text != nil {
      if isChosen {
        problems.append(
          "keys: \(entry.key.shown) cannot be \(entry.action.rawValue) in \(entry.context.title.lowercased()): there it "
            + "is text; use ctrl-, alt- or a function key")
      }
      return
    }
    lookup[entry.context, default: [:]][entry.key] = entry.action
    entries.append(entry)
    entriesOf[entry.action, default: []].append(entry)
  }

  /// Tells where a key of the person's own hides another action's, or is hidden by one. That the keys as they come do
  /// so here and there is intended.
  private mutating func tellHidden(by chosen: [Action: [Key]]) {
    for inner in entries {
      for context in inner.context.around {
        guard let hidden = lookup[context]?[inner.key], hidden != inner.action,
          chosen[inner.action] != nil || chosen[hidden] != nil
        else { continue }
        problems.append(
          "keys: \(inner.key.shown) in \(inner.context.title.lowercased()) is \(inner.action.rawValue), and hides "
            + "\(hidden.rawValue), which has it in \(context.title.lowercased())")
        break
      }
    }
  }

  private static func suggestion(for name: String) -> String {
    NearestName.of(name, among: Action.allCases.map(\.rawValue)).map { "did you mean '\($0)'?" }
      ?? "the palette (Ctrl-P) and help (F1) show them all"
  }
}
