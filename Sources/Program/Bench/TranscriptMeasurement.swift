// A transcript as long work leaves it: tasks, text that was streamed token by token, and calls of tools, each line with its
// number. It is written and taken in as a session's events are, first by the journal and then by the console's state;
// what is timed goes from a key to the frame that shows what it asked for, but for the terminal's own work.

import AgentTUI
import Agents
import Inference
import Orchestrator
import System
import Threading

/// What a long transcript costs: to look at, to go through, to search, to keep.
struct TranscriptMeasurement {
  /// What it found; times in seconds.
  struct Outcome: Sendable, Equatable {
    var lines: Int
    var journalMegabytes: Double
    /// Growth of the peak of resident memory from before the first line to the end of all of it.
    var memoryMegabytes: Double
    /// Of it, what taking in the transcript took, before anything was looked at.
    var keptMegabytes: Double
    var open: Double
    var start: Double
    /// A page up from the middle of what is in the journal only, the longest of some.
    var page: Double
    /// A word that stands in few lines, and how many were found; then one that stands in every line.
    var search: Double
    var found: Int
    var commonSearch: Double
  }

  let lines: Int
  /// A folder for the journal, which is removed afterwards.
  let folder: String

  /// - Throws: `InferenceError` when interrupted, `FleetError` when what is found is not what was written.
  func run(_ progress: BenchProgress, interruption: Cancellation) throws -> Outcome {
    let failure = Monitor<String?>(nil)
    let journal = Journal(folder: folder, session: SessionID.make()) { sentence in failure.withLock { $0 = sentence } }
    defer {
      unlink(journal.path)
      rmdir(folder)
    }
    let before = ProcessMemory.peakMegabytes
    let console = MeasuredConsole(record: journal, agent: LongWork.agent)
    var work = LongWork(lines: lines)
    while let events = work.next() {
      if interruption.isCancelled { throw InferenceError(.cancelled, "interrupted") }
      journal.write(events)
      console.take(events)
      progress.show("\(work.written) of \(lines) lines")
    }
    if let sentence = failure.withLock({ $0 }) { throw FleetError(sentence) }
    let kept = ProcessMemory.peakMegabytes
    progress.show("looking at it")
    let open = console.seconds { console.open() }
    let start = console.seconds { console.press("g") }
    try console.expect("the transcript's first line") { $0.contains { $0.contains(LongWork.task(1)) } }
    let page = try longestPage(console)
    let search = console.seconds { console.search(LongWork.needle) }
    let found = console.found
    guard found == work.needles else {
      throw FleetError("The search found \(found) lines where \(work.needles) were written.")
    }
    let common = console.seconds { console.search(LongWork.common) }
    guard console.found >= lines / 2 else { throw FleetError("The search found only \(console.found) lines of all.") }
    var status = stat()
    stat(journal.path, &status)
    return Outcome(
      lines: lines, journalMegabytes: Double(status.st_size) / 1_048_576,
      memoryMegabytes: ProcessMemory.peakMegabytes - before, keptMegabytes: kept - before, open: open, start: start,
      page: page, search: search, found: found, commonSearch: common)
  }

  /// Half of the transcript away from its start and its end, up through what has to be read.
  private func longestPage(_ console: MeasuredConsole) throws -> Double {
    console.search(LongWork.middle(of: lines))
    try console.expect("the line in the middle") { $0.contains { $0.contains(LongWork.middle(of: lines)) } }
    return (0..<200).map { _ in console.seconds { console.press("pgup") } }.max() ?? 0
  }
}
