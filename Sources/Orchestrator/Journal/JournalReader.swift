import OrderedJSON
import System

/// Reads the journals of earlier sessions.
public struct JournalReader: Sendable {
  private static let ending = ".jsonl"

  /// Where they are.
  public let folder: String

  /// A reader of the journals in `folder`, which need not exist.
  public init(folder: String) {
    self.folder = folder
  }

  /// All sessions that can be read, the latest first. A journal that cannot is passed over: `events(of:)` says why.
  public func sessions() -> [SessionSummary] {
    identifiers.reversed().compactMap { id in
      guard let file = try? File(reading: path(of: id)), let bytes = try? file.readAll(),
        let events = try? Self.events(in: bytes, path: path(of: id), isWanted: Self.isOfSummary)
      else { return nil }
      return SessionSummary(events: events, isRunning: file.isLockedElsewhere)
    }
  }

  /// The session that `text` means: its name or the beginning of it; nil means the latest.
  ///
  /// - Throws: `FleetError` when there is none, or more than one.
  public func resolve(_ text: String?) throws(FleetError) -> String {
    let all = identifiers
    guard let text else {
      guard let latest = all.last else { throw FleetError("There is no earlier session in \(folder).") }
      return latest
    }
    if all.contains(text) { return text }
    let matching = all.filter { !text.isEmpty && $0.hasPrefix(text) }
    guard let only = matching.first else {
      throw FleetError("There is no session '\(text)' in \(folder); 'agent-tui sessions' lists those that there are.")
    }
    guard matching.count == 1 else {
      throw FleetError(
        "'\(text)' begins \(matching.count) sessions: \(matching.joined(separator: ", ")); give more of it.")
    }
    return only
  }

  /// All that a session's journal holds. A broken last line is left out: the session ended while it was written.
  ///
  /// - Throws: `FleetError` with the path and what is wrong with it.
  public func events(of id: String) throws(FleetError) -> [FleetEvent] {
    guard SessionID.isValid(id) else { throw FleetError("'\(id)' is no name of a session.") }
    do {
      return try Self.events(in: File(reading: path(of: id)).readAll(), path: path(of: id)) { _ in true }
    } catch let error as SystemError {
      throw FleetError("The session '\(id)' cannot be read: \(error).")
    } catch let error as FleetError {
      throw error
    } catch {
      throw FleetError("The session '\(id)' cannot be read: \(error).")
    }
  }

  /// Where a session's journal is.
  public func path(of id: String) -> String { "\(folder)/\(id)\(Self.ending)" }

  /// The names of all sessions, the latest last.
  private var identifiers: [String] {
    Folder.names(in: folder).filter { $0.hasSuffix(Self.ending) }.map { String($0.dropLast(Self.ending.count)) }
      .filter(SessionID.isValid)
  }

  /// The events in a journal's bytes.
  ///
  /// - Parameter isWanted: whether a line need be parsed at all.
  static func events(
    in bytes: [UInt8], path: String, isWanted: (ArraySlice<UInt8>) -> Bool
  ) throws(FleetError) -> [FleetEvent] {
    var events: [FleetEvent] = []
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() where !line.isEmpty && isWanted(line) {
      if let json = try? JSON(parsing: Array(line)), let event = FleetEvent(json: json) {
        events.append(event)
      } else if index < lines.count - 1 {
        throw FleetError("\(path):\(index + 1): this line is no event of a session; the file was changed or damaged.")
      }
    }
    return events
  }

  /// Most lines are pieces of text; a list of sessions needs none of them, and finds that out without parsing.
  private static func isOfSummary(_ line: ArraySlice<UInt8>) -> Bool {
    let mark = Array("\"event\":\"".utf8)
    let head = Array(line.prefix(96))
    guard let place = head.indices.first(where: { head[$0...].starts(with: mark) }) else { return true }
    let name = String(decoding: head[(place + mark.count)...].prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
    return ["session.started", "task.queued", "run.finished", "model.changed", "session.finished"].contains(name)
  }
}
