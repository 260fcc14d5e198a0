import AgentTUI
import System
import TerminalUI

/// Which model is used when the person names none.
enum ModelChoice {
  /// The model to load, and what to tell the person about how it was chosen.
  struct Chosen: Equatable {
    let path: String
    /// One sentence; nil where the person named the model.
    let note: String?
  }

  /// The model for a run that cannot ask.
  ///
  /// - Throws: `UsageError` that says how to get a model when there is none.
  static func choose(_ options: ResolvedOptions, from candidates: @autoclosure () -> [ModelCandidate])
    throws(UsageError) -> Chosen
  {
    if let path = options.model { return Chosen(path: path, note: nil) }
    guard let first = candidates().first else { throw UsageError(nothingFound) }
    return Chosen(
      path: first.path,
      note:
        "No model was given; using \(first.name) (\(Figures.bytes(first.bytes)), \(first.origin.rawValue)) at \(first.path)."
    )
  }

  /// What to do where no model is found.
  static let nothingFound =
    "No model was given, and none was found in the usual caches. Give one with --model PATH (a GGUF file), or get one with "
    + KnownModel.all.reversed().map { "'agent-tui pull \($0.name)' (\(Figures.bytes($0.bytes)))" }
    .joined(separator: " or ") + "."
}
