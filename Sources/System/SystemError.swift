/// A call of the system that failed: what was to be done, to what, and the system's reason.
///
/// Fields and no sentence of its own: whoever asked knows whom it is told to, and what they can do about it.
package struct SystemError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What was to be done, as a verb: "open", "write to", "make the folder".
  package let action: String
  /// What it was to be done to: a path, "a pipe".
  package let subject: String
  /// The value of `errno`.
  package let code: Int32

  /// The failure of an `action` on a `subject`; its reason is in `errno` unless given.
  package init(_ action: String, _ subject: String, code: Int32 = errno) {
    self.action = action
    self.subject = subject
    self.code = code
  }

  /// What the system says: `No space left on device`.
  package var reason: String { SystemError.reason(code) }

  /// `cannot open /path: No space left on device`.
  package var description: String { "cannot \(action) \(subject): \(reason)" }

  /// What the system calls an `errno` value.
  package static func reason(_ code: Int32 = errno) -> String { String(cString: strerror(code)) }
}
