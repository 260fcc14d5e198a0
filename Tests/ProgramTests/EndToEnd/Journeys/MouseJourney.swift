import Foundation
import TerminalUI
import Testing
import TestSupport

@testable import Program

extension Journeys {
  @Suite struct MouseJourney {
    private func opened(_ config: String, _ journey: (ConsoleJourney) throws -> Void) throws {
      try ConsoleJourney.opened(
        at: Size(width: 80, height: 24), [], files: ["../.config/agent-tui/config.json": config]
      ) { console in
        try console.sees("no model was found on this machine")
        try journey(console)
        try console.quits()
        try console.seesTheTerminalAsItWas()
      }
    }

    @Test func mouseIsTheTerminalsOwnUntilItIsAskedFor() throws {
      try opened("{}") { #expect(!$0.terminal.screen.isMouseReported) }
    }

    @Test func clickGoesToAPaneAndADragCopies() throws {
      try opened(#"{"mouse": {"scroll": true, "click": true, "select": true}}"#) { console in
        #expect(console.terminal.screen.isMouseReported)
        console.points(0, at: Point(x: 60, y: 15))
        console.points(0, at: Point(x: 60, y: 15), isRelease: true)
        try console.sees("the composer of dot") { $0.lines.contains { $0.hasPrefix("dot › ") } }
        // A report that means nothing here is no key either.
        console.points(64, at: Point(x: 60, y: 15))
        console.points(2, at: Point(x: 60, y: 15))
        console.types("still writing")
        try console.sees("dot › still writing")
        try console.isPictured(as: "mouse")
        console.presses(.deleteToStart)
      }
    }

    @Test func settingThatIsNoneIsToldAtTheStart() throws {
      try ConsoleJourney.opened(
        at: Size(width: 80, height: 24), [],
        files: ["../.config/agent-tui/config.json": #"{"mouse": {"wheel": true}}"#]
      ) { console in
        try console.sees("mouse: there is no 'wheel'; there are scroll, click and select")
        try console.isPictured(as: "wrong-setting")
        try console.quits()
      }
    }
  }
}
