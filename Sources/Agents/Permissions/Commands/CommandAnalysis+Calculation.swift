/// Builtins of the shell that calculate with their arguments: the index of an array may hold `$(…)`, and that is run
/// even where it stands between quotes, or comes out of a variable.
extension CommandAnalysis {
  /// Whether that can happen: a number, or the name of a variable, is all that is harmless.
  static func calculates(_ program: String, _ arguments: ArraySlice<ShellScript.Word>) -> Bool {
    switch program {
    case "test", "[": return follows(["-v", "-R"], in: arguments, allowing: isName)
    case "[[":
      let comparisons: Set<String> = ["-eq", "-ne", "-lt", "-le", "-gt", "-ge"]
      return follows(["-v", "-R"], in: arguments, allowing: isName)
        || follows(comparisons, in: arguments, allowing: isNumber)
        || follows(comparisons, in: ArraySlice(arguments.reversed()), allowing: isNumber)
    case "printf": return follows(["-v"], in: arguments, allowing: isName)
    case "read", "unset", "getopts", "declare", "typeset", "local", "export", "readonly":
      return arguments.contains { word in
        if word.text.hasPrefix("-") { return word.text.contains { "aA".contains($0) } }
        let name = word.text.prefix { $0 != "=" }
        return !isName(ShellScript.Word(text: String(name))) || steers(String(name)) && program == "read"
      }
    default: return false
    }
  }

  /// Whether one of these words is followed by something else than what is allowed.
  private static func follows(
    _ options: Set<String>, in words: ArraySlice<ShellScript.Word>, allowing isHarmless: (ShellScript.Word) -> Bool
  ) -> Bool {
    zip(words, words.dropFirst()).contains { options.contains($0.text) && !isHarmless($1) }
  }

  private static func isName(_ word: ShellScript.Word) -> Bool {
    word.isLiteral && !word.text.isEmpty && word.text.utf8.first.map { !(48...57).contains($0) } == true
      && word.text.utf8.allSatisfy {
        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 95
      }
  }

  private static func isNumber(_ word: ShellScript.Word) -> Bool {
    ["$#", "$?", "$$", "$!"].contains(word.text) || Int(word.text) != nil
  }
}
