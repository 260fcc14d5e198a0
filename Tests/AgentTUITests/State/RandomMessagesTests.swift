import Agents
import Orchestrator
import OrderedJSON
import TerminalUI
import Testing
import TestSupport
import Threading

@testable import AgentTUI

/// Whatever is pressed, pasted, told and resized, in whatever order: the state stays consistent, and every screen
/// has its size.
@Suite struct RandomMessagesTests {
  @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
  func aHundredThousandKeysPastesEventsAndSizesKeepTheStateConsistent(seed: UInt64) {
    var random = SeededGenerator(seed)
    var state = ConsoleFixture.console(["ada", "bob", "cyd"], size: Size(width: 80, height: 24))
    var names = ["ada", "bob", "cyd"]
    var requests = 0
    for step in 0..<12_500 {
      let effects = state.update(message(&random, names, &requests))
      for effect in effects {
        switch effect {
        case .addAgent:
          let name = "n\(step)"
          if names.count < 70 { names.append(name) }
          _ = state.update(.agentAdded(names.last ?? name))
        case .closeAgent(let name):
          names.removeAll { $0 == name }
          _ = state.update(.agentClosed(name))
        case .answer(let request, let answer):
          if let agent = state.approvals.first(where: { $0.id == request })?.agent {
            state.tell(agent, .permissionResolved(request: request, decision: answer.word, by: "person"))
          }
        case .quit: state.isQuitting = false
        case .lookAtChanges(let name):
          let runs = Bool.random(using: &random) ? ChangesTests.runs : Array(ChangesTests.runs.suffix(1))
          _ = state.update(.changes(runs, forgottenRuns: 1, of: name))
        case .readTranscript(let part, let pane):
          _ = state.update(.transcriptUnreadable("It cannot be read.", page: part.page, pane: pane))
        case .searchTranscript(_, let parts, let pane, let number):
          _ = state.update(.transcriptSearched([parts[0].page: 3], pane: pane, number: number))
          if step % 2 == 0 { _ = state.update(.searchFailed("It cannot be read.", pane: pane, number: number)) }
        case .readSelection(let selection): _ = state.update(.selectionRead("\(selection.pieces.count)"))
        case .listFiles: _ = state.update(.filesListed(FileIndex(["a", "src/東京.md", "b c/x\u{202E}y"])))
        case .submit, .stop, .stopAll, .goOn, .rename, .setMode, .resizeSlots, .setTheme, .loadModel, .stopLoading,
          .findModels, .copy, .openEditor, .remember, .notify, .screenshot, .redraw, .suspend, .undo, .endSearch,
          .trust:
          break
        }
      }
      check(state, step)
    }
  }

  /// Every key that does something, and some that write.
  private static let keys = KeyMap().entries.map(\.key) + "abyn/ :?!@dU".map { Key(.character($0)) }

  private func message(_ random: inout SeededGenerator, _ names: [String], _ requests: inout Int) -> Message {
    let name = names.randomElement(using: &random) ?? "ada"
    switch Int.random(in: 0..<20, using: &random) {
    case 0:
      return .input(.resize(size(&random)))
    case 1: return .input(.paste(["x", "東京\n👩‍👩‍👧", String(repeating: "many\n", count: 9)].randomElement(using: &random)!))
    case 2:
      return .clock(.init(nanoseconds: .random(in: 1_000_000_000_000...1_100_000_000_000, using: &random)), wall: 1)
    case 3:
      return .input(
        .mouse(
          .init(
            action: [.press, .drag, .release, .scrollUp, .scrollDown].randomElement(using: &random)!,
            place: Point(x: .random(in: 0...90, using: &random), y: .random(in: 0...30, using: &random)))))
    case 4:
      var snapshot = ConsoleFixture.snapshot(names, slots: .random(in: 1...9, using: &random), holders: [name])
      for index in snapshot.agents.indices { snapshot.agents[index].changedFiles = 3 }
      return .snapshot(snapshot)
    case 5: return .input(.focus(.random(using: &random)))
    case 6..<10: return .events([event(&random, name, &requests)])
    default:
      return .input(.key(Self.keys.randomElement(using: &random)!))
    }
  }

