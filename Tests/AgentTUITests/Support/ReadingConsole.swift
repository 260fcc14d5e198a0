import Orchestrator
import TerminalUI
import Threading

@testable import AgentTUI

/// A console whose transcripts are read again from a script, when the test says so.
struct ReadingConsole {
  var state = ConsoleFixture.console(["ada", "bob"], size: Size(width: 60, height: 20))
  let script: LongScript
  /// What was asked for and has not been answered.
  private(set) var asked: [Effect] = []
  /// What was copied.
  private(set) var copied: [String] = []

  init(runs: Int) {
    script = LongScript(runs: runs)
    deliver(.events(script.events))
    deliver(.input(.key(Key(.escape))))
  }

  var pane: AgentPane { state.agents[0] }
  /// Which pages are in memory.
  var present: [Int] { pane.transcript.pages.indices.filter { pane.transcript.pages[$0].entries != nil } }

  mutating func deliver(_ message: Message) {
    for effect in state.update(message) {
      switch effect {
      case .readTranscript, .readSelection, .searchTranscript, .endSearch: asked.append(effect)
      case .copy(let text): copied.append(text)
      default: break
      }
    }
  }

  /// Presses keys, and answers nothing.
  mutating func press(_ names: String) {
    for name in names.split(separator: " ") {
      guard let key = Key(named: String(name)) else { preconditionFailure("no key \(name)") }
      deliver(.input(.key(key)))
    }
  }

  /// Presses keys, and answers what each asks for, and what the answers ask for.
  mutating func pressed(_ names: String) {
    for name in names.split(separator: " ") {
      press(String(name))
      answer()
    }
  }

  mutating func search(_ text: String) {
    press("/ ctrl-u")
    for character in text { deliver(.input(.key(Key(.character(character))))) }
    press("enter")
  }

  mutating func answer() {
    while !asked.isEmpty { answerNext() }
  }

  /// Answers what was asked for first, as the real reader does.
  mutating func answerNext() {
    switch asked.removeFirst() {
    case .readTranscript(let part, let pane):
      do throws(FleetError) {
        deliver(.transcriptRead(try part.entries(from: script), page: part.page, pane: pane))
      } catch {
        deliver(.transcriptUnreadable(error.description, page: part.page, pane: pane))
      }
    case .readSelection(let selection):
      do throws(FleetError) {
        let script = script
        deliver(.selectionRead(try selection.text { part throws(FleetError) in try part.entries(from: script) }))
      } catch {
        deliver(.refused("nothing was copied: \(error.description)"))
      }
    case .searchTranscript(let pattern, let parts, let pane, let number):
      do throws(FleetError) {
        for part in parts {
          let count = try part.entries(from: script).reduce(0) { $0 + pattern.lineCount(in: $1.searchText) }
          deliver(.transcriptSearched([part.page: count], pane: pane, number: number))
        }
      } catch {
        deliver(.searchFailed(error.description, pane: pane, number: number))
      }
    default: break
    }
  }

  /// Whether some row of the screen has this.
  func sees(_ text: String) -> Bool { state.screen.contains { $0.contains(text) } }
}
