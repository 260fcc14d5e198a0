import Inference

extension InferenceError.Code {
  /// Whether what was asked for cannot be, however often it is tried.
  var isUsage: Bool {
    switch self {
    case .modelNotFound, .modelIsFolder, .modelUnreadable, .notAModel, .modelTruncated, .modelNotGenerative,
      .invalidConfiguration, .unsupportedTemplate:
      true
    case .modelTooLarge, .loadCancelled, .loadFailed, .invalidGrammar, .invalidPrompt, .contextFull, .outOfMemory,
      .decodeFailed, .sequenceBusy, .workerUnavailable, .workerLost, .cancelled, .closed:
      false
    }
  }
}
