import Foundation
import TerminalUI
import Testing
import TestSupport

@testable import AgentTUI
@testable import Program

/// What README promises is what there is.
@Suite struct ReadmeTests {
  private static let readme = Checkout.root.appendingPathComponent("README.md")

  private func text() throws -> String { try String(contentsOf: Self.readme, encoding: .utf8) }

  @Test func everyOptionIsNamedAndNoOtherOne() throws {
    let flag = /--[a-z][a-z0-9-]*/
    let named = Set(try text().matches(of: flag).map { String($0.output) })
    #expect(named == Set(OptionTable.options.map(\.flag)))
  }

  @Test func everyPictureIsThere() throws {
    for picture in try text().matches(of: /\]\((docs\/[^)]*\.svg)\)/) {
      let path = Self.readme.deletingLastPathComponent().appendingPathComponent(String(picture.output.1)).path
      #expect(FileManager.default.fileExists(atPath: path), "\(picture.output.1)")
    }
  }

  @Test func everyCommandIsNamed() throws {
    let text = try text()
    for command in Command.allCases { #expect(text.contains("\n\(command.spelling) "), "\(command.spelling)") }
  }

  @Test func theCommandsThatGetAModelAreThoseThatThereAre() throws {
    let commands = ModelChoice.nothingFound.matches(of: /'agent-tui ([^']+)'/).map { String($0.output.1) }
    #expect(!commands.isEmpty)
    for command in commands {
      let parsed = try ArgumentParser.parse(command.split(separator: " ").map(String.init))
      guard case .known = try PullSource(parsed.source) else {
        Issue.record("\(command)")
        continue
      }
    }
  }

  @Test func everyKeyOfTheTableIsBound() throws {
    let map = KeyMap()
    for (key, action) in [
      ("z", Action.zoom), ("n", .newAgent), ("x", .closeAgent), ("r", .renameAgent), ("s", .stopRun),
      ("S", .stopAll), ("m", .cycleMode), ("o", .openEntry), ("[", .entryPrevious), ("]", .entryNext),
      ("d", .changes), ("y", .copyMode), ("!", .approvals), ("v", .slotMap), ("L", .log), ("t", .themes), ("q", .quit),
    ] {
      #expect(Key(named: key).flatMap { map.action(for: $0, in: [.panes]) } == action, "\(key)")
    }
  }
}
