import Agents
import Orchestrator
import TerminalUI
import Testing
import Threading

@testable import AgentTUI

@Suite struct ReadingAgainTests {
  @Test func startOfALongTranscriptIsReadAndShown() {
    var console = ReadingConsole(runs: 200)
    #expect(!console.present.contains(0))
    console.press("g")
    #expect(console.sees("reading the journal…"))
    console.answer()
    #expect(console.sees("> task 1 "))
    #expect(!console.sees("reading the journal…"))
    #expect(console.pane.transcript.bytes <= Transcript.mostBytes + 3 * 2 * TranscriptPage.fullBytes)
  }

  /// Every row from the end to the start, page by page, is the one that was there when nothing was let go of.
  @Test func nothingThatWasSaidIsLostOnTheWayUp() {
    var console = ReadingConsole(runs: 120)
    var seen: Set<Int> = []
    for _ in 0..<4000 {
      console.pressed("pgup")
      for row in console.state.screen {
        guard let range = row.firstRange(of: "> task ") else { continue }
        let digits = row[range.upperBound...].prefix { $0.isNumber }
        if let run = Int(digits) { seen.insert(run) }
      }
      #expect(console.pane.transcript.bytes <= Transcript.mostBytes + 4 * 2 * TranscriptPage.fullBytes)
      if console.pane.scroll == .held(.init(entry: 0, row: 0)) { break }
    }
    #expect((1...119).filter { !seen.contains($0) } == [])
  }

  @Test func keysPressedWhileAPageIsReadAreNotLost() {
    var slow = ReadingConsole(runs: 120)
    var quick = ReadingConsole(runs: 120)
    // To the first row that is in memory.
    for _ in 0..<1000 where slow.asked.isEmpty {
      slow.press("pgup")
      quick.press("pgup")
    }
    #expect(!slow.asked.isEmpty)
    for _ in 0..<200 {
      slow.press("pgup")
      quick.pressed("pgup")
    }
    slow.answer()
    #expect(slow.pane.scroll == quick.pane.scroll)
    #expect(slow.state.screen == quick.state.screen)
  }

  /// Up and down again by the same number of pages, over what has to be read each way, leads to where one was.
  @Test(arguments: ["", "y v"])
  func pagesUpAndDownAgainLeadBack(mode: String) {
    var once = ReadingConsole(runs: 120)
    once.pressed(mode + " pgup")
    var console = once
    for _ in 0..<150 { console.press("pgup") }
    console.answer()
    #expect(console.present.first ?? 0 < (once.present.first ?? 0))
    let far = (console.state.copy, console.pane.scroll)
    for _ in 0..<20 { console.pressed("pgup") }
    for _ in 0..<20 { console.pressed("pgdn") }
    #expect(console.state.copy == far.0)
    // The window moves the least, so with a cursor in it it stands elsewhere on the way back.
    #expect(console.pane.scroll == far.1 || !mode.isEmpty)
    for _ in 0..<150 { console.press("pgdn") }
    console.answer()
    #expect(console.state.copy == once.state.copy)
    #expect(console.pane.scroll == once.pane.scroll || !mode.isEmpty)
  }

  @Test func startIsGoneToWhenItIsThereAndNotWhenAnotherPageIs() {
    var console = ReadingConsole(runs: 120)
    for _ in 0..<1000 where console.asked.isEmpty { console.press("pgup") }
    let held = console.pane.scroll
    console.press("g")
    #expect(console.pane.seek == .start)
    console.answerNext()
    #expect(console.pane.seek == .start && console.pane.scroll == held)
    console.answer()
    #expect(console.pane.seek == nil && console.sees("> task 1 "))
  }

  @Test func pagesBesideTheWindowAreReadBeforeTheyAreNeeded() throws {
    var console = ReadingConsole(runs: 200)
    console.pressed("g")
    #expect(console.present.prefix(2) == [0, 1])
    console.search("output 33 of run 73 ")
    console.answer()
    guard case .held(let top) = console.pane.scroll else {
      Issue.record("not held")
      return
    }
    let page = try #require(console.pane.transcript.page(of: top.entry))
    #expect(page > 2)
    #expect([page - 1, page, page + 1].allSatisfy(console.present.contains))
    // What is no longer beside it is let go of.
    #expect(!console.present.contains(0))
  }

