import Foundation
import OrderedJSON
import TerminalUI
import Testing
import TestSupport

@testable import Program

extension Journeys {
  /// The same weights under another name are another model.
  @Suite struct ModelJourney {
    @Test func anotherModelTakesOverInTheMiddleOfARunAndTheConversationsGoOn() throws {
      let options = ConsoleJourney.model(agents: 2, context: 2048, maxTokens: 150) + ["--temperature", "1"]
      try ConsoleJourney.opened(at: Size(width: 150, height: 40), options) { console in
        let other = "\(console.home)/other.gguf"
        try FileManager.default.createSymbolicLink(atPath: other, withDestinationPath: TestModel.path)
        try console.seesSlots(0, of: 2)
        console.gives("hello")
        try console.sees("the first answer") { $0.isDone(pane: 1) }
        console.gives("@bob Tell a very long story.")
        try console.sees("text in the second pane") { !$0.letters(ofPane: 2).isEmpty }

        try console.loads(other)
        try console.sees("the model is now other")
        let screen = try console.sees("the header of the new model") {
          $0.lines[0].contains("agent-tui   other   slots")
        }
        #expect(screen.lines[0].contains("/2"))
        try console.isPictured(as: "model", renewed: .whenMissing)
        try console.sees("the end of the second run") { $0.isDone(pane: 2) }

        console.gives("@ada and again")
        try console.sees("the second answer") { $0.isDone(pane: 1) && $0.text.contains("> and again") }
        try console.quits()
        try console.seesTheTerminalAsItWas()
        try console.sees("3 runs: 3 done")
        #expect(try console.journal("model.changed", "model") == [other])
        let notes = try console.journal("model.changed", "notes")
        #expect(notes.first?.contains("is computed again") == true)
        // What ada has said before comes along: its first prompt for the new model is longer than its very first one.
        let prompts = try console.journal().filter { $0["event"]?.string == "usage" && $0["agent"]?.string == "ada" }
          .compactMap { $0["prompt_tokens"]?.integer }
        #expect(prompts.count == 2 && prompts[1] > prompts[0] + 20)
      }
    }

    @Test func fileThatIsNoModelIsToldAndTheOneInUseGoesOn() throws {
      try ConsoleJourney.opened(at: Size(width: 150, height: 40), ConsoleJourney.model(agents: 1, maxTokens: 20)) {
        console in
        let other = "\(console.home)/other.gguf"
        try "no model".write(toFile: other, atomically: true, encoding: .utf8)
        try console.seesSlots(0, of: 1)
        try console.loads(other)
        try console.sees("is not a GGUF file: it does not begin with 'GGUF'; the agents stay with")
        try console.isPictured(as: "no-gguf", renewed: .whenMissing)
        console.gives("hello")
        try console.sees("an answer") { $0.isDone(pane: 1) && !$0.letters(ofPane: 1).isEmpty }
        try console.quits()
      }
    }
  }
}
