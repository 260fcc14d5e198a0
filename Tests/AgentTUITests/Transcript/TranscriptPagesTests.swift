import Agents
import OrderedJSON
import Orchestrator
import Testing
import Threading

@testable import AgentTUI

@Suite struct TranscriptPagesTests {
  /// Takes a script of events, some joined as a slow console gets them; returns what was told and what came of it.
  private func transcript(_ script: LongScript, joined: Bool = false) -> Transcript {
    var transcript = Transcript()
    for event in joined ? script.joined : script.events where event.agent == "ada" {
      transcript.take(event, task: script.tasks[event.seq], now: ConsoleFixture.start)
    }
    return transcript
  }

  @Test(arguments: [false, true])
  func whatIsReadAgainIsWhatWasLetGoOf(joined: Bool) {
    let script = LongScript(runs: 150)
    let whole = transcript(script, joined: joined)
    var cut = whole
    cut.letGo(keeping: 0..<0)
    #expect(cut.bytes <= Transcript.mostBytes)
    #expect(cut.isCut)
    for (page, old) in whole.pages.enumerated() where cut.pages[page].entries == nil {
      var replay = Transcript.Replay(cut.pages[page].source, firstID: cut.pages[page].firstID)
      script.recall(cut.pages[page].source.selection, body: { replay.take($0) })
      let entries = replay.entries()
      #expect(entries.map(\.id) == old.entries?.map(\.id))
      #expect(entries.map(\.kind.settled) == old.entries?.map(\.kind.settled))
      #expect(entries.map(\.time) == old.entries?.map(\.time))
      #expect(entries.allSatisfy { $0.version == -1 })
      let isTaken = cut.fill(page, with: entries)
      #expect(isTaken)
    }
    #expect(!cut.isCut)
    #expect(cut.bytes == whole.bytes)
  }

  /// Text without an end, thinking, and text again, of which pages begin in the middle.
  @Test func textThatGoesOnOverPagesIsReadAgainAsItWas() {
    let line = String(repeating: "x", count: 98)
    let script = LongScript(
      (1...16_000).map { seq in
        let text = "\(seq % 10)\(line)\n"
        return FleetEvent(
          seq: seq, time: Int64(seq), agent: "ada", run: "r1",
          kind: .agent(seq / 3000 % 2 == 0 ? .text(text) : .reasoning(text)))
      })
    let whole = transcript(script)
    var cut = whole
    cut.letGo(keeping: 0..<0)
    #expect(cut.pages.count { $0.entries == nil } > 5)
    for (page, old) in whole.pages.enumerated() where cut.pages[page].entries == nil {
      var replay = Transcript.Replay(cut.pages[page].source, firstID: cut.pages[page].firstID)
      script.recall(cut.pages[page].source.selection, body: { replay.take($0) })
      #expect(replay.entries().map(\.kind) == old.entries?.map(\.kind))
    }
  }

  @Test func pageIsFullWithSoManyEntriesOrBytes() {
    func pages(_ count: Int, _ kind: (Int) -> AgentEvent) -> [Int] {
      transcript(
        LongScript(
          (1...count).map { FleetEvent(seq: $0, time: 0, agent: "ada", run: "r1", kind: .agent(kind($0))) })
      ).pages.map(\.count)
    }
    #expect(pages(1100) { .contextCompacted(tokensBefore: $0, tokensAfter: 1) } == [512, 512, 76])
    let text = String(repeating: "x", count: 10 * 1024)
    #expect(pages(16) { $0 % 2 == 0 ? .text(text) : .reasoning(text) } == [7, 7, 2])
  }

  @Test func oldestPagesAreLetGoOfFirstAndNoMoreThanHaveTo() {
    var transcript = transcript(LongScript(runs: 150))
    let whole = transcript.bytes
    transcript.letGo(keeping: 0..<1)
    let gone = transcript.pages.indices.filter { transcript.pages[$0].entries == nil }
    #expect(gone == Array(1...gone.count))
    let sizes = gone.map { transcript.pages[$0].bytes }
    #expect(transcript.bytes == whole - sizes.reduce(0, +))
    #expect(transcript.bytes <= Transcript.mostBytes && transcript.bytes + (sizes.last ?? 0) > Transcript.mostBytes)
    let isTaken = transcript.fill(1, with: self.transcript(LongScript(runs: 150)).pages[1].entries ?? [])
    #expect(isTaken)
    #expect(transcript.bytes == whole - sizes.dropFirst().reduce(0, +))
  }

