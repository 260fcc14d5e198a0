import Agents
import AgentTUI
import Orchestrator
import System

/// An earlier session that this start of the program goes on with.
struct ResumedSession {
  /// Its journal, which is this program's from here on.
  let journal: Journal
  /// What it was when it ended.
  let restoration: SessionRestoration
  /// What was told before.
  let events: [FleetEvent]
  /// What is to be said at once: what was damaged, what is not known any more.
  private(set) var warnings: [String] = []

  /// Takes a session over.
  ///
  /// - Throws: `UsageError` when there is none of that name, it still runs, or it cannot be written.
  init(
    _ session: String, in folder: String, onWarning: @escaping @Sendable (String) -> Void
  ) throws(UsageError) {
    do throws(FleetError) {
      let id = try JournalReader(folder: folder).resolve(session)
      journal = try Journal(resuming: id, in: folder, onFailure: onWarning)
    } catch {
      throw UsageError(error.description)
    }
    guard let earlier = journal.takeEarlier(), !earlier.events.isEmpty else {
      throw UsageError("The session '\(session)' holds nothing that could be gone on with.")
    }
    restoration = SessionRestoration(earlier)
    events = earlier.events
    if let damage = earlier.damageSentence { warnings.append(damage) }
    let incomplete = restoration.members.filter { $0.conversation.isIncomplete }.map(\.agent.name)
    if !incomplete.isEmpty {
      warnings.append("Not all that \(incomplete.joined(separator: ", ")) said is kept; it goes on with what is.")
    }
  }

  /// What can be gone on with, a sentence; nil where that is nothing.
  ///
  /// - Parameter way: how one does that.
  func openWork(_ way: String) -> String? {
    let interrupted = restoration.members.filter { $0.interrupted != nil }.map(\.agent.name)
    let waiting = restoration.waiting.count
    var parts: [String] = []
    if !interrupted.isEmpty { parts.append("\(interrupted.joined(separator: ", ")): interrupted") }
    if waiting > 0 { parts.append(waiting == 1 ? "1 task waits" : "\(waiting) tasks wait") }
    return parts.isEmpty ? nil : "\(parts.joined(separator: "; ")); \(way)"
  }

  /// What the console shows of it before all else.
  var earlier: EarlierSession {
    EarlierSession(
      events: events, renamed: restoration.renamed, openWork: openWork(":continue goes on with it"))
  }

  /// The options with what the session had, where nobody has said otherwise.
  func complete(_ options: ResolvedOptions) -> ResolvedOptions {
    var options = options
    options.agents = max(1, restoration.members.count)
    if options.slots == nil { options.slots = restoration.slots }
    if options.model == nil, FileTree.kind(of: restoration.model) != nil { options.model = restoration.model }
    guard let setting = restoration.setting else { return options }
    if options.system == nil, !setting.system.isEmpty { options.system = setting.system }
    if options.tools == nil {
      let known = Set((BuiltInTools.all + BuiltInTools.optional).map(\.name))
      options.tools = setting.tools.filter(known.contains)
    }
    return options
  }

  /// The folder that a session's agents worked in; nil where that is not known, or it is not there any more.
  static func workspace(of session: String, in folder: String) throws(UsageError) -> String? {
    do throws(FleetError) {
      let reader = JournalReader(folder: folder)
      let workspace = try reader.setting(of: try reader.resolve(session))?.workspace
      return workspace.flatMap { FileTree.kind(of: $0) == .folder ? $0 : nil }
    } catch {
      throw UsageError(error.description)
    }
  }
}
