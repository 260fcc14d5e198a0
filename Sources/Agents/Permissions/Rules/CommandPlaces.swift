/// Where the words of a command may lead: it is not known which of them are names of files, so each is looked at that
/// could be one.
struct CommandPlaces {
  typealias Word = ShellScript.Word

  let command: CommandAnalysis
  /// Where the command begins; nil is the workspace.
  let start: String?
  let resolver: PathResolver
  /// More names than that are not looked through.
  private static let mostNames = 4096

  /// Where a word leads that is a name of a file, in each of the folders that the command may be in by then; empty
  /// where that cannot be told.
  func paths(of word: Word) -> [ResolvedPath] {
    var text = word.text
    if word.isPattern { return (names(matching: word) ?? []).flatMap { self.paths(of: Word(text: $0)) } }
    if word.isExpanded {
      // No other variable, `PWD` neither: the command may set it itself.
      for spelling in ["$HOME/", "${HOME}/"] where text.hasPrefix(spelling) {
        text = resolver.home + "/" + text.dropFirst(spelling.count)
      }
      if text.contains("$") || text.contains("`") || text.contains("(") { return [] }
    } else if text.hasPrefix("~") {
      // `~name` is somebody's home; a quoted `~` is a name like any other.
      if !word.hasTilde { text = "./" + text } else if text != "~", !text.hasPrefix("~/") { return [] }
    }
    var folders = [start ?? resolver.workspace]
    for folder in command.folders where !text.hasPrefix("/") && !text.hasPrefix("~/") {
      guard let folder, folders.count < 64 else { return [] }
      folders += folders.compactMap { resolver.resolve(folder, from: $0)?.absolute }
    }
    let paths = folders.map { resolver.resolve(text, from: $0) }
    return paths.contains(nil) ? [] : paths.compactMap(\.self)
  }

  /// The names that a pattern stands for now: those that it matches in its folder, or itself where it matches none; nil
  /// where that cannot be told.
  func names(matching word: Word) -> [String]? {
    guard word.isPattern, !word.isExpanded, !word.hasTilde else { return nil }
    let text = word.text
    let end = text.utf8.lastIndex(of: UInt8(ascii: "/")).map { text.utf8.index(after: $0) } ?? text.startIndex
    let (folder, name) = (String(text[..<end]), String(text[end...]))
    guard !folder.contains(where: { "*?[".contains($0) }), command.folders.isEmpty,
      let place = resolver.resolve(folder.isEmpty ? "." : folder, from: start)
    else { return nil }
    guard let all = resolver.list(place.absolute) else { return [text] }
    guard all.count <= Self.mostNames else { return nil }
    let pattern = Wildcard(name, flavour: .glob)
    let matched = all.filter {
      ($0.hasPrefix(".") ? name.hasPrefix(".") : true) && pattern.matches($0, ignoringCase: false)
    }
    return matched.isEmpty ? [text] : matched.sorted().map { folder + $0 }
  }

  /// Whatever of a word may be the name of a file: `x`, the end of `--file=x`, `@x`, `-fx`, `host:x`.
  func candidates(in word: Word) -> [Word] {
    guard !word.isPattern else { return [word] }
    var texts = [word.text]
    let text = word.text
    if let equals = text.firstIndex(of: "=") { texts.append(String(text[text.index(after: equals)...])) }
    if text.hasPrefix("@") || text.hasPrefix("<") { texts.append(String(text.dropFirst())) }
    if text.hasPrefix("-"), !text.hasPrefix("--"), text.count > 2 { texts.append(String(text.dropFirst(2))) }
    if !text.contains("://") {
      texts += text.split(whereSeparator: { ":,@".contains($0) }).map(String.init).filter { $0 != text }
    }
    return texts.filter { !$0.isEmpty }.map { candidate in
      var copy = word
      copy.text = candidate
      copy.hasTilde = word.hasTilde && candidate == text || candidate != text && candidate.hasPrefix("~")
      return copy
    }
  }

  /// The parts of a text of a program's own language that look like names: `open('.env')`.
  func candidates(inScript text: String) -> [Word] {
    text.split { !($0.isLetter || $0.isNumber || "._-/~".contains($0)) }.map { Word(text: String($0)) }
  }
}
