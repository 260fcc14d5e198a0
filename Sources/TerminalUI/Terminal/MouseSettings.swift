/// What the mouse does, setting `mouse`: three things, each off until it is switched on.
///
/// Off, the terminal keeps the mouse for itself: its own selection, its own scrolling.
package struct MouseSettings: Equatable, Sendable {
  /// The wheel scrolls what is under the pointer.
  package var scroll = false
  /// A click gives the focus to a pane, or selects a row of a list.
  package var click = false
  /// Dragging selects lines of a pane, and copies them when the button is let go.
  package var select = false

  package init(scroll: Bool = false, click: Bool = false, select: Bool = false) {
    self.scroll = scroll
    self.click = click
    self.select = select
  }

  /// Whether the terminal is to report the mouse.
  package var isOn: Bool { scroll || click || select }
}
