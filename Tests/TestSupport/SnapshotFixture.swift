import Foundation
package import TerminalUI
package import Testing

/// Compares what was drawn with the text kept in `Fixtures/NAME.txt`.
///
/// A fixture is written only on purpose, with `AGENT_TUI_RECORD_SNAPSHOTS=1`: a changed one is evidence that
/// somebody looks at.
package enum SnapshotFixture {
  /// Expects `text` to be what the fixture `name` holds, and shows the first row that differs.
  ///
  /// - Parameter test: the file of the test; the fixtures lie in `Fixtures` of its target.
  package static func expect(
    _ text: String, matches name: String, test: String = #filePath, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let folder = folder(ofTarget: test)
    let file = folder.appendingPathComponent("\(name).txt")
    if ProcessInfo.processInfo.environment["AGENT_TUI_RECORD_SNAPSHOTS"] == "1" {
      do {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
      } catch {
        Issue.record("cannot record \(file.path): \(error)", sourceLocation: sourceLocation)
      }
      return
    }
    guard let kept = try? String(contentsOf: file, encoding: .utf8) else {
      Issue.record("no fixture \(name).txt; record it with make snapshots:\n\(text)", sourceLocation: sourceLocation)
      return
    }
    guard kept != text else { return }
    let old = kept.split(separator: "\n", omittingEmptySubsequences: false)
    let new = text.split(separator: "\n", omittingEmptySubsequences: false)
    let row = zip(old, new).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? min(old.count, new.count)
    Issue.record(
      """
      \(name).txt differs from line \(row + 1) on.
      kept: \(row < old.count ? old[row] : "(end)")
      now:  \(row < new.count ? new[row] : "(end)")
      The whole of what was drawn:
      \(text)
      """, sourceLocation: sourceLocation)
  }

  /// Expects a surface to look like the fixture `name`.
  package static func expect(
    _ surface: Surface, matches name: String, test: String = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    expect(surface.fixture, matches: name, test: test, sourceLocation: sourceLocation)
  }

  /// `Tests/TARGET/Fixtures` for a file anywhere below `Tests/TARGET`.
  private static func folder(ofTarget test: String) -> URL {
    var folder = URL(fileURLWithPath: test).deletingLastPathComponent()
    while folder.deletingLastPathComponent().lastPathComponent != "Tests", folder.path != "/" {
      folder.deleteLastPathComponent()
    }
    return folder.appendingPathComponent("Fixtures")
  }
}
