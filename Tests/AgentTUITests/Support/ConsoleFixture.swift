import Agents
import Inference
import OrderedJSON
import Orchestrator
import TerminalUI
import Threading

@testable import AgentTUI

/// Builds consoles as tests want them.
enum ConsoleFixture {
  /// A moment to begin at.
  static let start = MonotonicTime(nanoseconds: 1_000_000_000_000)
  /// 2026-01-02 03:04:05 UTC.
  static let wall: Int64 = 1_767_323_045_000

  /// A console with these agents, idle, and the model loaded.
  static func console(
    _ names: [String] = ["ada", "bob", "cyd", "dot"], size: Size = Size(width: 120, height: 36), slots: Int? = nil,
    keys: [String: String] = [:], isUnicode: Bool = true, composer: Composer = Composer()
  ) -> ConsoleState {
    var settings = ConsoleSettings()
    settings.isUnicode = isUnicode
    settings.themes = ["terminal", "gruvbox", "nord"]
    settings.modelName = "SmolLM2-135M-Instruct.Q4_1"
    var state = ConsoleState(size: size, settings: settings, keyMap: KeyMap(overrides: keys), composer: composer)
    _ = state.update(.clock(start, wall: wall))
    _ = state.update(.snapshot(snapshot(names, slots: slots ?? names.count)))
    return state
  }

  /// The fleet at rest.
  static func snapshot(_ names: [String], slots: Int, holders: [String] = [], waiters: [String] = []) -> FleetSnapshot {
    FleetSnapshot(
      model: .ready(ModelFacts(path: "/models/SmolLM2-135M Q4_1.gguf", name: "SmolLM2-135M Q4_1", contextLength: 2048)),
      agents: names.map { .init(name: $0, mode: .ask, contextUsed: 635, contextLimit: 2048) },
      scheduler: SchedulerSnapshot(
        max: slots, holders: holders.map { .init(label: $0, heldSeconds: 3) },
        waiters: waiters.map { .init(label: $0, priority: .normal, waitedSeconds: 2) }),
      memory: MemorySnapshot(
        cells: 8192, used: 4260, savedTokens: 3120, tokensPerSecond: 143,
        lanes: names.map { .init(name: $0, tokens: 900, shared: 540, isActive: holders.contains($0)) }))
  }

  /// A permission request for a command.
  static func request(
    _ id: String = "p1", command: String = "rm -r build", prefix: String? = "bash(rm *)", diff: String? = nil
  ) -> PermissionRequest {
    PermissionRequest(
      id: id, tool: diff == nil ? "bash" : "edit", arguments: ["command": .string(command)], subject: command,
      diff: diff, workingDirectory: "/ws/demo", dangerous: command.hasPrefix("rm"), rule: "mode ask",
      sessionRule: "bash(\(command))", prefixRule: prefix)
  }
}

extension ConsoleState {
  /// Presses keys by their names in the config file, parted by spaces; returns all effects.
  @discardableResult
  mutating func press(_ names: String) -> [Effect] {
    names.split(separator: " ").flatMap { name -> [Effect] in
      guard let key = Key(named: String(name)) else { preconditionFailure("no key \(name)") }
      return update(.input(.key(key)))
    }
  }

  /// Types a text, a key each.
  @discardableResult
  mutating func type(_ text: String) -> [Effect] {
    text.flatMap { update(.input(.key(Key(.character($0))))) }
  }

  /// Tells an event of an agent.
  @discardableResult
  mutating func tell(_ agent: String?, _ kind: FleetEvent.Kind, run: String? = "r1") -> [Effect] {
    update(.events([FleetEvent(seq: 1, time: ConsoleFixture.wall, agent: agent, run: run, kind: kind)]))
  }

  @discardableResult
  mutating func tell(_ agent: String, _ event: AgentEvent) -> [Effect] { tell(agent, .agent(event)) }

  /// A task that begins at once.
  mutating func begin(_ agent: String, _ text: String, task: String = "t1") {
    tell(agent, .taskQueued(task: task, text: text, position: 1))
    tell(agent, .runStarted(task: task))
  }

  /// Lets time go by.
  mutating func wait(_ seconds: Double) {
    _ = update(.clock(now.advanced(bySeconds: seconds), wall: wall + Int64(seconds * 1000)))
  }

  /// The screen's rows.
  var screen: [String] { ScreenView.surface(self).lines }
}

extension Transcript {
  /// What is in memory.
  var entries: [TranscriptEntry] { pages.flatMap { $0.entries ?? [] } }
}
