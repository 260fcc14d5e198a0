import Orchestrator
import TerminalUI
import Threading

/// Reads parts of transcripts again and searches them, on threads of its own: a disk may be slow. The answers are
/// messages.
final class TranscriptReader {
  /// A search reads on so many threads: it is over soon, and the model goes on meanwhile.
  private static let searchThreads = 2
  /// Counts are told at least every so many seconds.
  private static let reportSeconds = 0.1
  private static let missing = "This session keeps no journal, so what was said there is no longer known."

  private let record: (any EventRecord)?
  private let inbox: MessageInbox
  /// Searches that may still be on, by the pane.
  private var searches: [Int: Cancellation] = [:]

  init(record: (any EventRecord)?, inbox: MessageInbox) {
    self.record = record
    self.inbox = inbox
  }

  deinit {
    for search in searches.values { search.cancel() }
  }

  func read(_ part: TranscriptPart, pane: Int) throws(ThreadError) {
    let (record, inbox) = (record, inbox)
    _ = try WorkerThread(name: "transcript") {
      do throws(FleetError) {
        guard let record else { throw FleetError(Self.missing) }
        inbox.put(.transcriptRead(try part.entries(from: record), page: part.page, pane: pane))
      } catch {
        inbox.put(.transcriptUnreadable(error.description, page: part.page, pane: pane))
      }
    }
  }

  /// Puts together what is selected.
  func read(_ selection: TranscriptSelection) throws(ThreadError) {
    let (record, inbox) = (record, inbox)
    _ = try WorkerThread(name: "selection") {
      do throws(FleetError) {
        let text = try selection.text { part throws(FleetError) in
          guard let record else { throw FleetError(Self.missing) }
          return try part.entries(from: record)
        }
        inbox.put(.selectionRead(text))
      } catch {
        inbox.put(.refused("nothing was copied: \(error.description)"))
      }
    }
  }

  /// Counts the lines with a match in these parts; a search that was on in that pane ends.
  func search(_ pattern: SearchPattern, in parts: [TranscriptPart], pane: Int, number: Int) throws(ThreadError) {
    endSearch(in: pane)
    let cancellation = Cancellation()
    searches[pane] = cancellation
    let (record, inbox) = (record, inbox)
    let next = Monitor(0)
    let count: @Sendable () -> Void = {
      do throws(FleetError) {
        guard let record else { throw FleetError(Self.missing) }
        var counts: [Int: Int] = [:]
        var reported = MonotonicTime.now
        while true {
          let place = next.withLock { next in
            defer { next += 1 }
            return next
          }
          guard place < parts.count else { break }
          if cancellation.isCancelled { return }
          let part = parts[place]
          counts[part.page] = try part.entries(from: record).reduce(0) { $0 + pattern.lineCount(in: $1.searchText) }
          guard MonotonicTime.now.seconds(since: reported) >= Self.reportSeconds else { continue }
          inbox.put(.transcriptSearched(counts, pane: pane, number: number))
          (counts, reported) = ([:], .now)
        }
        inbox.put(.transcriptSearched(counts, pane: pane, number: number))
      } catch {
        // What cannot be read here cannot be read by the other thread: said once.
        guard !cancellation.isCancelled else { return }
        cancellation.cancel()
        inbox.put(.searchFailed(error.description, pane: pane, number: number))
      }
    }
    for _ in 0..<min(Self.searchThreads, parts.count) { _ = try WorkerThread(name: "search", count) }
  }

  func endSearch(in pane: Int) { searches.removeValue(forKey: pane)?.cancel() }
}

extension TranscriptPart {
  /// What was on this page, from the events that made it.
  func entries(from record: any EventRecord) throws(FleetError) -> [TranscriptEntry] {
    var replay = Transcript.Replay(source, firstID: firstID)
    try record.recall(source.selection) { replay.take($0) }
    return replay.entries()
  }
}
