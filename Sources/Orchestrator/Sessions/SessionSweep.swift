// Which of the earlier sessions go when there are too many. The decision is a value with its own tests; removing them is a
// loop over it.

import System

/// How long journals are kept, and how much room they may take.
public struct SessionSweep: Sendable, Equatable {
  /// A session's file.
  struct Entry: Sendable, Equatable {
    var id: String
    /// Bytes on the disk.
    var bytes: Int
    /// When it was last written, in milliseconds since 1970.
    var written: Int64
    /// A session that runs is never removed.
    var isRunning = false
  }

  /// What was removed.
  public struct Outcome: Sendable, Equatable {
    /// Sessions.
    public var count = 0
    /// Bytes that they took.
    public var bytes = 0
    /// Those that could not be removed, each with the reason.
    public var failures: [String] = []
  }

  /// Bytes that all journals together may take.
  public var size: Int
  /// Days after which one goes that nobody went on with; 0: none does.
  public var days: Int

  /// A budget.
  public init(size: Int, days: Int) {
    (self.size, self.days) = (size, days)
  }

  /// The sessions that go: those that are too old, and then the oldest until the rest fits.
  func doomed(among entries: [Entry], now: Int64) -> [Entry] {
    let oldest = days > 0 ? now - Int64(days) * 86_400_000 : Int64.min
    var left = entries.reduce(0) { $0 + $1.bytes }
    var doomed: [Entry] = []
    for entry in entries.sorted(by: { ($0.written, $0.id) < ($1.written, $1.id) }) where !entry.isRunning {
      guard entry.written < oldest || left > size else { continue }
      doomed.append(entry)
      left -= entry.bytes
    }
    return doomed
  }

  /// Removes what is too much in a folder. Blocks on the disk.
  ///
  /// - Parameters:
  ///   - folder: where the journals lie.
  ///   - kept: the session that is on.
  public func perform(in folder: String, keeping kept: String) -> Outcome {
    let reader = JournalReader(folder: folder)
    var entries: [Entry] = []
    for id in reader.identifiers where id != kept {
      guard let file = try? File(reading: reader.path(of: id)), let facts = try? file.facts else { continue }
      entries.append(
        Entry(id: id, bytes: facts.diskSize, written: facts.written, isRunning: file.isLockedElsewhere))
    }
    var outcome = Outcome()
    for entry in doomed(among: entries, now: WallClock.milliseconds()) {
      do throws(SystemError) {
        try Folder.remove(reader.path(of: entry.id))
        outcome.count += 1
        outcome.bytes += entry.bytes
      } catch {
        outcome.failures.append("\(error)")
      }
    }
    return outcome
  }
}
