import System
import Testing

@testable import AgentTUI
@testable import Program

@Suite struct HomeTests {
  private func environment(_ variables: [String: String], account: String? = nil) -> ProgramEnvironment {
    ProgramEnvironment(variables: variables, directory: "/somewhere", accountHome: account)
  }

  @Test func `Without HOME the account's folder counts, and never the one that one is in`() {
    #expect(environment(["HOME": "/h"], account: "/a").home == "/h")
    for variables in [[:], ["HOME": ""], ["HOME": "relative"]] {
      #expect(environment(variables, account: "/a").home == "/a")
      #expect(ProgramPaths(environment(variables, account: "/a")).sessions == "/a/.local/state/agent-tui/sessions")
      #expect(environment(variables, account: "/a").homeProblem == nil)
      #expect(!ProgramPaths(environment(variables)).sessions.hasPrefix("/somewhere"))
    }
  }

  @Test func `Where there is no home folder the program says so, unless every folder is named`() {
    let problem =
      "There is no home folder: HOME is not set to an absolute path, and the system knows none for this account; set HOME, or all of XDG_CONFIG_HOME, XDG_STATE_HOME, XDG_CACHE_HOME."
    #expect(environment([:]).homeProblem == problem)
    #expect(environment(["XDG_CONFIG_HOME": "/c", "XDG_STATE_HOME": "/s"]).homeProblem == problem)
    #expect(environment(["XDG_CONFIG_HOME": "/c", "XDG_STATE_HOME": "/s", "XDG_CACHE_HOME": "/k"]).homeProblem == nil)
  }

  @Test func `A byte order mark is no part of a task, a setting or a prompt`() throws {
    #expect(TaskSource.tasks(in: "\u{FEFF}one\n\u{FEFF}two\n") == ["one", "\u{FEFF}two"])
    let bytes = [0xEF, 0xBB, 0xBF] + Array(#"{"agents": 3}"#.utf8)
    #expect(try SettingsFile(bytes, path: "/c", command: .run).settings.map(\.value) == ["3"])
    #expect([UInt8]([0xEF, 0xBB]).withoutByteOrderMark == [0xEF, 0xBB])
    let resolver = OptionResolver(environment: environment(["HOME": "/h"])) { path throws(SmallFile.Failure) in
      switch path {
      case "/h/.config/agent-tui/config.json": bytes
      case "/p": [0xEF, 0xBB, 0xBF] + Array("Be brief.".utf8)
      default: throw SmallFile.Failure(path: path, reason: "none", isMissing: true)
      }
    }
    let options = try resolver.resolve(["run", "--task", "x", "--system", "@/p"])
    #expect(options.system == "Be brief.")
    #expect(options.agents == 3)
  }
}
