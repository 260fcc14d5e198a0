/// What the mouse does, setting `mouse`: three things, each off until it is switched on.
///
/// Off, the terminal keeps the mouse for itself: its own selection, its own scrolling.
struct MouseSettings: Equatable, Sendable {
  /// The wheel scrolls what is under the pointer.
  var scroll = false
  /// A click gives the focus to a pane, or selects a row of a list.
  var click = false
  /// Dragging selects lines of a pane, and copies them when the button is let go.
  var select = false

  /// Whether the terminal is to report the mouse.
  var isOn: Bool { scroll || click || select }
}
