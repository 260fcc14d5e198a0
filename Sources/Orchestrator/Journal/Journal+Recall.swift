// Reading again what was told. The index says in which bytes it is; they are read a block at a time, so that a part of
// a long journal takes no more memory than a block, and lines of others are passed by their heads.

import OrderedJSON
import System

extension Journal: EventRecord {
  /// Bytes that are read at once.
  private static let block = 1 << 20

  /// The number of the last event that was written.
  public var lastSeq: Int { kept.index.lastSeq }

  /// Reads what is wanted from the file; what others told in between is passed over.
  public func recall(_ wanted: EventSelection, _ body: (FleetEvent) -> Void) throws(FleetError) {
    guard !wanted.seqs.isEmpty else { return }
    let (index, failure) = kept
    if let failure, index.lastSeq < wanted.seqs.upperBound - 1 {
      throw FleetError("What was said there is not in the journal: \(failure).")
    }
    do {
      let file = try File(reading: path)
      for seq in wanted.others where !wanted.seqs.contains(seq) {
        try forEachLine(of: file, in: index.bytes(of: seq..<seq + 1), index.earlierSize) { line in
          line.seq == seq
        } body: {
          body($0)
        }
      }
      let (runs, kinds) = (wanted.runs?.map { Array($0.utf8) }, wanted.kinds?.map { Array($0.utf8) })
      try forEachLine(of: file, in: index.bytes(of: wanted.seqs), index.earlierSize) { line in
        guard wanted.seqs.contains(line.seq) else { return false }
        if let runs {
          guard let run = line.run, runs.contains(where: { run.holds($0) }) else {
            return wanted.others.contains(line.seq)
          }
        }
        return kinds?.contains { line.kind.holds($0) } ?? true
      } body: {
        body($0)
      }
    } catch let error as FleetError {
      throw error
    } catch {
      throw FleetError("The journal cannot be read: \(error).")
    }
  }

  /// Gives the events of these bytes' lines that are wanted.
  ///
  /// - Parameter earlier: up to here an earlier process wrote, and what is damaged is passed over.
  private func forEachLine(
    of file: borrowing File, in range: Range<Int>, _ earlier: Int, isWanted: (JournalLine) -> Bool,
    body: (FleetEvent) -> Void
  ) throws {
    var bytes: [UInt8] = []
    var place = range.lowerBound
    while place < range.upperBound {
      let more = try file.read(place..<min(range.upperBound, place + Self.block))
      guard !more.isEmpty else {
        throw FleetError("\(path) was cut off at byte \(place); what was said there is lost.")
      }
      let start = place - bytes.count
      place += more.count
      if bytes.isEmpty { bytes = more } else { bytes += more }
      let used = try bytes.withUnsafeBufferPointer {
        try lines(in: $0, earlier: earlier - start, isWanted: isWanted, body: body)
      }
      if used == bytes.count { bytes.removeAll(keepingCapacity: true) } else { bytes.removeSubrange(..<used) }
    }
  }

  /// Returns how many bytes were whole lines.
  private func lines(
    in bytes: UnsafeBufferPointer<UInt8>, earlier: Int, isWanted: (JournalLine) -> Bool, body: (FleetEvent) -> Void
  ) throws -> Int {
    var start = 0
    while start < bytes.count, let end = bytes.feed(from: start) {
      let line = UnsafeBufferPointer(rebasing: bytes[start..<end])
      if !line.begins(with: JournalRecord.mark, at: 0) {
        if let head = JournalLine(line), !isWanted(head) {
          // Of somebody else.
        } else if let head = JournalLine(line), let event = head.event {
          body(event)
        } else {
          guard start < earlier else { throw damaged }
          salvage(line, isWanted, body)
        }
      }
      start = end + 1
    }
    return start
  }

  /// Gives what is wanted of a damaged line, or one that is not written as ours are.
  private func salvage(
    _ line: UnsafeBufferPointer<UInt8>, _ isWanted: (JournalLine) -> Bool, _ body: (FleetEvent) -> Void
  ) {
    for case .event(let event) in JournalScan.pieces(of: line).found {
      let text = Array(event.json.text.utf8)
      if text.withUnsafeBufferPointer({ JournalLine($0).map(isWanted) ?? false }) { body(event) }
    }
  }

  private var damaged: FleetError {
    FleetError("\(path) is no longer what was written into it; the file was changed or damaged.")
  }
}
