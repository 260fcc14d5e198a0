/// What a command has written, as a model is told it: whole characters, as a terminal would show them, bounded.
struct CommandText: Sendable {
  private var assembler = UTF8Assembler()
  private var terminal = TerminalText()
  private var kept: BoundedText
  private let empty: BoundedText

  /// - Parameters:
  ///   - limit: bytes of it that are kept, half of the beginning and half of the end.
  ///   - remedy: how to see the rest.
  init(limit: Int, remedy: String) {
    empty = BoundedText(headLimit: limit / 2, tailLimit: limit / 2, remedy: remedy)
    kept = empty
  }

  /// Whether bytes of it were no UTF-8, and are shown as U+FFFD.
  var isRepaired: Bool { assembler.isRepaired }

  /// Takes the next bytes, and returns them as text as they came.
  @discardableResult
  mutating func append(_ bytes: some Sequence<UInt8>) -> String {
    let text = assembler.append(bytes)
    kept.append(terminal.append(text))
    return text
  }

  /// Takes what is left of a character that never became whole.
  @discardableResult
  mutating func finish() -> String {
    let text = assembler.finish()
    kept.append(terminal.append(text))
    return text
  }

  /// What was written since this was asked last, a line that is not ended included, without the last line break.
  mutating func take() -> String {
    kept.append(terminal.flush())
    defer { kept = empty }
    let text = kept.text
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }
}
