import Foundation
import Inference
import OrderedJSON
import Testing
import TestSupport
import Threading

@testable import Agents

@Suite struct ConversationKeepingTests {
  /// Keeps what an agent tells, as a journal does: as text.
  private final class Keeper: Sendable {
    private let lines = Monitor<[String]>([])

    init(_ agent: Agent) {
      agent.keepChanges { change in self.lines.withLock { $0.append(JSON.object(change.json).text) } }
    }

    var count: Int { lines.withLock { $0.count } }

    func restored() throws -> RestoredConversation {
      var conversation = RestoredConversation()
      for line in lines.withLock({ $0 }) {
        let object = try #require(try JSON(parsing: line).object)
        conversation.apply(try #require(ConversationChange(json: object), "\(line)"))
      }
      return conversation
    }
  }

  /// Runs these tasks, and compares what was said with what was kept of it.
  private func check(_ bench: AgentBench, tasks: [String]) throws {
    let keeper = Keeper(bench.agent)
    for task in tasks {
      bench.run(task)
      let restored = try keeper.restored()
      #expect(restored.conversation(for: bench.engine.facts.identity) == bench.agent.conversation)
      #expect(!restored.isIncomplete)
    }
    #expect(keeper.count > tasks.count)
  }

  @Test func `Answers, calls, results and what cannot be run are kept as they were`() throws {
    try check(
      AgentBench([
        .call("read", #"{"path": "a é \"b\""}"#), .call("nothing", "{}"),
        .say("<tool_call>{\"name\": \"read\", \"arg"), .say("Done", " so far.\n"), .say("And again: 👩‍👩‍👧 \u{0}."),
        .fail(.decodeFailed, "no", after: "half an ans"), .say("more"),
      ]), tasks: ["first", "second", "third", "fourth"])
  }

  @Test func `What compaction replaced stays replaced`() throws {
    func long(_ letter: String, _ count: Int) -> String { String(repeating: letter, count: count) }
    let bench = try AgentBench(
      [.say(long("a", 500)), .say(long("b", 500)), .say("All was said."), .say("Third answer."), .say("Fourth.")],
      tools: [], maxTokens: 500, contextLength: 2000)
    try check(bench, tasks: ["First", "Second", long("t", 600), "Fourth"])
    #expect(bench.agent.conversation.entries.contains { if case .summary = $0 { true } else { false } })
  }

  @Test func `A stopped run's conversation is kept up to the stop`() throws {
    let gate = Gate()
    let bench = try AgentBench([.stall(gate, after: "so far"), .say("later")])
    let keeper = Keeper(bench.agent)
    let cancellation = Cancellation()
    let end = try bench.start("work", cancellation: cancellation)
    bench.wait(for: "text so far")
    cancellation.cancel()
    gate.open()
    _ = end()
    #expect(try keeper.restored().conversation(for: bench.engine.facts.identity) == bench.agent.conversation)
  }

  @Test func `An agent that goes on with what was kept has the same prompt, and keeps on where that ended`() throws {
    let bench = try AgentBench([.call("read", #"{"path": "a"}"#), .say("one"), .say("two")])
    let keeper = Keeper(bench.agent)
    bench.run("first")
    let kept = try keeper.restored()
    let again = try AgentBench([.say("two")])
    #expect(again.agent.resume(kept.conversation(for: again.engine.facts.identity)))
    let second = Monitor<[ConversationChange]>([])
    again.agent.keepChanges { change in second.withLock { $0.append(change) } }
    again.run("next")
    bench.run("next")
    #expect(again.engine.prompts.last == bench.engine.prompts.last)
    var whole = kept
    for change in second.withLock({ $0 }) { whole.apply(change) }
    #expect(whole.conversation(for: again.engine.facts.identity) == bench.agent.conversation)
    #expect(!whole.isIncomplete)
  }

  @Test func `Tokens of another model are left out, its words are not`() throws {
    var kept = RestoredConversation()
    kept.apply(
      .init(count: 0, place: 0, removed: 0, entries: [.task("t"), .assistant(tokens: [1, 2], text: "ab")], model: "m"))
    #expect(kept.conversation(for: "m").entries[1] == .assistant(tokens: [1, 2], text: "ab"))
    #expect(kept.conversation(for: "n").entries[1] == .assistant(tokens: [], text: "ab"))
  }

  @Test func `A change that is missing is noticed, and one that fits nowhere stops nothing`() {
    var kept = RestoredConversation()
    kept.apply(.init(count: 0, place: 0, removed: 0, entries: [.task("one")]))
    #expect(!kept.isIncomplete)
    kept.apply(.init(count: 5, place: 9, removed: 9, entries: [.note("two")]))
    #expect(kept.isIncomplete)
    #expect(kept.entries == [.task("one"), .note("two")])
    // An agent that begins anew.
    kept.apply(.init(count: 0, place: 0, removed: 0, entries: [.task("three")]))
    #expect(kept.entries == [.task("three")])
  }

  /// From, to, and the change between them.
  @Test(
    arguments: [
      (["a"], ["a", "b"], 1, 0, ["b"]), (["a", "b", "c"], ["s", "c"], 0, 2, ["s"]), (["a", "b"], ["a"], 1, 1, []),
      (["a", "a"], ["a", "a", "a"], 2, 0, ["a"]), (["a", "b", "c"], ["a", "x", "c"], 1, 1, ["x"]),
      ([], ["a"], 0, 0, ["a"]),
    ] as [([String], [String], Int, Int, [String])])
  func `A change is what differs`(old: [String], new: [String], place: Int, removed: Int, entries: [String]) throws {
    func conversation(_ notes: [String]) -> Conversation { Conversation(notes.map { .note($0) }) }
    let change = try #require(ConversationChange(from: conversation(old), to: conversation(new)))
    #expect(
      change == .init(count: old.count, place: place, removed: removed, entries: entries.map { .note($0) }))
    #expect(ConversationChange(from: conversation(new), to: conversation(new)) == nil)
  }
}