  /// From 10×3 to 500×200, the small ones more often; now and then smaller than anything.
  private func size(_ random: inout SeededGenerator) -> Size {
    if Int.random(in: 0..<20, using: &random) == 0 { return Size(width: 3, height: 1) }
    var share = Double.random(in: 0...1, using: &random)
    for _ in 0..<3 { share *= share }
    return Size(width: 10 + Int(490 * share), height: 3 + Int(197 * share))
  }

  private func event(_ random: inout SeededGenerator, _ name: String, _ requests: inout Int) -> FleetEvent {
    let hostile =
      "\u{1B}[2J\u{202E}Zalgo\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\t東京 **bold** ```\ncode\n```\n| a | b |\n"
    let kinds: [FleetEvent.Kind] = [
      .taskQueued(task: "t\(requests)", text: hostile, position: 1), .runStarted(task: "t\(requests)"),
      .agent(.text(hostile)), .agent(.reasoning(hostile)), .agent(.slotWaiting(position: 3)),
      .agent(.slotAcquired(waitedMilliseconds: 1)), .agent(.prefill(done: 5, total: 0, reused: 9)),
      .agent(.toolStarted(call: "c\(requests)", name: hostile, arguments: ["command": .string(hostile)])),
      .agent(.toolOutput(call: "c\(requests)", text: hostile)),
      .agent(.toolFinished(call: "c\(requests)", name: "bash", ok: false, output: hostile, milliseconds: 5)),
      .agent(
        .permissionRequested(
          ConsoleFixture.request("p\(requests)", command: hostile, diff: "--- a\n+++ b\n@@ -1 +1 @@\n-x\n+y"))),
      .agent(.permissionResolved(request: "p\(requests)", decision: "once", by: "person")),
      .runFinished(.init(reason: .failed, text: "", error: hostile)),
    ]
    requests += 1
    return FleetEvent(seq: 1, time: 0, agent: name, run: "r", kind: kinds.randomElement(using: &random)!)
  }

  /// Asked a hundred thousand times, so the expectation itself is stated only where something is wrong.
  private func check(_ state: ConsoleState, _ step: Int) {
    if let problem = problem(of: state) { Issue.record("step \(step): \(problem)") }
    guard step % 50 == 0 else { return }
    let surface = ScreenView.surface(state)
    #expect(surface.size == state.size, "step \(step)")
    if let cursor = surface.cursor { #expect(Rect(surface.size).contains(cursor), "step \(step)") }
  }

  /// What is not consistent; nil where all is.
  private func problem(of state: ConsoleState) -> String? {
    if !state.agents.isEmpty, !state.agents.indices.contains(state.focus) { return "nobody has the focus" }
    if state.composer.input.cursor > state.composer.input.pieces.count { return "the cursor is beyond the text" }
    if Set(state.agents.map(\.id)).count != state.agents.count { return "two panes have one number" }
    let names = Set(state.agents.map(\.name))
    if !state.approvals.allSatisfy({ names.contains($0.agent) }) { return "an approval is nobody's" }
    switch state.overlay {
    case .approvals where state.approvals.isEmpty: return "a list of approvals without any"
    case .changes(let review) where !state.agents.contains { $0.id == review.pane }: return "changes of nobody"
    case .changes(let review)
    where !review.files.isEmpty && review.selected?.file.hunks.indices.contains(review.hunk) != true:
      return "no hunk is chosen"
    case .approvals, .changes, .picker, .reader, .map, .confirmation, nil: return nil
    }
  }

  @Test func everySizeIsDrawn() {
    var state = ConsoleFixture.console()
    state.begin("ada", "go")
    state.tell("ada", .text("Some **text** 東京 that is long enough to be wrapped at every width there is."))
    state.tell("ada", .permissionRequested(ConsoleFixture.request()))
    for keys in ["", "ctrl-p", "esc ?", "esc !", "esc v", "esc z"] {
      state.press(keys)
      for width in [0, 1, 10, 19, 20, 30, 49, 50, 79, 80, 500] {
        for height in [0, 1, 3, 5, 8, 24, 200] {
          _ = state.update(.input(.resize(Size(width: width, height: height))))
          #expect(ScreenView.surface(state).size == Size(width: width, height: height))
        }
      }
      state.overlay = nil
    }
  }
}
