import Inference
import Orchestrator
import TerminalUI
import Testing

@testable import AgentTUI

/// Choosing a model, and another one later.
@Suite struct ModelTests {
  private let models = [
    ModelCandidate(name: "a-Q4_K_M", path: "/m/a.gguf", bytes: 100 << 20, origin: .own),
    ModelCandidate(name: "b-Q8_0", path: "/m/b.gguf", bytes: 200 << 20, origin: .ollama),
  ]
  private static let path = "/m/b.gguf"

  /// A look at a fleet in which another model is so far.
  private func look(_ stage: NextModel.Stage?, holders: [String] = []) -> Message {
    var snapshot = ConsoleFixture.snapshot(["ada", "bob"], slots: 2, holders: holders)
    snapshot.next = stage.map { NextModel(path: Self.path, stage: $0) }
    return .snapshot(snapshot)
  }

  private func console() -> ConsoleState { ConsoleFixture.console(["ada", "bob"]) }

  @Test func problemsWithModelsAreToldAtTheFirstStart() {
    var state = ConsoleState(size: Size(width: 120, height: 36))
    #expect(state.update(.modelsFound([])) == [])
    #expect(state.notice?.text.contains("agent-tui pull coder") == true)
  }

  @Test func modelsThatWereFoundAreOfferedAndTheChosenOneIsLoaded() {
    var state = ConsoleState(size: Size(width: 120, height: 36))
    _ = state.update(.modelsFound(models))
    #expect(state.press("down enter") == [.loadModel("/m/b.gguf")])
    var snapshot = FleetSnapshot(model: .loading(0.5))
    #expect(state.update(.snapshot(snapshot)) == [])
    #expect(state.screen[0].contains("loading b-Q8_0 ▓▓▓▓░░░░ 50%"))
    snapshot.model = .none
    // What the files say comes later; the choice that was put away does not come back with it.
    _ = state.update(.snapshot(snapshot))
    _ = state.update(.modelsFound(models))
    #expect(state.overlay == nil)
  }

  @Test func commandFindsModelsAnewAndLoadsTheOneThatIsChosen() {
    var state = console()
    #expect(state.press("ctrl-p") == [])
    state.type("model")
    #expect(state.press("enter") == [.findModels])
    #expect(state.overlay == .picker(Picker(.models)))
    _ = state.update(.modelsFound(models))
    #expect(state.press("down enter") == [.loadModel("/m/b.gguf")])
  }

  @Test func modelThatIsNotInTheListIsChosenByItsPath() {
    var state = console()
    _ = state.perform(.chooseModel)
    _ = state.update(.modelsFound(models))
    state.type("file")
    state.press("enter")
    state.type("/n/c.gguf")
    #expect(state.press("enter") == [.loadModel("/n/c.gguf")])
  }

  @Test func modelThatCannotBeIsGreyedWithItsReasonAndNotLoaded() {
    var state = console()
    _ = state.perform(.chooseModel)
    var refused = models
    refused[0].refusal = "it makes embeddings"
    _ = state.update(.modelsFound(refused))
    #expect(state.screen.contains { $0.contains("a-Q4_K_M  it makes embeddings") })
    #expect(state.press("enter") == [])
    #expect(state.notice?.text == "it makes embeddings")
  }

  @Test(arguments: [
    (NextModel.Stage.loading(0), [], "SmolLM2-135M Q4_1 → b ░░░░░░░░ 0%"),
    (.loading(0.5), [], "SmolLM2-135M Q4_1 → b ▓▓▓▓░░░░ 50%"), (.loading(1), [], "SmolLM2-135M Q4_1 → preparing b…"),
    (.waiting, ["ada"], "SmolLM2-135M Q4_1 → b after 1 generation "),
    (.waiting, ["ada", "bob"], "SmolLM2-135M Q4_1 → b after 2 generations "),
    (.waiting, [], "SmolLM2-135M Q4_1 → b "), (.failed("no"), [], "SmolLM2-135M Q4_1   slots"),
  ])
  func headerSaysHowFarTheNextModelIs(stage: NextModel.Stage, holders: [String], header: String) {
    var state = console()
    _ = state.update(look(stage, holders: holders))
    #expect(state.screen[0].contains(header), "\(state.screen[0])")
  }

  @Test func loadingBesideTheOneInUseIsToldWithTheWayToStopIt() {
    var state = console()
    #expect(state.perform(.stopLoading) == [])
    #expect(state.notice?.text == "no model is being loaded")
    _ = state.update(look(.loading(0)))
    #expect(
      state.notice?.text == "b is loaded while the agents go on; 'Stop loading the model' among the commands ends that")
    #expect(state.perform(.chooseModel) == [])
    #expect(state.notice?.text == "another model is on its way")
    #expect(state.perform(.stopLoading) == [.stopLoading])
    _ = state.update(look(nil))
    #expect(state.notice?.text == "b is not loaded, and nothing has changed")
  }

  @Test func modelThatHasTakenOverIsOnItsWayNoLonger() {
    var state = console()
    _ = state.update(look(.waiting))
    var snapshot = ConsoleFixture.snapshot(["ada", "bob"], slots: 2)
    snapshot.model = .ready(ModelFacts(path: Self.path, name: "b"))
    // The one before is being freed.
    snapshot.next = NextModel(path: Self.path, stage: .waiting)
    _ = state.update(.snapshot(snapshot))
    #expect(state.notice?.text == "the model is now b")
    #expect(state.screen[0].contains("agent-tui   b   slots"))
    snapshot.next = nil
    _ = state.update(.snapshot(snapshot))
    #expect(state.notice?.text == "the model is now b")
  }

  @Test func failureIsToldOnce() {
    var state = console()
    _ = state.update(look(.loading(0.5)))
    _ = state.update(look(.failed("no room; the agents stay with a")))
    #expect(state.notice?.text == "b: no room; the agents stay with a")
    #expect(state.notice?.isProblem == true)
    state.wait(10)
    _ = state.update(look(.failed("no room; the agents stay with a")))
    #expect(state.notice == nil)
    #expect(state.perform(.chooseModel) == [.findModels])
  }

  @Test func changeIsToldAtOnceAndInEachPaneWhereSomethingWasSaid() {
    var state = console()
    state.begin("bob", "work")
    let change = ModelChange(model: Self.path, before: "/m/a.gguf", context: 1024, notes: ["bob begins anew"])
    state.tell(nil, .modelChanged(change), run: nil)
    let sentence = "the model is now b; bob begins anew"
    #expect(state.notice?.text == sentence)
    #expect(state.log.last?.text == sentence)
    #expect(state.agents.map { $0.transcript.entries.last?.kind } == [nil, .note(sentence)])
  }

  @Test func remoteWorkersAreAReasonAgainstAnotherModel() {
    var state = console()
    state.settings.isSpread = true
    #expect(state.perform(.chooseModel) == [])
    #expect(state.notice?.text.contains("one at a time") == true)
  }
}