  @Test func pageThatCannotBeReadIsNotAskedForAgainUntilAKeyWantsIt() {
    var console = ReadingConsole(runs: 120)
    console.script.failure.withLock { $0 = FleetError("The journal cannot be read: it is gone.") }
    for _ in 0..<1000 where console.asked.isEmpty { console.press("pgup") }
    console.answerNext()
    #expect(console.pane.unreadable.count == 1 && console.pane.seek == nil)
    console.deliver(.input(.resize(Size(width: 60, height: 20))))
    #expect(console.asked == [])
    for _ in 0..<1000 where console.asked.isEmpty { console.press("pgup") }
    #expect(console.asked.count == 1)
    console.script.failure.withLock { $0 = nil }
    console.answer()
    #expect(console.pane.unreadable == [])
  }

  /// The end is seen with what is above it, however long that is.
  @Test func pageThatFillsTheWindowAboveTheEndStays() {
    var state = ConsoleFixture.console(["ada"], size: Size(width: 60, height: 20))
    let text = String(repeating: "a long way\n", count: 150_000) + "to its end"
    state.begin("ada", text)
    state.tell("ada", .runFinished(.init(reason: .stopped, text: "")))
    _ = state.update(.input(.key(Key(.escape))))
    #expect(state.agents[0].transcript.bytes > Transcript.mostBytes)
    #expect(state.screen.contains { $0.contains("to its end") } && state.screen.contains { $0.contains("stopped") })
  }

  @Test func windowThatHasGrownIsFilledWithWhatIsAboveTheEnd() {
    var state = ConsoleFixture.console(["ada"], size: Size(width: 60, height: 20))
    state.begin("ada", String(repeating: "a long way\n", count: 150_000))
    for number in 0..<20 { state.tell("ada", .contextCompacted(tokensBefore: number, tokensAfter: 1)) }
    #expect(state.agents[0].transcript.pages.map { $0.entries == nil } == [true, false])
    #expect(state.update(.input(.resize(Size(width: 60, height: 22)))) == [])
    let effects = state.update(.input(.resize(Size(width: 60, height: 60))))
    guard case .readTranscript(let part, _)? = effects.first else {
      Issue.record("\(effects)")
      return
    }
    #expect(part.page == 0)
  }

  @Test func selectionGoesOnIntoWhatHasToBeReadWithEveryKeyThatWasPressed() {
    var slow = ReadingConsole(runs: 120)
    var quick = ReadingConsole(runs: 120)
    slow.press("y v")
    quick.press("y v")
    for _ in 0..<1000 where slow.asked.isEmpty {
      slow.press("pgup")
      quick.press("pgup")
    }
    for _ in 0..<200 {
      slow.press("pgup")
      quick.pressed("pgup")
    }
    slow.answer()
    #expect(slow.state.copy != nil && slow.state.copy?.cursor == quick.state.copy?.cursor)
    #expect(slow.state.copy?.mark == quick.state.copy?.mark)
    #expect(slow.state.screen == quick.state.screen)
  }

  @Test func whatIsHeldIsTheSameRowsAfterItsNeighboursWereRead() {
    var console = ReadingConsole(runs: 120)
    console.pressed("g pgdn pgdn")
    /// The pane's rows, beside the list of agents.
    func rows() -> [Substring] { console.state.screen[2..<16].map { $0.dropFirst(22) } }
    let before = rows()
    console.deliver(.events([FleetEvent(seq: 1_000_000, time: 0, agent: "ada", run: "r1", kind: .agent(.text("new")))]))
    console.answer()
    #expect(rows() == before)
    console.pressed("G")
    #expect(console.pane.scroll == .follow)
    #expect(console.sees("new"))
  }

  @Test func journalThatCannotBeReadIsToldInASentenceAndTriedAgainAtTheNextKey() {
    var console = ReadingConsole(runs: 200)
    console.script.failure.withLock { $0 = FleetError("The journal cannot be read: it is gone.") }
    console.pressed("g")
    #expect(console.sees("The journal cannot be read: it is gone."))
    #expect(console.pane.scroll == .follow)
    #expect(console.pane.seek == nil)
    console.script.failure.withLock { $0 = nil }
    console.pressed("g")
    #expect(console.sees("> task 1 "))
  }

