import Testing

@testable import Agents

@Suite("Compaction plan") struct CompactionPlanTests {
  static let task = Conversation.Entry.task("t")
  static let said = Conversation.Entry.assistant(tokens: [1], text: "a")
  static let results = Conversation.Entry.toolResults(["r"])
  static let summary = Conversation.Entry.summary("s")

  struct Case: Sendable {
    var entries: [Conversation.Entry]
    var kept: Int
    var longest = Int.max
    var replaced: Int?
    var task: String?
  }

  static let cases: [Case] = [
    // Nothing that is worth replacing.
    Case(entries: [], kept: 100, replaced: nil),
    Case(entries: [task], kept: 0, replaced: nil),
    Case(entries: [task, said], kept: 0, replaced: nil),
    Case(entries: [summary, task, said], kept: 0, replaced: nil),
    // The last entry stays, however large.
    Case(entries: [task, said, task], kept: 0, replaced: 2),
    // As much as fits stays, at ten tokens an entry.
    Case(entries: [task, said, task, said, task], kept: 30, replaced: 2),
    Case(entries: [task, said, task, said, task], kept: 29, replaced: 3),
    // Results stay with the call before them.
    Case(entries: [task, said, results, said, results], kept: 10, replaced: 3, task: "t"),
    Case(entries: [task, said, results], kept: 10, replaced: nil),
    // The last task is kept beside the summary when it is among the replaced.
    Case(entries: [.task("old"), said, task, said, results, said], kept: 10, replaced: 5, task: "t"),
    // A beginning only, cut where results are not parted from their call.
    Case(entries: [.task("old"), said, results, said, task], kept: 10, longest: 3, replaced: 3, task: nil),
    Case(entries: [.task("old"), said, results, said, task], kept: 10, longest: 2, replaced: nil),
  ]

  @Test("What is replaced and what is kept", arguments: cases)
  func plan(_ given: Case) {
    let plan = CompactionPlan(
      given.entries, sizes: given.entries.map { _ in 10 }, keptTokens: given.kept, longest: given.longest)
    #expect(plan?.replaced == given.replaced)
    #expect(plan?.task == given.task)
  }
}
