import Testing

@testable import Program

@Suite struct ManualPageTests {
  @Test func `Every command and every option is in it`() {
    let lines = ManualPage.text.split(separator: "\n").map(String.init)
    for command in Command.allCases {
      #expect(lines.contains(".B \(ManualPage.roff(command.spelling))"), "\(command)")
    }
    for option in OptionTable.options {
      let heading =
        "\\fB\(ManualPage.roff(option.flag))\\fR" + (option.value.map { " \\fI\(ManualPage.roff($0))\\fR" } ?? "")
      #expect(lines.contains(heading), "\(option.flag)")
    }
  }

  @Test(arguments: [
    ("--agents", "\\-\\-agents"), (".agent-tui.json", "\\&.agent\\-tui.json"), ("'quoted'", "\\&'quoted'"),
    ("a\\b", "a\\eb"), ("two\nlines", "two lines"), ("plain", "plain"),
  ])
  func `Nothing in a text is a request or an escape`(text: String, roff: String) {
    #expect(ManualPage.roff(text) == roff)
  }

  @Test func `Every line that begins with a dot is a request that man knows`() {
    let known = [".TH", ".SH", ".SS", ".TP", ".B", ".I", ".br"]
    for line in ManualPage.text.split(separator: "\n") where line.hasPrefix(".") {
      #expect(known.contains(String(line.prefix { $0 != " " })), "\(line)")
    }
  }
}
