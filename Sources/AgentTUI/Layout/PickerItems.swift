import System
import TerminalUI

/// What there is to choose from, each kind by itself.
enum PickerItems {
  static func items(_ kind: Picker.Kind, _ state: ConsoleState) -> [Picker.Item] {
    switch kind {
    case .palette:
      // Possible or not is asked for the place under the palette.
      var under = state
      under.overlay = nil
      return ActionSpec.all.filter(\.isCommand).map { spec in
        Picker.Item(
          id: spec.action.rawValue, title: spec.title,
          detail: state.keyMap.keys(for: spec.action).prefix(2).map(\.shown).joined(separator: " "),
          reason: under.reasonAgainst(spec.action))
      }
    case .themes:
      return state.settings.themes.map { Picker.Item(id: $0, title: $0) }
    case .models:
      let room = state.modelRoom
      let found = (state.modelsFound ?? []).map { candidate in
        let reason = room.reason(against: candidate)
        // A reason needs the room that the details would take.
        return Picker.Item(
          id: candidate.path, title: TextSanitizer.line(candidate.name),
          detail: reason == nil ? detail(candidate) : Figures.bytes(candidate.bytes),
          reason: reason.map(TextSanitizer.line))
      }
      return found + [Picker.Item(id: anotherFile, title: "Another file", detail: "by its path")]
    }
  }

  /// What is chosen where the model is not in the list.
  static let anotherFile = ""

  /// `Q4_K_M  4.1 GB, KV 512 MB  llama.cpp`.
  private static func detail(_ candidate: ModelCandidate) -> String {
    let cache = candidate.cacheBytes.map { ", KV \(Figures.bytes($0))" } ?? ""
    return "\(candidate.quantisation ?? "")  \(Figures.bytes(candidate.bytes))\(cache)  \(candidate.origin.rawValue)"
  }

  static func title(_ kind: Picker.Kind) -> String {
    switch kind {
    case .palette: "Commands"
    case .themes: "Themes"
    case .models: "Models on this machine"
    }
  }
}
