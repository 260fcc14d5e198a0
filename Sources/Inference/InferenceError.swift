/// What can go wrong with the model; the one error type of this module beside `SchedulerError`.
///
/// `message` is one sentence for people: what was wrong, with the value, and what to do. It calls settings by the names
/// that `InferenceConfig.names` gives them.
public struct InferenceError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The kind of failure, for code that decides.
  public enum Code: String, Sendable {
    case modelNotFound, modelIsFolder, modelUnreadable, notAModel, modelTruncated, modelTooLarge, modelNotGenerative
    case loadCancelled, loadFailed
    case invalidConfiguration, unsupportedTemplate, invalidGrammar, invalidPrompt
    case contextFull, outOfMemory, decodeFailed, sequenceBusy
    case workerUnavailable, workerLost
    case cancelled, closed
  }

  /// The kind of failure.
  public let code: Code
  /// One sentence for people.
  public let message: String
  /// What libllama said about it, its last lines, if it said anything.
  public let libraryLog: String
  /// The settings that the sentence is about, the one to change first.
  public let settings: [InferenceSetting]

  /// An error of `code`.
  public init(_ code: Code, _ message: String, libraryLog: String = "", about settings: [InferenceSetting] = []) {
    self.code = code
    self.message = message
    self.libraryLog = libraryLog
    self.settings = settings
  }

  /// The sentence, with the library's reason where there is one.
  public var description: String {
    libraryLog.isEmpty ? message : "\(message) (libllama: \(libraryLog))"
  }
}
