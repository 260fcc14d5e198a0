// Goes over a journal, and keeps of it what a session is at each moment. Only the newest moment counts, so what is over
// is forgotten on the way.

import Agents
import OrderedJSON

extension SessionRestoration {
  /// What a journal leaves.
  public init(_ contents: JournalContents) {
    var replay = SessionReplay()
    replay.restoration.session = contents.id
    var records = contents.records[...]
    for event in contents.events {
      while let record = records.first, record.after < event.seq {
        replay.take(record.kind)
        records.removeFirst()
      }
      replay.take(event)
    }
    for record in records { replay.take(record.kind) }
    self = replay.finished()
  }
}

/// A session on its way through its journal.
struct SessionReplay {
  /// What is on of an agent.
  private struct Work {
    var run: SessionRestoration.Interrupted?
    /// What the model has said since its last turn was kept.
    var said = ""
    /// Results of calls of its last turn.
    var results: [String] = []
  }

  /// Who counts on from these does not come to an end.
  private static let numbers = 1..<1 << 40

  var restoration = SessionRestoration()
  private var work: [Int: Work] = [:]
  private var conversations: [Int: RestoredConversation] = [:]
  private var contextUsed: [Int: Int] = [:]
  private var agents: [KeptAgent] = []
  /// Whether the journal says who is there; those of older versions do not.
  private var isKept = false
  private var names: [String: Int] = [:]

  // MARK: records

  mutating func take(_ record: JournalRecord.Kind) {
    switch record {
    case .opened, .summary: break
    case .setting(let setting): restoration.setting = setting
    case .agents(let list):
      isKept = true
      agents = list
      for agent in list { names[agent.name] = agent.id }
      let ids = Set(list.map(\.id))
      restoration.waiting.removeAll { waiting in waiting.agent.map { !ids.contains($0) } ?? false }
    case .conversation(let agent, let change):
      conversations[agent, default: .init()].apply(change)
      for entry in change.entries {
        switch entry {
        case .assistant:
          work[agent]?.said = ""
          work[agent]?.results = []
        case .toolResults: work[agent]?.results = []
        case .briefing, .task, .note, .summary: break
        }
      }
    case .dropped(let tasks): restoration.waiting.removeAll { tasks.contains($0.task) }
    }
  }

  // MARK: events

  mutating func take(_ event: FleetEvent) {
    restoration.lastSeq = event.seq
    let agent = known(event.agentID, called: event.agent) ?? event.agent.map { id(of: $0) }
    switch event.kind {
    case .sessionStarted(_, let model, let count, let slots, _):
      (restoration.model, restoration.slots) = (model, max(1, slots))
      if !isKept, agents.isEmpty {
        while agents.count < min(count, 255) { _ = id(of: AgentName.free(besides: agents.map(\.name))) }
      }
    case .modelChanged(let change): restoration.model = change.model
    case .taskQueued(let task, let text, _):
      note(task, "t")
      restoration.waiting.append(.init(task: task, text: text, agent: agent))
    case .runStarted(let task):
      guard let agent, let run = event.run else { return }
      note(run, "r")
      let text = restoration.waiting.first { $0.task == task }?.text ?? ""
      restoration.waiting.removeAll { $0.task == task }
      work[agent] = Work(run: .init(run: run, task: text))
      if !isKept { say(.task(text), by: agent) }
    case .runFinished(let outcome): if let agent { finish(agent, outcome) }
    case .agent(let told): if let agent { take(told, of: agent) }
    case .agentStarted, .sessionFinished: break
    }
  }

  private mutating func finish(_ agent: Int, _ outcome: RunOutcome) {
    if !isKept, !outcome.text.isEmpty { say(.assistant(AssistantTurn(text: outcome.text)), by: agent) }
    var task = work.removeValue(forKey: agent)?.run
    task?.run = nil
    task?.calls = []
    task?.requests = []
    // Told by whoever went on with the session, and not gone on with yet.
    if outcome.isInterruption { work[agent] = Work(run: task) }
  }

