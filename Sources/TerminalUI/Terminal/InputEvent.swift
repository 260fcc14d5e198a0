/// What the terminal gives: a key with its modifiers, a paste, a new size, or its end.
package enum InputEvent: Hashable, Sendable {
  case key(Key)
  /// Bracketed paste, whole, as it came.
  case paste(String)
  case resize(Size)
  case mouse(MouseEvent)
  /// The terminal has become the one that the person works in, or another one has. Not all terminals tell.
  case focus(Bool)
  /// The program is asked to end by this signal (TERM, HUP, INT), or the terminal is gone (HUP). Whoever gets it
  /// has some seconds to end in order; then the signal ends the process, terminal restored.
  case terminated(signal: Int32)
}

/// A key press.
package struct Key: Hashable, Sendable {
  package enum Code: Hashable, Sendable {
    /// A grapheme as typed (composed characters are whole).
    case character(Character)
    case enter, escape, tab, backspace, delete, insert
    case up, down, left, right, home, end, pageUp, pageDown
    case function(Int)
  }
  package var code: Code
  package var control = false
  package var alt = false
  package var shift = false

  package init(_ code: Code, control: Bool = false, alt: Bool = false, shift: Bool = false) {
    self.code = code
    self.control = control
    self.alt = alt
    self.shift = shift
  }
}

/// Something done with the mouse, where it is switched on.
package struct MouseEvent: Hashable, Sendable {
  package enum Action: Hashable, Sendable { case press, release, drag, scrollUp, scrollDown }
  package var action: Action
  package var place: Point

  package init(action: Action, place: Point) {
    self.action = action
    self.place = place
  }
}
