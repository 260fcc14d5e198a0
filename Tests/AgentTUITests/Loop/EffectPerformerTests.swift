import Foundation
import OrderedJSON
import Orchestrator
import TerminalUI
import Testing
import TestSupport
import Threading

@testable import AgentTUI
@testable import Agents

@Suite struct EffectPerformerTests {
  private final class Bench {
    let terminal = RecordingTerminal()
    let fleet = ScriptedFleet(ConsoleFixture.snapshot(["ada"], slots: 1))
    let folder = FileManager.default.temporaryDirectory.path + "/console-\(UUID().uuidString)"
    let trusted = Monitor<[ProjectTrust]>([])
    let inbox: MessageInbox
    let performer: EffectPerformer

    init(
      editor: String = "true", variables: [String: String] = [:], onArrival: @escaping @Sendable () -> Void = {}
    ) {
      inbox = MessageInbox(onArrival: onArrival)
      let environment = ProgramEnvironment(
        variables: ["EDITOR": editor].merging(variables) { $1 }, directory: "/")
      performer = EffectPerformer(
        fleet: fleet, terminal: terminal, themes: ThemeLibrary(folders: []),
        history: HistoryFile(path: folder + "/history"), clipboard: Clipboard(environment: environment),
        editor: Editor(environment: environment, folder: folder), notifier: .osc9, multiplexer: nil,
        screenFolder: folder, inbox: inbox, trust: { [trusted] project in trusted.withLock { $0.append(project) } },
        findModels: {}, load: { _ in })
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func perform(_ effect: Effect) -> [Message] { performer.perform(effect, for: ConsoleFixture.console()) }
  }

  @Test func effectsOnTheFleetAreItsCalls() {
    let bench = Bench()
    for effect: Effect in [
      .submit("go", .all), .stop("ada"), .stopAll, .answer(request: "p1", .once), .setMode(.auto, of: "ada"),
      .resizeSlots(3), .stopLoading,
    ] { #expect(bench.perform(effect).isEmpty) }
    #expect(
      bench.fleet.calls == [
        "submit go to all", "stop ada", "stop all", "answer p1 once", "mode auto of ada", "slots 3", "stop loading",
      ])
  }

  @Test func whatTheFleetRefusesIsTold() {
    let bench = Bench()
    bench.fleet.state.withLock { $0.refusal = FleetError("no such agent") }
    guard case .refused("no such agent")? = bench.perform(.stop("x")).first else {
      Issue.record("not refused")
      return
    }
  }

  @Test func changesAreUndoneAndLookedAtAgain() throws {
    let arrivals = Monitor(0)
    let bench = Bench(onArrival: {
      arrivals.withLock { $0 += 1 }
      arrivals.broadcast()
    })
    try FileManager.default.createDirectory(atPath: bench.folder, withIntermediateDirectories: true)
    let ledger = ChangeLedger()
    let author = ledger.makeAuthor()
    let recorder = ledger.beginRun(of: author, task: "write")
    let context = ToolContext(workspace: bench.folder, cancellation: Cancellation(), changes: recorder) { _ in }
    #expect(WriteTool().run(["path": "a", "content": "text\n"], in: context).ok)
    bench.fleet.state.withLock { $0.changes = AgentChanges(ledger: ledger, author: author) }
    #expect(bench.perform(.undo(.run(recorder.run.id), of: "ada")).isEmpty)
    _ = arrivals.wait { $0 == 2 ? true : nil }
    let messages = bench.inbox.takeAll()
    guard case .told("a is removed again")? = messages.first, case .changes([], 0, "ada")? = messages.last else {
      Issue.record("\(messages)")
      return
    }
    #expect(!FileManager.default.fileExists(atPath: bench.folder + "/a"))
  }

  @Test func agentWithoutATaskYetHasNoChanges() {
    guard case .changes([], 0, "ada")? = Bench().perform(.lookAtChanges(of: "ada")).first else {
      Issue.record("not told")
      return
    }
  }

  @Test func unknownThemeIsRefusedAndTheOldOneStays() {
    let bench = Bench()
    guard case .refused? = bench.perform(.setTheme("nonesuch", isChosen: true)).first else {
      Issue.record("not refused")
      return
    }
  }

  @Test func projectThatIsTrustedIsRecordedAndSaidSo() {
    let project = ProjectTrust(file: "/ws/.agent-tui.json", digest: "1", standing: .untrusted, widenings: [])
    let bench = Bench()
    guard case .projectTrusted? = bench.perform(.trust(project)).first else {
      Issue.record("not told")
      return
    }
    #expect(bench.trusted.withLock { $0 } == [project])
  }

  @Test func historyIsKeptAcrossStarts() {
    let bench = Bench()
    _ = bench.perform(.remember("one\nof two lines"))
    _ = bench.perform(.remember("\"quoted\""))
    #expect(HistoryFile(path: bench.folder + "/history").tasks() == ["one\nof two lines", "\"quoted\""])
  }

  @Test func historyFileKeepsItsNewestTasksWhenItHasBecomeTooLong() throws {
    let folder = try TemporaryFolder(isMade: false)
    defer { folder.remove() }
    let history = HistoryFile(path: folder.path + "/history")
    let long = String(repeating: "x", count: 40_000)
    for number in 0..<40 {
      try history.append("\(number) \(long)")
      let size = try Data(contentsOf: URL(fileURLWithPath: history.path)).count
      #expect(size <= HistoryFile.mostBytes)
    }
    let numbers = history.tasks().map { Int($0.prefix { $0 != " " }) }
    // From the twenty-seventh on it is too long, and 13 of these are half of what it may hold.
    #expect(numbers == (14..<40).map { $0 })
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: (history.path as NSString).deletingLastPathComponent)
        == ["history"])
  }

  @Test func textIsCopiedByTheTerminalAndSaysSo() {
    let bench = Bench()
    guard case .told("copied 2 lines")? = bench.perform(.copy("one\ntwo")).first else {
      Issue.record("not told")
      return
    }
    #expect(bench.terminal.emitted == [ControlSequences.copy("one\ntwo")])
    guard case .refused(let sentence)? = bench.perform(.copy(String(repeating: "x", count: 1 << 20))).first else {
      Issue.record("not refused")
      return
    }
    #expect(sentence.hasPrefix("nothing was copied: a line, 1.0 MB are selected"))
    #expect(bench.terminal.emitted.count == 1)
  }

  @Test func editorChangesTheText() {
    let bench = Bench(editor: "printf more >>")
    guard case .edited("text more"?)? = bench.perform(.openEditor("text ")).first else {
      Issue.record("not edited")
      return
    }
    #expect(bench.terminal.calls == ["suspended"])
  }

  @Test func editorThatFailsLeavesTheTaskAsItWas() {
    guard case .refused? = Bench(editor: "false").perform(.openEditor("text")).first else {
      Issue.record("not refused")
      return
    }
  }

  @Test func noticeCannotEndItsSequence() {
    let bench = Bench()
    _ = bench.perform(.notify("done\u{07}\u{1B}]52;c;x\u{07}"))
    #expect(bench.terminal.emitted.count == 1)
    #expect(bench.terminal.emitted[0].unicodeScalars.filter { $0.value == 7 || $0.value == 27 }.count == 2)
  }

  @Test func pictureOfTheScreenIsWritten() {
    let bench = Bench()
    guard case .told(let text)? = bench.perform(.screenshot).first else {
      Issue.record("not told")
      return
    }
    let path = String(text.dropFirst("written to ".count))
    #expect((try? String(contentsOfFile: path, encoding: .utf8))?.hasPrefix("<svg") == true)
  }
}
