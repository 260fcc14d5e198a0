import Testing

@testable import Program

@Suite struct AcceptedValueTests {
  private func accepted(_ name: String, _ command: Command = .console) throws -> AcceptedValue {
    try #require(OptionTable.options(of: command).first { $0.name == name }, "\(name)").accepted
  }

  @Test(arguments: [
    ("agents", AcceptedValue.integer(1...255)), ("temperature", .number(0...10)), ("seed", .seed),
    ("permission-mode", .words(["plan", "ask", "accept-edits", "auto"])), ("mlock", .flag),
    ("kv-budget", .size(orNone: false)), ("idle-disk", .size(orNone: true)), ("tools", .names), ("system", .anyText),
    ("theme", .text("the name of a theme")), ("allow", .text("a rule")),
  ])
  func `An option says what it takes`(name: String, accepted: AcceptedValue) throws {
    #expect(try self.accepted(name) == accepted)
  }

  /// What an option takes is learnt by giving it nothing. One that takes nothing without a word would be described as one
  /// that takes everything: each such option is meant to be one.
  @Test func `Options that take an empty value are those for which it means something`() {
    let silent = OptionTable.options.filter { $0.value != nil && $0.accepted == .anyText }.map(\.name)
    #expect(silent == ["system", "bos", "eos"])
  }

  @Test func `The words of a value are listed, also where others stand beside them`() throws {
    let options = OptionTable.options(of: .console)
    #expect(options.first { $0.name == "tool-choice" }?.words == ["auto", "required", "none"])
    #expect(options.first { $0.name == "cache-type-k" }?.words == ["f16", "q8_0", "q4_0", "f32"])
    #expect(options.first { $0.name == "system" }?.words == [])
    #expect(options.first { $0.name == "model" }?.words == [])
  }
}
