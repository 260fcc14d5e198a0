// Everything that the console knows. A value: `update` changes it, views draw it, tests compare it.

import Inference
import Orchestrator
import TerminalUI
import Threading

/// The console's state.
struct ConsoleState {
  /// Where keys go when nothing lies over the panes.
  enum Place: Equatable, Sendable { case composer, panes }

  /// Sentences in the hint line's place stay this long, in seconds.
  static let noticeSeconds = 6.0
  /// A second `Ctrl-C` within this many seconds offers to quit.
  static let interruptSeconds = 1.0
  /// Texts of dropped tasks that are kept at most.
  static let mostTaskTexts = 1000

  var size: Size
  var settings: ConsoleSettings
  var keyMap: KeyMap
  /// This moment, as far as has been told.
  var now = MonotonicTime(nanoseconds: 0)
  /// Milliseconds since 1970.
  var wall: Int64 = 0

  // The fleet.
  var model = ModelState.none
  /// A model that is to take over from that one, or did not.
  var next: NextModel?
  /// In the order in which they were made.
  var agents: [AgentPane] = []
  /// Names that agents had, for events that were on their way: old → new.
  var renamed: [String: String] = [:]
  var scheduler: SchedulerSnapshot?
  var memory: MemorySnapshot?
  /// What all agents together generated in the last minute.
  var rates = RateHistory()
  /// Texts of tasks that have not begun, by the task's identifier.
  var taskTexts: [String: Transcript.TaskText] = [:]
  var unassignedCount = 0
  var approvals: [PendingApproval] = []
  var session: String?
  var runs = RunCount()
  /// Whether something of an earlier part of the session can be gone on with.
  var hasOpenWork = false
  var modelsFound: [ModelCandidate]?

  // Where the person is.
  var place = Place.composer
  /// Of `agents`.
  var focus = 0
  var zoom = Zoom.normal
  var composer: Composer
  var overlay: Overlay?
  var prompt: Prompt?
  var copy: CopyMode?
  /// Where the mouse's button is held.
  var grip: Grip?
  /// Whether the person works in this terminal; true where it does not tell.
  var hasFocus = true
  /// When `Ctrl-C` was pressed last.
  var interruptedAt: MonotonicTime?

  var notice: Notice?
  var log: [LogLine] = []
  var isQuitting = false
  /// The signal that ends the program.
  var signal: Int32?
  var nextAgentID = 0
  /// Searches that were begun.
  var searches = 0
  /// Wrapped rows by entry: a memo, the same answers with it and without.
  var rowCache = RowCache()

  /// A sentence that is shown for a while.
  struct Notice: Equatable, Sendable {
    var text: String
    var isProblem: Bool
    var since: MonotonicTime
    /// Stays until a key is pressed, and its time from then on.
    var waitsForKey = false
  }

  /// What became of the session's tasks.
  struct RunCount: Equatable, Sendable {
    /// Tasks that were given.
    var tasks = 0
    /// Runs that began.
    var begun = 0
    var finished = 0
    var failed = 0
    var stopped = 0
  }

  init(size: Size, settings: ConsoleSettings = .init(), keyMap: KeyMap = .init(), composer: Composer = .init()) {
    self.size = size
    self.settings = settings
    self.keyMap = keyMap
    self.composer = composer
  }
}

extension ConsoleState {
  /// The agent that has the focus; nil while there is none.
  var focused: AgentPane? { agents.indices.contains(focus) ? agents[focus] : nil }

  /// Agents with a run.
  var runningCount: Int { agents.count { $0.status.isRunning } }

  /// Tasks that wait, for an agent or for whoever is free.
  var queuedCount: Int { unassignedCount + agents.reduce(0) { $0 + $1.queuedCount } }

  /// Whether a graph of the last minute is on screen, and not flat yet.
  var showsPassingGraph: Bool { overlay == .map && !rates.isEmpty(at: now) }

  /// Where an agent stands.
  func index(of agent: String) -> Int? { agents.firstIndex { $0.name == agent } }

  /// The oldest approval of an agent.
  func approval(of agent: String) -> PendingApproval? { approvals.first { $0.agent == agent } }

  /// What people call the model of this file.
  func modelName(of path: String) -> String {
    let found = modelsFound?.first { $0.path == path }?.name
    return TextSanitizer.line(found ?? ModelFileName(path)?.model ?? String(path.split(separator: "/").last ?? ""))
  }

  /// The room that there is for another model.
  var modelRoom: ModelRoom {
    var room = ModelRoom(machineMemory: settings.machineMemory, isSpread: settings.isSpread)
    if case .ready(let facts) = model { room.loaded = facts }
    return room
  }

  /// Tells a sentence in the hint line's place.
  mutating func tell(_ text: String, isProblem: Bool = false) {
    notice = Notice(text: text, isProblem: isProblem, since: now)
    if isProblem { note(text, .warning) }
  }

  /// Tells what is wrong with the settings: all of it in the log, the first sentence at once.
  mutating func tell(problems: [String]) {
    for problem in problems { note(problem, .warning) }
    guard let first = problems.first else { return }
    let more = problems.count > 1 ? " (and \(problems.count - 1) more, in the log)" : ""
    notice = Notice(text: first + more, isProblem: true, since: now, waitsForKey: true)
  }

  /// Writes a line into the log.
  mutating func note(_ text: String, _ level: LogLine.Level = .info) {
    log.append(LogLine(time: wall, level: level, text: text))
    if log.count > LogLine.limit { log.removeFirst(log.count - LogLine.limit) }
  }

  /// Shows a composer or panes without anything over them.
  mutating func close() {
    overlay = nil
    prompt = nil
  }
}