  @Test func openedCallIsOpenStillWhenItIsReadAgain() {
    var console = ReadingConsole(runs: 200)
    console.pressed("g ] ] o")
    #expect(console.sees("▾ edit b.txt"))
    console.pressed("G")
    let flood = String(repeating: "more and more\n", count: 5000)
    for seq in 1_000_000..<1_000_020 {
      console.deliver(.events([FleetEvent(seq: seq, time: 0, agent: "ada", run: "r1", kind: .agent(.text(flood)))]))
    }
    #expect(!console.present.contains(0))
    console.pressed("g pgdn")
    #expect(console.sees("▾ edit b.txt"))
  }

  @Test func cursorOfEntriesGoesOnIntoWhatHasToBeRead() {
    var console = ReadingConsole(runs: 200)
    let first = console.pane.transcript.pages[console.present[0]].firstID
    for _ in 0..<3000 where console.pane.cursor ?? first >= first { console.pressed("[") }
    #expect(console.pane.cursor.map { $0 < first } == true)
  }

  // MARK: search

  @Test func searchCountsWhatIsInTheJournalToo() {
    var console = ReadingConsole(runs: 200)
    console.search("rare word")
    #expect(console.pane.search?.isComplete == false)
    guard case .searchTranscript(_, let parts, _, _)? = console.asked.first else {
      Issue.record("\(console.asked)")
      return
    }
    // First what the person comes to first: from the end upwards.
    #expect(parts.map(\.page) == parts.map(\.page).sorted(by: >))
    console.answer()
    #expect(console.pane.search?.isComplete == true)
    // Twenty lines in each of four runs.
    #expect(console.pane.search?.found == 80)
    #expect(console.sees("'rare word' 80/80"))
    console.pressed("n")
    #expect(console.sees("'rare word' 1/80"))
    #expect(console.sees("line 1 of run 50, rare word"))
    console.pressed("N N")
    #expect(console.sees("'rare word' 79/80"))
    #expect(console.sees("line 19 of run 200, rare word"))
  }

  @Test func matchThatStandsOnceFarUpIsGoneTo() {
    var console = ReadingConsole(runs: 200)
    console.search("output 33 of run 7")
    console.answer()
    // 7, 70 to 79: the text of the call is folded, and opened.
    #expect(console.pane.search?.found == 11)
    console.pressed("n")
    #expect(console.sees("│ │ output 33 of run 7"))
    #expect(console.sees("'output 33 of run 7' 1/11"))
  }

  @Test func searchGoesThroughEveryMatchOnceInOrder() {
    var console = ReadingConsole(runs: 120)
    console.search("no such tool")
    console.answer()
    #expect(console.pane.search?.found == 120)
    var places: [PaneSearch.Place?] = []
    for ordinal in 1...120 {
      console.pressed("n")
      #expect(console.pane.search?.ordinal == ordinal)
      places.append(console.pane.search?.current)
    }
    #expect(Set(places.map { $0.map { [$0.page, $0.offset] } }).count == 120)
  }

  /// What was counted and has not grown since is not counted again; what has, is, also where it has been let go of.
  @Test func whatGrowsAfterItWasCountedIsCountedAgain() {
    var console = ReadingConsole(runs: 60)
    console.search("rare word")
    console.answer()
    #expect(console.pane.search?.found == 20)
    console.press("n")
    #expect(console.asked == [])
    let last = console.pane.transcript.pages.count - 1
    let flood = String(repeating: "more and rare words\n", count: 5000)
    for seq in 1_000_000..<1_000_020 {
      console.script.more.withLock {
        $0.append(FleetEvent(seq: seq, time: 0, agent: "ada", run: "r60", kind: .agent(.text(flood))))
      }
    }
    console.deliver(.events(console.script.more.withLock { $0 }))
    console.press("G")
    #expect(!console.present.contains(last))
    console.press("n")
    guard case .searchTranscript(_, let parts, _, _)? = console.asked.first else {
      Issue.record("\(console.asked)")
      return
    }
    #expect(parts.contains { $0.page == last } && !parts.contains { $0.page == last - 1 })
    console.answer()
    #expect(console.pane.search?.found == 20 + 20 * 5000)
  }

