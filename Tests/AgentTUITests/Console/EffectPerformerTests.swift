import Agents
import Foundation
import Orchestrator
import Testing
import Threading

@testable import AgentTUI

@Suite struct EffectPerformerTests {
  private struct Bench {
    let terminal = RecordingTerminal()
    let fleet = ScriptedFleet(ConsoleFixture.snapshot(["ada"], slots: 1))
    let folder = FileManager.default.temporaryDirectory.path + "/console-\(UUID().uuidString)"
    let performer: EffectPerformer

    init(editor: String = "true") {
      let environment = ProgramEnvironment(variables: ["EDITOR": editor], directory: "/")
      performer = EffectPerformer(
        fleet: fleet, terminal: terminal, themes: ThemeLibrary(folders: []),
        history: HistoryFile(path: folder + "/history"), clipboard: Clipboard(environment: environment),
        editor: Editor(environment: environment, folder: folder), notifier: .osc9, isInTmux: false,
        screenFolder: folder, load: { _ in })
    }

    func perform(_ effect: Effect) -> [Message] { performer.perform(effect, for: ConsoleFixture.console()) }
  }

  @Test func effectsOnTheFleetAreItsCalls() {
    let bench = Bench()
    for effect: Effect in [
      .submit("go", .all), .stop("ada"), .stopAll, .answer(request: "p1", .once), .setMode(.auto, of: "ada"),
      .resizeSlots(3),
    ] { #expect(bench.perform(effect).isEmpty) }
    #expect(
      bench.fleet.calls == [
        "submit go to all", "stop ada", "stop all", "answer p1 once", "mode auto of ada", "slots 3",
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

  @Test func unknownThemeIsRefusedAndTheOldOneStays() {
    let bench = Bench()
    guard case .refused? = bench.perform(.setTheme("nonesuch", isChosen: true)).first else {
      Issue.record("not refused")
      return
    }
  }

  @Test func historyIsKeptAcrossStarts() {
    let bench = Bench()
    _ = bench.perform(.remember("one\nof two lines"))
    _ = bench.perform(.remember("\"quoted\""))
    #expect(HistoryFile(path: bench.folder + "/history").tasks() == ["one\nof two lines", "\"quoted\""])
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
