import OrderedJSON
import System
import Threading

/// A session on disk: its events as lines of JSON, each written before anybody is shown it, and between them records that
/// nobody is shown (`JournalRecord`).
///
/// A batch is one `write` to a file opened for appending, so a crash of this program loses nothing that was
/// on screen; what a run came to is on the disk itself a moment after its end. A journal that fails (no permission, disk
/// full) says so once and writes no more: a journal with a hole would lie, and the work goes on without it. The file is made
/// with the first event; a session in which nothing happens leaves none.
public final class Journal: EventSink, Sendable {
  enum Phase {
    case unopened
    case open(OpenFile)
    /// No more comes.
    case finished
    /// Why it is not written any more.
    case failed(String)
  }

  struct State {
    var phase = Phase.unopened
    /// What has been written.
    var index = JournalIndex()
    /// Records that were written.
    var records = 0
    /// What a list will say of the session.
    var summary: SessionSummary?
    /// Where the last summary was written.
    var summarisedAt = 0
  }

  /// A class, because a file cannot be copied out of an enumeration.
  final class OpenFile: Sendable {
    let file: File
    init(_ file: consuming File) { self.file = file }
  }

  /// A list reads the end of a journal, and finds a summary in so many bytes.
  static let summarySpacing = 32 * 1024

  /// Where the file is.
  public let path: String
  private let folder: String
  private let session: String
  private let onFailure: @Sendable (String) -> Void
  private let state: Monitor<State>
  private let earlier: Monitor<JournalContents?>

  /// The journal of `session` in `folder`, which is made where it is missing.
  ///
  /// - Parameters:
  ///   - folder: where sessions are kept.
  ///   - session: a name from `SessionID`.
  ///   - onFailure: called at most once, with a sentence, on the stream's thread.
  public init(folder: String, session: String, onFailure: @escaping @Sendable (String) -> Void) {
    self.folder = folder
    self.session = session
    path = "\(folder)/\(session).jsonl"
    self.onFailure = onFailure
    state = Monitor(State())
    earlier = Monitor(nil)
  }

  /// What was in the file before this program went on with it; nil for a new session. It is given once, and not held here any
  /// longer: a session may be long.
  public func takeEarlier() -> JournalContents? {
    earlier.withLock { earlier in
      defer { earlier = nil }
      return earlier
    }
  }

  /// The journal of an earlier session, to go on with at its end. It is this program's from here on.
  ///
  /// - Throws: `FleetError` when it cannot be read and written, or its session still runs.
  public init(
    resuming session: String, in folder: String, onFailure: @escaping @Sendable (String) -> Void
  ) throws(FleetError) {
    self.folder = folder
    self.session = session
    self.onFailure = onFailure
    let path = JournalReader(folder: folder).path(of: session)
    self.path = path
    guard SessionID.isValid(session) else { throw FleetError("'\(session)' is no name of a session.") }
    do {
      guard let file = try File(resuming: path) else {
        throw FleetError(
          "The session '\(session)' still runs, in another process; end it there, or begin a new one here.")
      }
      let bytes = try file.readAll()
      let scan = JournalScan(bytes)
      let contents = JournalContents(id: session, path: path, scan)
      // What comes begins on a line of its own.
      let isOpenEnded = bytes.last.map { $0 != UInt8(ascii: "\n") } ?? false
      if isOpenEnded { try file.append([UInt8(ascii: "\n")]) }
      var state = State(phase: .open(OpenFile(file)), index: scan.index)
      if isOpenEnded { state.index.skip(bytes: 1) }
      state.index.closeEarlier(lastSeq: contents.lastSeq)
      state.records = contents.records.map(\.number).max() ?? 0
      state.summary = contents.summary
      earlier = Monitor(contents)
      self.state = Monitor(state)
    } catch let error as FleetError {
      throw error
    } catch {
      throw FleetError("The session '\(session)' cannot be gone on with: \(error).")
    }
  }

  /// Appends the events, and the records between them; calls `onFailure` the first time that does not work.
  public func write(_ events: [FleetEvent], _ records: [PlacedRecord]) {
    do throws(SystemError) {
      guard let file = try openedFile() else { return }
      let text = state.withLock { Self.text(of: events, records, $0) }
      do throws(SystemError) {
        try file.file.append(Array(text.bytes.utf8))
      } catch {
        // Half a line is of no use to anybody.
        file.file.cut(to: state.withLock { $0.index.size })
        throw error
      }
      state.withLock { $0 = text.state }
    } catch {
      fail(error)
    }
  }

  /// Appends the events alone.
  public func write(_ events: [FleetEvent]) { write(events, []) }

  /// What a run came to must not be lost with the power.
  public func settle(_ events: [FleetEvent]) {
    let isEnd = events.contains { event in
      switch event.kind {
      case .runFinished, .sessionFinished: true
      case .sessionStarted, .agentStarted, .taskQueued, .runStarted, .agent, .modelChanged: false
      }
    }
    guard isEnd, case .open(let file) = state.withLock({ $0.phase }) else { return }
    do throws(SystemError) { try file.file.sync() } catch { fail(error) }
  }

  /// Another program may go on with the session from here on.
  public func finish() {
    state.withLock { state in
      if case .failed = state.phase { return }
      state.phase = .finished
    }
  }

  private func fail(_ error: SystemError) {
    let kept = state.withLock { state in
      state.phase = .failed("\(error)")
      return state.index.lastSeq
    }
    let what =
      kept == 0 ? "This session is not kept on disk" : "Of this session only the first \(kept) events are kept on disk"
    onFailure("\(what): \(error). The work goes on without its journal.")
  }

  /// What can be read again, and why that is not all, where it is not.
  var kept: (index: JournalIndex, failure: String?) {
    state.withLock { state in
      switch state.phase {
      case .unopened, .open, .finished: (state.index, nil)
      case .failed(let reason): (state.index, reason)
      }
    }
  }

  /// Why it is not written any more; nil: all is well.
  public var failure: String? { kept.failure }

  /// The file, made now if this is the first write; nil after a failure.
  private func openedFile() throws(SystemError) -> OpenFile? {
    try state.withLock { state throws(SystemError) in
      switch state.phase {
      case .failed, .finished:
        return nil
      case .open(let file):
        return file
      case .unopened:
        try Folder.make(folder)
        let file = OpenFile(try File(creating: path))
        state.phase = .open(file)
        state.summary = SessionSummary(id: session, startedAt: 0)
        state.summary?.ordinal = SessionOrder.next(in: folder)
        return file
      }
    }
  }
}
