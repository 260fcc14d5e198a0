import OrderedJSON

/// Reads the text of one argument as the value that is meant.
enum ArgumentReader {
  /// - Parameters:
  ///   - text: without the white space that the format puts around it.
  ///   - kind: what the tool's schema says of it.
  static func value(_ text: String, _ kind: ArgumentKind) -> JSON {
    if kind == .string { return .string(unwrapped(text) ?? text) }
    if let inner = unwrapped(text) { return .string(inner) }
    let trimmed = text.trimmingSpace
    let value = (try? JSON(parsing: trimmed)) ?? PythonLiteral.value(of: trimmed)
    switch kind {
    case .other, .string: return value ?? .string(text)
    // A text in quotes may well be meant with them.
    case .unknown: return value.flatMap { $0.string == nil ? $0 : nil } ?? .string(text)
    }
  }

  /// The inside of a CDATA section, which is what the text is.
  private static func unwrapped(_ text: String) -> String? {
    let (open, close) = ("<![CDATA[", "]]>")
    guard text.hasPrefix(open), text.hasSuffix(close) else { return nil }
    return String(text.dropFirst(open.count).dropLast(close.count))
  }
}