  private mutating func take(_ told: AgentEvent, of agent: Int) {
    switch told {
    case .text(let text):
      work[agent]?.said += text
    case .toolStarted(let call, let tool, _):
      note(call, "call-")
      if work[agent]?.run?.calls.contains(where: { $0.call == call }) == false {
        work[agent]?.run?.calls.append(.init(call: call, tool: tool))
      }
    case .toolFinished(let call, _, _, let output, _, _):
      note(call, "call-")
      work[agent]?.run?.calls.removeAll { $0.call == call }
      work[agent]?.results.append(output)
    case .permissionRequested(let request):
      note(request.id, "request-")
      work[agent]?.run?.requests.append(request.id)
    case .permissionResolved(let request, _, _): work[agent]?.run?.requests.removeAll { $0 == request }
    case .usage(let usage): contextUsed[agent] = usage.promptTokens &+ usage.generatedTokens
    case .contextCompacted(_, let tokens): contextUsed[agent] = tokens
    case .slotWaiting, .slotAcquired, .slotReleased, .prefill, .reasoning, .toolOutput: break
    }
  }

  private mutating func say(_ entry: Conversation.Entry, by agent: Int) {
    conversations[agent, default: .init()].append(entry)
  }

  /// Who an event says that it is of. Where the journal does not keep who is there, it makes them known.
  /// A number that was never given out names nobody.
  private mutating func known(_ agent: AgentID?, called name: String?) -> Int? {
    guard let id = agent?.value, Self.numbers.contains(id) else { return nil }
    guard let name else { return id }
    names[name] = id
    if isKept { return id }
    // Whoever had the name before has another one now, which was not told yet.
    if let place = agents.firstIndex(where: { $0.name == name && $0.id != id }) {
      agents[place].name = AgentName.free(besides: agents.map(\.name))
    }
    if let place = agents.firstIndex(where: { $0.id == id }) {
      agents[place].name = name
    } else {
      agents.append(KeptAgent(id: id, name: name, mode: .ask))
    }
    return id
  }

  /// Who is meant by a name now. In the journals of older versions names are all there is.
  private mutating func id(of name: String) -> Int {
    if let agent = agents.first(where: { $0.name == name }) { return agent.id }
    if let known = names[name] { return known }
    let id = (names.values.max() ?? 0) + 1
    names[name] = id
    if !isKept { agents.append(KeptAgent(id: id, name: name, mode: .ask)) }
    return id
  }

  /// `t12` was given out.
  private mutating func note(_ name: String, _ kind: String) {
    guard name.hasPrefix(kind), let number = Int(name.dropFirst(kind.count)), Self.numbers.contains(number) else {
      return
    }
    let key = kind.hasSuffix("-") ? String(kind.dropLast()) : kind
    restoration.used[key] = max(restoration.used[key] ?? 0, number)
  }

  // MARK: the end

  func finished() -> SessionRestoration {
    var restoration = restoration
    restoration.members = agents.map { agent in
      var member = SessionRestoration.Member(agent: agent)
      member.conversation = conversations[agent.id] ?? .init()
      member.contextUsed = max(0, contextUsed[agent.id] ?? 0)
      member.interrupted = work[agent.id]?.run
      member.interrupted?.text = work[agent.id]?.said ?? ""
      if let work = work[agent.id], work.run?.run != nil { member.end(said: work.said, results: work.results) }
      return member
    }
    for (name, id) in names where !agents.contains(where: { $0.name == name }) {
      if let now = agents.first(where: { $0.id == id })?.name { restoration.renamed[name] = now }
    }
    return restoration
  }
}

extension SessionRestoration.Member {
  /// What a model is told of a call that the program's end came before.
  static let notFinished =
    "interrupted: the program ended while this ran, so nobody knows how far it came; look at what it did"

  /// Gives a conversation an end that it can be gone on from: what was being said is said, and every call has a result.
  fileprivate mutating func end(said: String, results: [String]) {
    var entries: [Conversation.Entry] = []
    let calls = conversation.openCalls
    let isTold = conversation.entries.contains { $0 == .task(interrupted?.task ?? "") }
    if !isTold, let task = interrupted?.task, !task.isEmpty { entries.append(.task(task)) }
    if said.contains(where: { !$0.isWhitespace }) {
      entries.append(.assistant(AssistantTurn(text: said)))
    } else if !calls.isEmpty {
      entries.append(
        .toolResults(calls.indices.map { $0 < results.count ? results[$0] : Self.notFinished }))
    }
    guard !entries.isEmpty else { return }
    ending = ConversationChange(
      count: conversation.entries.count, place: conversation.entries.count, removed: 0, entries: entries)
    if let ending { conversation.apply(ending) }
  }
}
