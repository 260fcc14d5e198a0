import AgentTUI
import Testing

@testable import Program

@Suite struct ProgramPathsTests {
  @Test func `Folders are those of the XDG specification`() {
    let plain = ProgramPaths(ProgramEnvironment(variables: ["HOME": "/home/ada"], directory: "/"))
    #expect(plain.configFile == "/home/ada/.config/agent-tui/config.json")
    #expect(plain.sessions == "/home/ada/.local/state/agent-tui/sessions")
    #expect(plain.models == "/home/ada/.cache/agent-tui/models")
    let set = ProgramPaths(
      ProgramEnvironment(
        variables: ["HOME": "/home/ada", "XDG_CONFIG_HOME": "/c", "XDG_STATE_HOME": "relative", "XDG_CACHE_HOME": ""],
        directory: "/"))
    #expect(set.themes == "/c/agent-tui/themes")
    #expect(set.stateFolder == "/home/ada/.local/state/agent-tui")
    #expect(set.cacheFolder == "/home/ada/.cache/agent-tui")
  }

  @Test(arguments: [
    ("/a/b", "/a/b"), ("b", "/ws/b"), (".", "/ws"), ("../x", "/x"), ("~", "/home/ada"), ("~/x", "/home/ada/x"),
    ("/a//./b/..", "/a"), ("/..", "/"),
  ])
  func `A path is made absolute`(path: String, expected: String) {
    let environment = ProgramEnvironment(variables: ["HOME": "/home/ada"], directory: "/ws")
    #expect(environment.absolute(path) == expected)
  }
}
