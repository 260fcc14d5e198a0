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
      return (state.modelsFound ?? []).map {
        let fits = state.settings.machineMemory == 0 || $0.bytes < state.settings.machineMemory
        return Picker.Item(
          id: $0.path, title: TextSanitizer.line($0.name),
          detail: "\($0.quantisation ?? "")  \(ByteCount.text($0.bytes))  \($0.origin.rawValue)",
          reason: fits ? nil : "larger than this machine's memory; --model loads it all the same")
      }
    }
  }

  static func title(_ kind: Picker.Kind) -> String {
    switch kind {
    case .palette: "Commands"
    case .themes: "Themes"
    case .models: "Models on this machine"
    }
  }
}
