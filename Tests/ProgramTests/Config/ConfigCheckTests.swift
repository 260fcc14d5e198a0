import OrderedJSON
import TerminalUI
import Testing

@testable import AgentTUI
@testable import Program

@Suite struct ConfigCheckTests {
  private func problems(_ text: String, isProject: Bool = false) -> [String] {
    ConfigCheck(path: "c.json", isProject: isProject) { name in
      name == "gruvbox" ? nil : "there is no theme '\(name)'"
    }.problems(in: Array(text.utf8))
  }

  @Test func `A file in which everything is right has no problems`() {
    let text = """
      {"$schema": "schema.json", "agents": 6, "slots": "3", "temperature": 0.5, "mlock": true, "kv-budget": "1.5G",
       "allow": ["bash(git diff *)", "read"], "tools": ["read", "bash"], "theme": "gruvbox", "listen": "127.0.0.1:5000",
       "keys": {"zoom": "ctrl-o", "quit": "none"}, "notify": "osc9", "mouse": {"scroll": true}}
      """
    #expect(problems(text) == [])
  }

  @Test(arguments: [
    ("{", "c.json:1:2: expected a member's name in quotes"),
    ("[1]", "c.json: a settings file is a JSON object, this is an array."),
    (#"{"agnets": 4}"#, "c.json: there is no setting 'agnets'; did you mean 'agents'?"),
    (#"{"colour-of-the-sky": 4}"#, "c.json: there is no setting 'colour-of-the-sky'."),
    (#"{"agents": 0}"#, "\"agents\" in c.json: '0' is not accepted; give a whole number from 1 to 255."),
    (#"{"agents": {}}"#, "\"agents\" in c.json: {} is not accepted; give a string or a number."),
    (#"{"mlock": 2}"#, "\"mlock\" in c.json: '2' is not accepted; give true or false."),
    (
      #"{"permission-mode": "paln"}"#,
      "\"permission-mode\" in c.json: 'paln' is not accepted; give plan, ask, accept-edits or auto; did you mean 'plan'?"
    ),
    (#"{"theme": "blue"}"#, "\"theme\" in c.json: there is no theme 'blue'."),
    (#"{"keys": {"zom": "z"}}"#, "c.json: keys: there is no action 'zom'; did you mean 'zoom'?"),
    (
      #"{"keys": "z"}"#,
      "c.json: keys: \"z\" is not an object such as {\"zoom\": \"ctrl-o\"}; the keys stay as they are"
    ),
    (#"{"notify": "horn"}"#, "c.json: notify: \"horn\" is not known; give none, bell, osc9, osc777. The bell is used."),
    (#"{"mouse": {"drag": true}}"#, "c.json: mouse: there is no 'drag'; there are scroll, click and select"),
  ])
  func `What is wrong is said with what is accepted, or the nearest name`(text: String, sentence: String) {
    #expect(problems(text).count == 1)
    #expect(problems(text).first?.hasPrefix(sentence) == true, "\(problems(text))")
  }

  @Test func `Everything that is wrong is said, in the file's order`() {
    let said = problems(#"{"agents": 0, "nothing": 1, "deny": ["bash", "bsh(x)"], "slots": 900}"#)
    #expect(said.count == 4)
    #expect(zip(said, ["\"agents\"", "nothing", "\"deny\"", "\"slots\""]).allSatisfy { $0.contains($1) }, "\(said)")
  }

  @Test(arguments: ["workspace", "log", "listen"])
  func `A project's file is told what it cannot say`(name: String) {
    let said = problems("{\"\(name)\": \"a:1\"}", isProject: true)
    #expect(said == ["\"\(name)\" in c.json: a project's file cannot say it; say it with --\(name)."])
    #expect(problems("{\"\(name)\": \"a:1\"}") == [])
  }

  @Test func `A project's file has no keys, notices or mouse`() {
    #expect(problems(#"{"keys": {}}"#, isProject: true) == ["c.json: 'keys' belongs into your own settings."])
  }

  @Test func `Every part of the mouse that is described is one that is read`() {
    for part in ConsoleSettingsSchema.mouseParts {
      var problems: [String] = []
      let mouse = MouseSettings(settings: ["mouse": .object([part.name: true])], problems: &problems)
      #expect(problems == [])
      #expect(mouse.isOn)
    }
  }
}
