import Testing

@testable import AgentTUI

/// A project's settings file that wants more than is allowed, in the console.
@Suite struct TrustQuestionTests {
  private static let wanting = ProjectTrust(
    file: "/ws/.agent-tui.json", digest: "1", standing: .untrusted, widenings: ["allow \"bash(make *)\""])

  private func console(_ project: ProjectTrust?) -> ConsoleState {
    var state = ConsoleFixture.console()
    state.settings.project = project
    return state
  }

  @Test func consoleTrustsAfterAYesWhatItHasNamed() {
    var state = console(Self.wanting)
    #expect(state.perform(.trustProject) == [])
    #expect(state.screen.contains { $0.contains("Trust /ws/.agent-tui.json as it was at the start?") })
    #expect(state.screen.contains { $0.contains("bash(make *)") })
    #expect(state.press("n") == [])
    _ = state.perform(.trustProject)
    #expect(state.press("y") == [.trust(Self.wanting)])
    _ = state.update(.projectTrusted)
    #expect(state.reasonAgainst(.trustProject) == "it is trusted already; 'agent-tui trust --untrust' takes it back")
  }

  @Test func consoleTrustsNothingThatItCannotShowWhole() {
    #expect(
      console(nil).reasonAgainst(.trustProject) == "no settings file of this project wants more than is allowed")
    let long = ProjectTrust(
      file: "/ws/.agent-tui.json", digest: "1", standing: .untrusted,
      widenings: ["allow \"bash(\(String(repeating: "x", count: 80)))\""])
    #expect(
      console(long).reasonAgainst(.trustProject)
        == "it sets more than can be shown here; 'agent-tui trust' shows all of it")
  }
}
