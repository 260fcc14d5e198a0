import Foundation
import Testing
import TestSupport

@testable import Program

/// Pictures of what a terminal shows, in `docs/screens`. Written only on purpose, as fixtures are, by `make snapshots`.
enum KeptPicture {
  /// What is kept of a picture when it is written again.
  enum Renewal {
    /// It is written where something else than figures and their widths has changed: times and speeds are never the
    /// same, and nobody wants to look at a change of theirs.
    case whenOtherThanFigures
    /// It shows a moment of something that moves, which no run gives twice: it is written where there is none.
    case whenMissing
  }

  static let areMade = ProcessInfo.processInfo.environment["AGENT_TUI_RECORD_SNAPSHOTS"] == "1"

  static func keep(_ screen: ScreenModel, as name: String, renewed: Renewal = .whenOtherThanFigures) {
    guard areMade else { return }
    let file = folder.appendingPathComponent("\(name).svg")
    let picture = screen.svg(title: "agent-tui: \(name.replacing("-", with: " "))")
    if let kept = try? String(contentsOf: file, encoding: .utf8) {
      if renewed == .whenMissing || essence(of: kept) == essence(of: picture) { return }
    }
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try picture.write(to: file, atomically: true, encoding: .utf8)
    } catch {
      Issue.record("cannot write \(file.path): \(error)")
    }
  }

  /// The words and colours of a picture, without figures, bars and blanks, and without where it all stands.
  static func essence(of picture: String) -> String {
    picture
      .replacing(/\ (?:x|y|width|height|textLength|d|viewBox)="[^"]*"/, with: "")
      .replacing(/>[^<]*</) { String($0.output).filter { !$0.isNumber && !" .%▁▂▃▄▅▆▇█▓░".contains($0) } }
      // Neighbours that look alike are one run or two, as their blanks have it.
      .replacing(/<(?:rect|path)[^>]*>\n/, with: "")
      .split(separator: "\n").filter { !$0.hasSuffix("></text>") }.joined(separator: "\n")
  }

  private static let folder = Checkout.root.appendingPathComponent("docs/screens")
}
