package import Threading

/// The outside edge of the console: ncurses behind it when it runs, a double in tests. Main thread only, but for
/// the waker.
package protocol Terminal: AnyObject {
  /// Columns and rows now.
  var size: Size { get }
  /// Marks and frames that this terminal can show.
  var glyphs: Glyphs { get }
  /// Whether the terminal's background is dark, where it says so.
  var isDark: Bool? { get }
  /// What the roles look like; the next `present` repaints everything in it.
  var palette: Palette { get set }
  /// Ends a `waitForInput` from any thread.
  var waker: any TerminalWaker { get }
  /// Waits until there is input, until the waker was called, or until `deadline`; returns what has come, perhaps
  /// nothing.
  func waitForInput(until deadline: MonotonicTime?) -> [InputEvent]
  /// Puts what changed since the last time on the screen.
  func present(_ surface: Surface)
  /// Repaints everything: somebody else wrote on the screen.
  func redraw()
  /// Gives the terminal back as it was, runs `body` (an editor, a stopped process), and takes it again.
  func suspended(_ body: () -> Void)
  /// Writes a sequence that moves nothing: bell, notification, clipboard.
  func emit(_ sequence: String)
  /// Gives the terminal back as it was, for good.
  func close()
}

/// Wakes the thread that waits for input. Any thread, any number of times; never blocks.
package protocol TerminalWaker: Sendable {
  func wake()
}

extension WakePipe: TerminalWaker {}
