import OrderedJSON
import System
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
    /// Why it is not written any more.
    case failed(String)
  }

  private struct State {
    var phase = Phase.unopened
    /// What has been written.
    var index = JournalIndex()
  }

  /// A class, because a file cannot be copied out of an enumeration.
  private final class OpenFile: Sendable {
    let file: File
    init(creating path: String) throws(SystemError) { file = try File(creating: path) }
  }

  /// Where the file is.
  public let path: String
  private let folder: String
  private let onFailure: @Sendable (String) -> Void
  private let state = Monitor(State())

  /// The journal of `session` in `folder`, which is made where it is missing.
  ///
  /// - Parameters:
  ///   - folder: where sessions are kept.
  ///   - session: a name from `SessionID`.
  ///   - onFailure: called at most once, with a sentence, on the stream's thread.
  public init(folder: String, session: String, onFailure: @escaping @Sendable (String) -> Void) {
    self.folder = folder
    path = "\(folder)/\(session).jsonl"
    self.onFailure = onFailure
  }

  /// Appends the events; calls `onFailure` the first time that does not work.
  public func write(_ events: [FleetEvent]) {
    var text = ""
    var lines: [(seq: Int, bytes: Int)] = []
    lines.reserveCapacity(events.count)
    for event in events {
      let start = text.utf8.count
      event.json.write(to: &text)
      text += "\n"
      lines.append((event.seq, text.utf8.count - start))
    }
    do {
      guard let file = try openedFile() else { return }
      try file.file.append(Array(text.utf8))
      state.withLock { state in
        for line in lines { state.index.add(seq: line.seq, bytes: line.bytes) }
      }
    } catch {
      state.withLock { $0.phase = .failed("\(error)") }
      onFailure("This session is not kept on disk from here on: \(error). The work goes on without its journal.")
    }
  }

  /// What can be read again, and why that is not all, where it is not.
  var kept: (index: JournalIndex, failure: String?) {
    state.withLock { state in
      switch state.phase {
      case .unopened, .open: (state.index, nil)
      case .failed(let reason): (state.index, reason)
      }
    }
  }

  /// The file, made now if this is the first write; nil after a failure.
  private func openedFile() throws(SystemError) -> OpenFile? {
    try state.withLock { state throws(SystemError) in
      switch state.phase {
      case .failed:
        return nil
      case .open(let file):
        return file
      case .unopened:
        try Folder.make(folder)
        let file = try OpenFile(creating: path)
        state.phase = .open(file)
        return file
      }
    }
  }
}