  @Test func searchFromTheMiddleGoesToTheNextMatchBelow() {
    var console = ReadingConsole(runs: 200)
    console.pressed("g")
    console.search("rare word")
    console.answer()
    #expect(console.sees("'rare word' 1/80"))
  }

  @Test func whatIsNowhereIsSaidWhenAllHasBeenSearched() {
    var console = ReadingConsole(runs: 200)
    console.search("nowhere at all")
    #expect(!console.sees("is not in this pane"))
    console.answer()
    #expect(console.sees("'nowhere at all' is not in this pane"))
    #expect(console.pane.search == nil)
  }

  @Test func searchThatIsLeftOrFollowedByAnotherIsEnded() {
    var console = ReadingConsole(runs: 200)
    console.search("rare word")
    console.search("common word")
    let old = console.asked.first
    console.answer()
    let found = console.pane.search?.found
    guard case .searchTranscript(_, let parts, let pane, let number)? = old else {
      Issue.record("\(String(describing: old))")
      return
    }
    console.deliver(.transcriptSearched([parts[0].page: 1_000_000], pane: pane, number: number))
    #expect(console.pane.search?.found == found)
    console.press("esc")
    #expect(console.asked == [.endSearch(pane: pane)])
    #expect(console.pane.search == nil)
  }

  @Test func searchInAJournalThatCannotBeReadSaysSoAndCountsTheRest() {
    var console = ReadingConsole(runs: 200)
    console.script.failure.withLock { $0 = FleetError("The journal cannot be read: it is gone.") }
    console.search("rare word")
    console.answer()
    #expect(console.sees("The journal cannot be read: it is gone."))
    #expect(console.pane.search?.isPartial == true)
    #expect(console.pane.search?.found ?? 0 > 0)
    #expect(console.pane.search?.found ?? 0 < 80)
  }

  // MARK: copying

  /// From the first line to the last one, of which most is in the journal: the same as when nothing was let go of.
  @Test func selectionThatGoesOverTheJournalIsReadAndCopied() {
    var console = ReadingConsole(runs: 120)
    var whole = ReadingConsole(runs: 2)
    whole.pressed("y v g")
    whole.press("y")
    console.pressed("y v g")
    console.press("y")
    #expect(console.state.copy == nil)
    #expect(console.sees("reading the journal for what is to be copied…"))
    #expect(console.pane.transcript.bytes <= Transcript.mostBytes + 3 * 2 * TranscriptPage.fullBytes)
    console.answer()
    let lines = console.copied.last?.split(separator: "\n", omittingEmptySubsequences: false) ?? []
    let run = whole.copied.last?.split(separator: "\n", omittingEmptySubsequences: false) ?? []
    // The first two runs are as in a console that has no more of them.
    #expect(lines.prefix(run.count - 1) == run.dropLast())
    let tasks = lines.compactMap { $0.hasPrefix("task ") ? Int($0.dropFirst(5)) : nil }
    #expect(tasks == Array(1...120))
    let spoken = lines.filter { $0.hasPrefix("line ") }
    #expect(spoken.count == 120 * 20)
    #expect(spoken.last == "line 20 of run 120, common word")
  }

  @Test func selectionThatCannotBeReadOrIsTooLongIsToldAndNothingIsCopied() throws {
    var console = ReadingConsole(runs: 120)
    console.pressed("y v g")
    console.script.failure.withLock { $0 = FleetError("The journal cannot be read: it is gone.") }
    console.pressed("y")
    #expect(console.sees("nothing was copied: The journal cannot be read"))
    #expect(console.copied == [])
    let entry = TranscriptEntry(id: 0, time: 0, kind: .person(String(repeating: "x\n", count: 1 << 10)))
    let selection = TranscriptSelection(
      pieces: [.entries([entry])], range: .init(entry: 0, row: 0)...(.init(entry: 1, row: 0)), width: 40,
      glyphs: .unicode, choices: [:], showsReasoning: false)
    let error = try #require(throws: FleetError.self) { try selection.text(most: 2047) { _ throws(FleetError) in [] } }
    #expect(error.description.hasPrefix("more than 2.0 kB are selected"))
    #expect(try selection.text(most: 2048) { _ throws(FleetError) in [] }.utf8.count == 2047)
  }
}
