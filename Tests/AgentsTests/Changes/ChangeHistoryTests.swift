import Testing

@testable import Agents

@Suite struct ChangeHistoryTests {
  private typealias Author = ChangeLedger.Author
  private static let ada = Author(value: 1)
  private static let bob = Author(value: 2)

  private static func run(_ id: Int, _ author: Author = ada) -> ChangeHistory.Run {
    .init(id: id, author: author, task: "task \(id)")
  }

  private static func path(_ name: String) -> ResolvedPath { .init(absolute: "/ws/\(name)", workspace: "/ws") }

  private static func state(_ text: String) -> FileState { FileState(FileContent(text), mode: 0o644) }

  /// A history of writes: run, file, before, after; `nil` is a file that is not there.
  private static func history(
    _ writes: [(run: Int, file: String, before: String?, after: String)], limit: Int = 1000
  ) -> ChangeHistory {
    var history = ChangeHistory(byteLimit: limit)
    for write in writes {
      history.note(
        run(write.run), path: path(write.file), before: write.before.map(state) ?? .absent, after: state(write.after))
    }
    return history
  }

  private static func listing(_ history: ChangeHistory, _ author: Author = ada) -> [String] {
    history.runs(of: author).map { run, records in
      "\(run.id)\(run.isCut ? " cut" : ""): "
        + records.map { "\($0.path.shown) \($0.before.content.text ?? "-")>\($0.after.content.text ?? "-")" }.joined(
          separator: ", ")
    }
  }

  @Test(
    arguments: [
      ([(1, "a", "x", "y"), (1, "a", "y", "z")], ["1: a x>z"]),  // its own writes are one change
      ([(1, "a", "x", "y"), (1, "a", "y", "x")], []),  // and none, where it comes back
      ([(1, "a", "x", "y"), (1, "b", nil, "n"), (2, "a", "y", "z")], ["2: a y>z", "1: a x>y, b ->n"]),
      ([(1, "a", "x", "y"), (1, "a", "q", "z")], ["1: a x>y, a q>z"]),  // somebody else wrote between
      ([(1, "a", "x", "y"), (2, "a", "y", "z"), (1, "a", "z", "w")], ["2: a y>z", "1: a x>y, a z>w"]),
    ] as [([(Int, String, String?, String)], [String])])
  func writesOfOneRunAreOneChangeAsLongAsNobodyElseWrites(writes: [(Int, String, String?, String)], kept: [String]) {
    #expect(Self.listing(Self.history(writes)) == kept)
  }

  @Test func everyAuthorHasRunsOfItsOwn() {
    var history = Self.history([(1, "a", "x", "y")])
    history.note(Self.run(2, Self.bob), path: Self.path("a"), before: Self.state("y"), after: Self.state("z"))
    #expect(Self.listing(history) == ["1: a x>y"])
    #expect(Self.listing(history, Self.bob) == ["2: a y>z"])
    history.forget(Self.ada)
    #expect(Self.listing(history) == [])
    #expect(Self.listing(history, Self.bob) == ["2: a y>z"])
  }

  @Test func undoOfARunPutsBackEveryFileAsItWasBefore() throws {
    let history = Self.history([(1, "a", "x", "y"), (1, "b", nil, "n"), (1, "a", "y", "z")])
    #expect(
      try history.stepsToUndo(run: 1, of: Self.ada) == [
        .init(path: Self.path("a"), expected: Self.state("z"), result: Self.state("x")),
        .init(path: Self.path("b"), expected: Self.state("n"), result: .absent),
      ])
  }

  @Test func runWithSomebodyElsesWriteInItIsNotUndoneWhole() {
    let history = Self.history([(1, "a", "x", "y"), (1, "a", "q", "z")])
    #expect(throws: UndoError.self) { try history.stepsToUndo(run: 1, of: Self.ada) }
  }

  @Test func runOfSomebodyElseIsNotUndone() {
    let history = Self.history([(1, "a", "x", "y")])
    #expect(throws: UndoError.self) { try history.stepsToUndo(run: 1, of: Self.bob) }
    #expect(throws: UndoError.self) { try history.stepToUndo(hunk: 0, ofRecord: 1, revision: 0, by: Self.bob) }
  }

  @Test func fileThatWasTooLargeIsNotUndone() {
    var history = ChangeHistory(byteLimit: 100)
    history.note(Self.run(1), path: Self.path("a"), before: FileState(.unkept), after: Self.state("y"))
    #expect(throws: UndoError.unkept("a")) { try history.stepsToUndo(run: 1, of: Self.ada) }
    #expect(throws: UndoError.unkept("a")) {
      try history.stepToUndo(hunk: 0, ofRecord: 1, revision: 0, by: Self.ada)
    }
  }

  @Test func oneHunkIsUndoneAndTheOthersStay() throws {
    let lines = (1...30).map { "line \($0)\n" }
    var changed = lines
    changed[2] = "third\n"
    changed[20] = "late\nlater\n"
    let history = Self.history([(1, "a", lines.joined(), changed.joined())], limit: 10_000)
    var first = changed
    first[2] = lines[2]
    #expect(
      try history.stepToUndo(hunk: 0, ofRecord: 1, revision: 0, by: Self.ada).result == Self.state(first.joined()))
    var second = changed
    second[20] = lines[20]
    #expect(
      try history.stepToUndo(hunk: 1, ofRecord: 1, revision: 0, by: Self.ada).result == Self.state(second.joined()))
    #expect(throws: UndoError("There is no hunk 3 in a; it has 2.")) {
      try history.stepToUndo(hunk: 2, ofRecord: 1, revision: 0, by: Self.ada)
    }
  }

  @Test func whatWasShownBeforeTheFileWasWrittenAgainIsNotUndone() {
    let history = Self.history([(1, "a", "x", "y"), (1, "a", "y", "z")])
    #expect(throws: UndoError("a was written again meanwhile; look at it as it is now.")) {
      try history.stepToUndo(hunk: 0, ofRecord: 1, revision: 0, by: Self.ada)
    }
  }

  @Test func oldestContentsAreForgottenBeyondTheLimitAndTheRunSaysSo() {
    let big = String(repeating: "x", count: 40)
    let history = Self.history(
      [(1, "a", "", big), (2, "b", "", big), (2, "c", "", big)], limit: 100)
    #expect(Self.listing(history) == ["2: b >\(big), c >\(big)"])
    #expect(history.forgottenRuns(of: Self.ada) == 1)
    let cut = Self.history([(2, "b", "", big), (2, "c", "", big), (2, "d", "", big)], limit: 100)
    #expect(Self.listing(cut) == ["2 cut: c >\(big), d >\(big)"])
    #expect(cut.forgottenRuns(of: Self.ada) == 0)
    #expect(throws: UndoError.self) { try cut.stepsToUndo(run: 2, of: Self.ada) }
  }

  @Test func runThatWasForgottenWhileItWentOnIsNeverWholeAgain() {
    let huge = String(repeating: "x", count: 200)
    let history = Self.history([(1, "a", "", huge), (1, "b", "", "small")], limit: 100)
    #expect(Self.listing(history) == ["1 cut: b >small"])
    #expect(throws: UndoError.self) { try history.stepsToUndo(run: 1, of: Self.ada) }
  }

  @Test func ledgerWithoutRoomKeepsNothing() {
    #expect(Self.listing(Self.history([(1, "a", nil, ""), (1, "b", "x", "y")], limit: 0)) == [])
  }
}
