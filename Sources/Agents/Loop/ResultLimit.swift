// Tools bound their output in bytes; what counts here is the share of the context, and that is known only where the
// model is. A result that filled the context would leave nothing to compact.

/// Cuts tool results to a number of tokens, and says what was cut.
struct ResultLimit {
  /// Most tokens of one result.
  let tokens: Int
  /// How many tokens a text is.
  let count: (String) -> Int

  /// The result, or its beginning and end with a line between them that says what is missing.
  func fit(_ result: String) -> String {
    // A token is a byte at least.
    guard result.utf8.count > tokens else { return result }
    let all = count(result)
    guard all > tokens else { return result }
    let characters = Array(result)
    var kept = characters.count * tokens / all
    while true {
      let text = cut(characters, to: kept)
      if kept == 0 || count(text) <= tokens { return text }
      kept = kept * 9 / 10
    }
  }

  private func cut(_ characters: [Character], to kept: Int) -> String {
    let tail = kept / 4
    let head = kept - tail
    let missing = characters.count - kept
    return String(characters[..<head])
      + "\n[… \(missing) of \(characters.count) characters are left out here, for want of context; "
      + "ask for a smaller part …]\n" + String(characters[(characters.count - tail)...])
  }
}
