import Foundation
import OrderedJSON
import Testing

@testable import Program

@Suite struct ConfigRunTests {
  private func write(_ text: String, to path: String) throws {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }

  @Test func checkTellsOfTheFilesInUseAndOfOneThatIsNamed() throws {
    try Program.withHome { home in
      let (person, project) = ("\(home)/.config/agent-tui/config.json", "\(home)/work/.agent-tui.json")
      let none = try Program.run(["config", "check"], home: home)
      #expect(none.output == "\(person): there is none.\n\(project): there is none.\n")
      #expect(none.status == 0)

      try write(#"{"agents": 2}"#, to: person)
      try write(#"{"agnets": 2, "log": "x"}"#, to: project)
      let both = try Program.run(["config", "check"], home: home)
      #expect(
        both.output == """
          \(person): nothing is wrong with it.
          \(project): there is no setting 'agnets'; did you mean 'agents'?
          "log" in \(project): a project's file cannot say it; say it with --log.

          """)
      #expect(both.status == 1)

      try write("{\"theme\": \"gruv\\u001b[2Jbox\"}", to: "\(home)/work/other.json")
      let other = try Program.run(["config", "check", "other.json"], home: home)
      #expect(other.output.contains("there is no theme 'gruv␛[2Jbox'"))
      #expect(other.status == 1)

      let missing = try Program.run(["config", "check", "nothing.json"], home: home)
      #expect(missing.errors.contains("The settings cannot be checked: cannot read \(home)/work/nothing.json"))
      #expect(missing.status == 2)
    }
  }

  @Test func whatDescribesTheProgramIsSaidWhereSettingsAreBroken() throws {
    try Program.withHome { home in
      try write("{", to: "\(home)/.config/agent-tui/config.json")
      #expect(try Program.run(["info"], home: home).status == 2)
      let schema = try Program.run(["config", "schema"], home: home)
      #expect(try JSON(parsing: schema.output).object?["title"] == "Settings of agent-tui")
      #expect(try Program.run(["man"], home: home).output == ManualPage.text)
      for shell in Shell.allCases {
        let words = ["completions", shell.rawValue]
        let script = try Program.run(words, home: home, environment: ["AGENT_TUI_AGENTS": "x"])
        #expect(script.output == CompletionScript.text(for: shell))
        #expect(script.status == 0)
      }
    }
  }
}
