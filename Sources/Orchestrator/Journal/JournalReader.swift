import System

/// Reads the journals of earlier sessions.
public struct JournalReader: Sendable {
  static let ending = ".jsonl"

  /// Where they are.
  public let folder: String

  /// A reader of the journals in `folder`, which need not exist.
  public init(folder: String) {
    self.folder = folder
  }

  /// The session that `text` means: its name or the beginning of it; nil means the one that was begun last.
  ///
  /// - Throws: `FleetError` when there is none, or more than one.
  public func resolve(_ text: String?) throws(FleetError) -> String {
    guard let text else {
      let list = list()
      guard let latest = list.sessions.first?.id ?? identifiers.last else {
        throw FleetError("There is no earlier session in \(folder).")
      }
      return latest
    }
    let all = identifiers
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

  /// All that a session's journal holds. What is damaged is passed over, and named in it.
  ///
  /// - Throws: `FleetError` when it cannot be read at all.
  public func contents(of id: String) throws(FleetError) -> JournalContents {
    guard SessionID.isValid(id) else { throw FleetError("'\(id)' is no name of a session.") }
    do throws(SystemError) {
      return JournalContents(id: id, path: path(of: id), JournalScan(try File(reading: path(of: id)).readAll()))
    } catch {
      throw FleetError("The session '\(id)' cannot be read: \(error).")
    }
  }

  /// What agents of a session were told and may use; nil where an older version wrote its journal.
  ///
  /// - Throws: `FleetError` when it cannot be read at all.
  public func setting(of id: String) throws(FleetError) -> SessionSetting? {
    do throws(SystemError) {
      let scan = JournalScan(try File(reading: path(of: id)).readAll()) { _ in false }
      for record in scan.records.reversed() {
        if case .setting(let setting) = record.kind { return setting }
      }
      return nil
    } catch {
      throw FleetError("The session '\(id)' cannot be read: \(error).")
    }
  }

  /// The events that a session's journal holds.
  ///
  /// - Throws: `FleetError` when it cannot be read at all.
  public func events(of id: String) throws(FleetError) -> [FleetEvent] { try contents(of: id).events }

  /// Where a session's journal is.
  public func path(of id: String) -> String { "\(folder)/\(id)\(Self.ending)" }

  /// The names of all sessions, sorted.
  var identifiers: [String] {
    Folder.names(in: folder).filter { $0.hasSuffix(Self.ending) }.map { String($0.dropLast(Self.ending.count)) }
      .filter(SessionID.isValid)
  }
}
