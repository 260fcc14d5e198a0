/// Does in the world what `update` wants done. Main thread only; never blocks but where the person left the console
/// (editor, shell).
protocol EffectPerforming: AnyObject {
  /// Performs an effect; returns what is to be told of it.
  func perform(_ effect: Effect, for state: ConsoleState) -> [Message]
}

extension Effect {
  /// Whether the fleet looks different afterwards.
  var changesFleet: Bool {
    switch self {
    case .submit, .stop, .stopAll, .goOn, .answer, .addAgent, .closeAgent, .rename, .setMode, .resizeSlots, .loadModel,
      .stopLoading, .undo:
      true
    case .lookAtChanges, .readTranscript, .readSelection, .searchTranscript, .endSearch, .listFiles, .findModels,
      .setTheme, .copy, .openEditor, .remember, .notify, .screenshot, .redraw, .suspend, .quit, .trust:
      false
    }
  }

  /// Whether the screen is no longer what was presented last.
  var disturbsScreen: Bool {
    switch self {
    case .setTheme, .openEditor, .redraw, .suspend: true
    case .submit, .stop, .stopAll, .goOn, .answer, .addAgent, .closeAgent, .rename, .setMode, .resizeSlots, .loadModel,
      .stopLoading, .findModels, .copy, .remember, .notify, .screenshot, .quit, .lookAtChanges, .readTranscript,
      .readSelection, .searchTranscript, .endSearch, .undo, .listFiles, .trust:
      false
    }
  }
}
