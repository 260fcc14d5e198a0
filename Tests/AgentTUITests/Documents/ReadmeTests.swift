import Foundation
import Testing

@testable import AgentTUI

/// What README promises is what there is.
@Suite struct ReadmeTests {
  private static let readme = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("README.md")

  private func text() throws -> String { try String(contentsOf: Self.readme, encoding: .utf8) }

  @Test func everyOptionIsNamedAndNoOtherOne() throws {
    let flag = /--[a-z][a-z-]*/
    let named = Set(try text().matches(of: flag).map { String($0.output) })
    #expect(named == Set(OptionTable.options.map(\.flag)))
  }

  @Test func everyPictureIsThere() throws {
    for picture in try text().matches(of: /\]\((docs\/[^)]*\.svg)\)/) {
      let path = Self.readme.deletingLastPathComponent().appendingPathComponent(String(picture.output.1)).path
      #expect(FileManager.default.fileExists(atPath: path), "\(picture.output.1)")
    }
  }

  @Test func theCommandThatGetsAModelIsThere() throws {
    let command = try #require(ModelChoice.nothingFound.firstMatch(of: /'([^']+)' in this program's source folder/))
    let path = Self.readme.deletingLastPathComponent().appendingPathComponent(String(command.output.1)).path
    #expect(FileManager.default.isExecutableFile(atPath: path), "\(command.output.1)")
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
