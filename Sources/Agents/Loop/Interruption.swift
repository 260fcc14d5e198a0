import Inference

/// Why a run ends before it is done.
enum Interruption: Error {
  /// Somebody stopped it, after this text for the person.
  case stopped(text: String)
  /// The prompt does not fit; one sentence for people.
  case contextFull(String)
  /// The engine gives out no more slots, and nothing was generated; one sentence for people.
  case closed(String)
  /// It cannot go on; one sentence for people.
  case failed(String)

  init(_ error: InferenceError) {
    switch error.code {
    case .cancelled: self = .stopped(text: "")
    case .contextFull: self = .contextFull(error.description)
    case .modelNotFound, .modelIsFolder, .modelUnreadable, .notAModel, .modelTruncated, .modelTooLarge,
      .modelNotGenerative, .loadCancelled, .loadFailed, .invalidConfiguration, .unsupportedTemplate, .invalidGrammar,
      .invalidPrompt, .outOfMemory, .decodeFailed, .sequenceBusy, .workerUnavailable, .workerLost, .closed:
      self = .failed(error.description)
    }
  }

  init(_ error: SchedulerError) {
    switch error {
    case .cancelled: self = .stopped(text: "")
    case .closed: self = .closed(error.description)
    case .deadlineExceeded, .invalidLimit: self = .failed(error.description)
    }
  }
}
