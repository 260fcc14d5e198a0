import Foundation
import Testing
import TestSupport

@testable import Program
@testable import TerminalUI

@Suite struct ConfigurationDocumentSnapshotTests {
  @Test func `The page is what the tables say`() throws {
    let file = Checkout.root.appendingPathComponent("docs/configuration.md")
    if KeptPicture.areMade { try ConfigurationDocument.text.write(to: file, atomically: true, encoding: .utf8) }
    let kept = try String(contentsOf: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
    let made = ConfigurationDocument.text.split(separator: "\n", omittingEmptySubsequences: false)
    for (kept, made) in zip(kept, made) where kept != made {
      Issue.record("docs/configuration.md has '\(kept)', and it should be '\(made)': record it with make snapshots")
      return
    }
    #expect(kept.count == made.count)
  }

  @Test func `Its examples are right`() throws {
    let examples = ConfigurationDocument.text.matches(of: /```json\n((?:.|\n)*?)```/).map { String($0.output.1) }
    #expect(examples.count == 2)
    #expect(ConfigCheck(path: "c", isProject: false).problems(in: Array((examples.first ?? "").utf8)) == [])
    _ = try ThemeParser(file: "Mine.json").theme(from: examples.last ?? "")
  }
}
