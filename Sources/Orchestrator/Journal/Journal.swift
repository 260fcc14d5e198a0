import OrderedJSON
import Threading

/// A session on disk: its events as lines of JSON, each written before anybody is shown it.
///
/// A batch of events is one `write` to a file opened for appending, so a crash of this program loses nothing that was
/// on screen. A journal that fails (no permission, disk full) says so once and writes no more: a journal with a hole
/// would lie, and the work goes on without it. The file is made with the first event; a session in which nothing
/// happens leaves none.
public final class Journal: EventSink, Sendable {
  private enum Phase {
    case unopened
    case open(OpenFile)
    case failed
  }

  /// A class, because a file cannot be copied out of an enumeration.
  private final class OpenFile: Sendable {
    let file: File
    init(creating path: String) throws(FileError) { file = try File(creating: path) }
  }

  /// Where the file is.
  public let path: String
  private let folder: String
  private let onFailure: @Sendable (String) -> Void
  private let phase = Monitor(Phase.unopened)

  /// The journal of `session` in `folder`, which is made where it is missing.
  ///
  /// - Parameter onFailure: called at most once, with a sentence, on the stream's thread.
  public init(folder: String, session: String, onFailure: @escaping @Sendable (String) -> Void) {
    self.folder = folder
    path = "\(folder)/\(session).jsonl"
    self.onFailure = onFailure
  }

  /// Appends the events; calls `onFailure` the first time that does not work.
  public func write(_ events: [FleetEvent]) {
    var text = ""
    for event in events {
      event.json.write(to: &text)
      text += "\n"
    }
    do {
      try openedFile()?.file.append(Array(text.utf8))
    } catch {
      phase.withLock { $0 = .failed }
      onFailure("This session is not kept on disk from here on: \(error). The work goes on without its journal.")
    }
  }

  /// The file, made now if this is the first write; nil after a failure.
  private func openedFile() throws(FileError) -> OpenFile? {
    try phase.withLock { phase throws(FileError) in
      switch phase {
      case .failed:
        return nil
      case .open(let file):
        return file
      case .unopened:
        try Folder.make(folder)
        let file = try OpenFile(creating: path)
        phase = .open(file)
        return file
      }
    }
  }
}