  @Test func lastPageStaysHoweverLongItIs() {
    var transcript = transcript(LongScript(runs: 7))
    let text = String(repeating: "long\n", count: 1 << 20)
    transcript.take(
      FleetEvent(seq: 100_000, time: 0, agent: "ada", run: "r9", kind: .runStarted(task: "t9")),
      task: .init(text: text, seq: 99_999), now: ConsoleFixture.start)
    transcript.letGo(keeping: 0..<0)
    #expect(transcript.last?.kind == .person(text))
    #expect(transcript.pages.count > 1)
    #expect(transcript.pages.dropLast().allSatisfy { $0.entries == nil })
  }

  @Test func pagesStayWhereAllOfThemHaveRoom() {
    var transcript = transcript(LongScript(runs: 60))
    #expect(transcript.bytes < Transcript.mostBytes)
    transcript.letGo(keeping: 0..<0)
    #expect(!transcript.isCut)
  }

  @Test func pagesThatAreLookedAtStay() {
    var transcript = transcript(LongScript(runs: 150))
    transcript.letGo(keeping: 2..<5)
    #expect(
      (0..<8).map { transcript.pages[$0].entries != nil } == [false, false, true, true, true, false, false, false])
    #expect(transcript.last != nil)
  }

  @Test func everyEntryIsFoundByItsNumberAlsoWhereItWasLetGoOf() {
    let whole = transcript(LongScript(runs: 60))
    let count = whole.pages.reduce(0) { $0 + $1.count }
    for id in 0..<count {
      #expect(whole[id: id]?.id == id)
      #expect(whole.page(of: id).map { whole.pages[$0].firstID <= id } == true)
    }
    #expect(whole.page(of: -1) == nil)
    #expect(whole.page(of: count) == nil)
    #expect(whole[id: count] == nil)
  }

  @Test func whatIsNotWhatWasLetGoOfIsNotTaken() {
    var transcript = transcript(LongScript(runs: 150))
    let first = transcript.pages[0].entries ?? []
    let isTakenTwice = transcript.fill(0, with: first)
    transcript.letGo(keeping: 0..<0)
    let taken = [
      transcript.fill(0, with: []), transcript.fill(0, with: first.dropLast()), transcript.fill(1, with: first),
      transcript.fill(0, with: first),
    ]
    #expect(!isTakenTwice)
    #expect(taken == [false, false, false, true])
  }

  @Test func longTextGoesOnInAnotherEntryAtTheEndOfALine() {
    var transcript = Transcript()
    var seq = 0
    func tell(_ text: String) {
      seq += 1
      transcript.take(
        FleetEvent(seq: seq, time: 0, agent: "ada", run: "r1", kind: .agent(.text(text))), now: ConsoleFixture.start)
    }
    let line = String(repeating: "x", count: 999)
    for _ in 0..<40 {
      tell(line)
      tell("\n")
    }
    let texts = (0..<2).compactMap { transcript[id: $0]?.searchText }
    #expect(texts.map(\.utf8.count) == [33_000, 7000])
    // Without a line's end it goes on for as long again.
    for _ in 0..<100 { tell(line) }
    #expect((0..<4).compactMap { transcript[id: $0]?.searchText.utf8.count } == [33_000, 65_941, 40_959])
  }
}

extension TranscriptEntry.Kind {
  /// Without the moment at which a call began, which no journal has.
  fileprivate var settled: TranscriptEntry.Kind {
    guard case .tool(var call) = self else { return self }
    if case .running = call.outcome { call.outcome = .running(since: ConsoleFixture.start) }
    return .tool(call)
  }
}
